import type { IncidentNoteEffect } from '../../../effect/incident-effects.ts';
import { aboutMatter, actsOf, affectedBy, type Hand, hasIt } from '../incident.ts';
import type { Both, Texts } from '../locale.ts';
import { line, short } from '../markdown.ts';

const WORDS = {
  title: { en: 'Status by AI Ops', ja: 'AI Ops ステータス' },
  about: { en: 'About', ja: '対象' },
  who: { en: 'Who has it', ja: '担当者' },
} satisfies Texts;

/** A note is plain text. */
const HAND: Hand = {
  text: (value, max) => short(line(value), max),
  code: (value, max = 255) => short(line(value), max),
  link: (label, url) => `${short(line(label), 150)} (${url})`,
};

/** The status as a note on the incident itself, which whoever was called reads (O3). The same view is the same text. */
export function incidentNote({ view, locale }: IncidentNoteEffect): string {
  const parts: readonly Both[] = [
    WORDS.title,
    labelled(WORDS.about, aboutMatter(view, HAND)),
    labelled(WORDS.who, hasIt(view.incident, HAND)),
    affectedBy(view, HAND),
    actsOf(view, HAND),
  ];
  return parts.map((part) => part[locale].replaceAll('`', '')).join('\n');
}

function labelled(label: Both, value: Both): Both {
  return { en: `${label.en}: ${value.en}`, ja: `${label.ja}: ${value.ja}` };
}
