import type { EpisodeView } from '../../../effect/episode.ts';
import { unreachable } from '../../../errors.ts';
import { type Both, same, type Texts } from '../locale.ts';
import { moment, text } from './mrkdwn.ts';

const MAX_NAMES = 3;

const WORDS = {
  rerunDue: (at: Both): Both => ({
    en: `the bot waits for the re-run, until ${at.en}`,
    ja: `再実行の終了を待機（${at.ja} まで）`,
  }),
  rerunDueSoon: { en: 'the bot waits for the re-run', ja: '再実行の終了を待機' },
  lookAgain: (at: Both): Both => ({
    en: `the bot looks again, ${at.en}`,
    ja: `${at.ja} に再確認`,
  }),
  lookAgainSoon: { en: 'the bot looks again when something changes', ja: '変化があれば再確認' },
  statusDue: (at: Both): Both => ({
    en: `the bot gives a status by ${at.en}`,
    ja: `${at.ja} までに状況を報告`,
  }),
  statusDueSoon: { en: 'the bot gives a status', ja: '状況を報告' },
  callAgain: (at: Both): Both => ({
    en: `the bot looks again, ${at.en}; if it is still wrong, somebody is called again`,
    ja: `${at.ja} に再確認し、異常が続いていれば再度呼び出し`,
  }),
  callAgainSoon: { en: 'somebody is called again', ja: '再度呼び出し' },
  person: {
    en: 'a person has to act; the bot does no more by itself',
    ja: '担当者の対応待ち（ボットによる自動対応はありません）',
  },
  nobody: { en: 'nobody yet', ja: '未定' },
  since: (who: string, at: Both): Both => ({
    en: `${who}, since ${at.en}`,
    ja: `${who}（${at.ja} から）`,
  }),
  called: (who: string): Both => ({
    en: `nobody yet; called: ${who}`,
    ja: `未定（呼び出し中: ${who}）`,
  }),
} satisfies Texts;

/** What the bot does next by itself, and when at the latest. */
export function next({ next: { what, at } }: EpisodeView): Both {
  const due = at === null ? null : moment(at);
  switch (what) {
    case 'rerun_due':
      return due === null ? WORDS.rerunDueSoon : WORDS.rerunDue(due);
    case 'look_again':
      return due === null ? WORDS.lookAgainSoon : WORDS.lookAgain(due);
    case 'status_due':
      return due === null ? WORDS.statusDueSoon : WORDS.statusDue(due);
    case 'call_again':
      return due === null ? WORDS.callAgainSoon : WORDS.callAgain(due);
    case 'person':
      return WORDS.person;
    default:
      return unreachable(what);
  }
}

/** Who has it: whoever said so, in Slack or in PagerDuty; else whom PagerDuty has called. */
export function whoHasIt({ episode: { acknowledged }, incident }: EpisodeView): Both {
  if (acknowledged !== null) return WORDS.since(text(acknowledged.by, 60), moment(acknowledged.at));
  if (incident === null || incident.assignees.length === 0) return WORDS.nobody;
  const names = text(incident.assignees.slice(0, MAX_NAMES).join(', '), 150);
  return incident.status === 'triggered' ? WORDS.called(names) : same(names);
}
