import type { EpisodeView } from '../../../effect/episode.ts';
import { unreachable } from '../../../errors.ts';
import { type Both, same, type Texts } from '../locale.ts';
import { moment, text } from './mrkdwn.ts';

const MAX_NAMES = 3;

const WORDS = {
  label: { en: 'Next', ja: '次の対応' },
  rerunDue: (at: Both): Both => ({
    en: `the bot looks at the re-run, ${at.en} at the latest`,
    ja: `${at.ja} までに再実行の結果を確認`,
  }),
  rerunDueSoon: { en: 'the bot looks at the re-run once it has ended', ja: '再実行の終了後に結果を確認' },
  lookAgain: (at: Both): Both => ({
    en: `the bot looks again, ${at.en}`,
    ja: `${at.ja} に再確認`,
  }),
  lookAgainSoon: { en: 'the bot looks again at the next run', ja: '次の実行時に再確認' },
  statusDue: (at: Both): Both => ({
    en: `the bot gives a status, ${at.en} at the latest`,
    ja: `${at.ja} までに状況を報告`,
  }),
  statusDueSoon: { en: 'the bot gives a status', ja: '状況を報告' },
  person: {
    en: 'a person has to act: the bot does nothing more by itself',
    ja: '担当者の対応が必要（ボットは自動では何もしません）',
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
