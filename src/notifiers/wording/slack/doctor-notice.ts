import type { Finding } from '../../../effect/finding.ts';
import type { DoctorNotice } from '../../../effect/messages.ts';
import { unreachable } from '../../../errors.ts';
import type { Locale } from '../../../policies/locale.ts';
import type { SlackText } from '../../../slack/messages.ts';
import { holdsText, todoText } from '../doctor/precondition.ts';
import type { Both, Texts } from '../locale.ts';
import { code, section } from './mrkdwn.ts';

/** Slack takes fifty blocks; more than this nobody reads there. */
const MAX_SHOWN = 15;

const WORDS = {
  headline: (place: string, worse: number, well: number): Both => ({
    en: `🩺 *Preconditions of ${place}*: ${counted(worse, well)}`,
    ja: `🩺 *${place} の前提条件*: ${worse > 0 ? `新たな指摘 ${worse} 件` : ''}${worse > 0 && well > 0 ? '、' : ''}${well > 0 ? `解消 ${well} 件` : ''}`,
  }),
  fail: { en: '❌ *Does not hold*', ja: '❌ *未達*' },
  warn: { en: '⚠️ *Needs a look*', ja: '⚠️ *要確認*' },
  unknown: { en: '❔ *Could not be looked at*', ja: '❔ *確認不可*' },
  well: { en: '✅ *Holds again*', ja: '✅ *解消*' },
  one: (status: string, holds: string, about: string): Both => ({
    en: `${status}: ${holds}${about === '' ? '' : ` (${about})`}`,
    ja: `${status}: ${holds}${about === '' ? '' : `（${about}）`}`,
  }),
  more: (count: number): Both => ({ en: `… and ${count} more.`, ja: `ほか ${count} 件` }),
  all: (command: string): Both => ({
    en: `${command} shows all of them, with what was seen.`,
    ja: `${command} で全項目と確認内容を表示できます。`,
  }),
} satisfies Texts;

/** What got worse, each with what to do, and what is well again. */
export function doctorText(
  { place, worse, well }: DoctorNotice,
  { locale, called }: { readonly locale: Locale; readonly called: string },
): SlackText {
  const said = WORDS.headline(code(place, 150), worse.length, well.length)[locale];
  const headline = called === '' ? said : `${called} ${said}`;
  const lines = [
    ...worse.map((finding) => worseLine(finding, locale)),
    ...well.map(({ id, about }) => wellLine({ id, about }, locale)),
  ];
  const shown = lines.slice(0, MAX_SHOWN);
  const more = lines.length - shown.length;
  const tail = WORDS.all(code(`ai-ops doctor ${place}`, 200))[locale];
  return {
    text: headline,
    blocks: [
      section(headline),
      ...shown.map(section),
      section(more > 0 ? `${WORDS.more(more)[locale]}\n${tail}` : tail),
    ],
  };
}

type Shown = Pick<Finding, 'id' | 'about'>;

function worseLine({ id, status, about }: Shown & Pick<Finding, 'status'>, locale: Locale): string {
  const escaped = about === null ? null : code(about);
  const todo = todoText({ id, status, about: escaped });
  const line = WORDS.one(markOf(status)[locale], holdsText(id)[locale], escaped ?? '')[locale];
  return todo === null ? line : `${line}\n→ ${todo[locale]}`;
}

function wellLine({ id, about }: Shown, locale: Locale): string {
  const escaped = about === null ? '' : code(about);
  return WORDS.one(WORDS.well[locale], holdsText(id)[locale], escaped)[locale];
}

function markOf(status: Finding['status']): Both {
  switch (status) {
    case 'fail':
      return WORDS.fail;
    case 'warn':
      return WORDS.warn;
    case 'unknown':
      return WORDS.unknown;
    case 'ok':
    case 'skipped':
      return WORDS.well;
    default:
      return unreachable(status);
  }
}

function counted(worse: number, well: number): string {
  return [
    ...(worse > 0 ? [`${worse} new to mend`] : []),
    ...(well > 0 ? [`${well} ${well === 1 ? 'holds' : 'hold'} again`] : []),
  ].join(', ');
}
