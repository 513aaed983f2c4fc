import type { KnownBlock } from '@slack/web-api';
import type { Incident } from '../../../alerts/incident.ts';
import type { IncidentView, SlackIncidentEffect } from '../../../effect/incident-effects.ts';
import type { Locale } from '../../../policies/locale.ts';
import type { SlackText } from '../../../slack/messages.ts';
import {
  aboutMatter,
  actsOf,
  affectedBy,
  type Hand,
  hasIt,
  STATUS_ICONS,
  STATUS_WORDS,
  URGENCY_WORDS,
} from '../incident.ts';
import { type Both, type Texts, time } from '../locale.ts';
import { code, link, section, text } from './mrkdwn.ts';

const WORDS = {
  header: (number: number): Both => ({
    en: `[AI Ops] PagerDuty incident #${number}`,
    ja: `[AI Ops] PagerDuty インシデント #${number}`,
  }),
  state: { en: 'State', ja: '状態' },
  urgency: { en: 'Urgency', ja: '緊急度' },
  since: { en: 'Since', ja: '発生時刻' },
  who: { en: 'Who has it', ja: '担当者' },
  about: { en: 'About', ja: '対象' },
  affected: { en: 'Affected', ja: '影響範囲' },
  acts: { en: 'What the bot does', ja: 'Bot の対応' },
} satisfies Texts;

/** In Slack. */
const HAND: Hand = { text, code, link };

/** The one message of an incident: what is affected, what the bot did and does next, and who has it (O3). */
export function incidentMessage({ view, locale }: SlackIncidentEffect): SlackText {
  const { incident } = view;
  const title = WORDS.header(incident.number)[locale];
  const blocks: KnownBlock[] = [
    { type: 'header', text: { type: 'plain_text', text: title, emoji: true } },
    section(`*${link(`#${incident.number}`, incident.url)}* ${text(incident.title, 300)}`),
    {
      type: 'section',
      fields: fields(view, locale).map((field) => ({ type: 'mrkdwn', text: field, verbatim: true })),
    },
    section(`*${WORDS.affected[locale]}*\n${affectedBy(view, HAND)[locale]}`),
    section(`*${WORDS.acts[locale]}*\n${actsOf(view, HAND)[locale]}`),
    { type: 'context', elements: [{ type: 'mrkdwn', text: code(incident.id, 60), verbatim: true }] },
  ];
  return { text: `${title}: ${text(incident.title, 200)} — ${stateOf(incident)[locale]}`, blocks };
}

function stateOf({ status }: Incident): Both {
  const word = STATUS_WORDS[status];
  return { en: `${STATUS_ICONS[status]} ${word.en}`, ja: `${STATUS_ICONS[status]} ${word.ja}` };
}

function fields(view: IncidentView, locale: Locale): readonly string[] {
  const { incident } = view;
  const rows: readonly (readonly [Both, Both])[] = [
    [WORDS.state, stateOf(incident)],
    [WORDS.urgency, URGENCY_WORDS[incident.urgency]],
    [WORDS.since, time(incident.createdAt)],
    [WORDS.who, hasIt(incident, HAND)],
    [WORDS.about, aboutMatter(view, HAND)],
  ];
  return rows.map(([label, value]) => `*${label[locale]}*\n${value[locale]}`);
}
