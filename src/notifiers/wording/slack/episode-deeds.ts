import type { EpisodeRerun, NoRerun } from '../../../alerts/episode.ts';
import type { EpisodeDeed, EpisodeView } from '../../../effect/episode.ts';
import { unreachable } from '../../../errors.ts';
import { PAGE_REASONS, RESULTS, ROLES } from '../episode/names.ts';
import { type Both, joined, same, type Texts } from '../locale.ts';
import { fitting } from './fitting.ts';
import { link, moment, text } from './mrkdwn.ts';

const DEEDS = { most: 5, characters: 1_200 };

const WORDS = {
  did: (deeds: Both): Both => ({ en: `*The bot did*:${deeds.en}`, ja: `*ボットの対応*:${deeds.ja}` }),
  nothing: { en: ' nothing yet', ja: ' なし' },
  earlier: (count: number): Both => ({ en: `• ${count} earlier`, ja: `• 以前の対応 ${count} 件` }),
  at: (deed: Both, at: Both): Both => ({ en: `• ${at.en}: ${deed.en}`, ja: `• ${at.ja}: ${deed.ja}` }),
  reran: (workflow: Both): Both => ({ en: `re-ran ${workflow.en}`, ja: `${workflow.ja} を再実行` }),
  itsResult: (deed: Both, result: Both): Both => ({
    en: `${deed.en} (it ${result.en})`,
    ja: `${deed.ja}（結果: ${result.ja}）`,
  }),
  rerunAsked: (workflow: Both, by: string): Both => ({
    en: `re-run of ${workflow.en} asked by ${by}`,
    ja: `${workflow.ja} の再実行（依頼者: ${by}）`,
  }),
  stands: (deed: Both, how: Both): Both => ({
    en: `${deed.en}: ${how.en}`,
    ja: `${deed.ja}: ${how.ja}`,
  }),
  onItsWay: { en: 'on its way', ja: '開始待ち' },
  runs: { en: 'runs', ja: '実行中' },
  notDone: { en: 'not done', ja: '実行できず' },
  noRerun: (why: Both): Both => ({
    en: `did not re-run it: ${why.en}`,
    ja: `再実行を見送り: ${why.ja}`,
  }),
  cancelled: { en: 'cancelled the slow run', ja: '遅延した実行をキャンセル' },
  paged: { en: 'paged who is on call', ja: 'オンコール担当を呼び出し' },
  pagedAgain: { en: 'paged who is on call again', ja: 'オンコール担当を再度呼び出し' },
  because: (deed: Both, why: Both): Both => ({
    en: `${deed.en} (${why.en})`,
    ja: `${deed.ja}（${why.ja}）`,
  }),
  stopped: { en: 'stopped Auto Handoff', ja: 'Auto Handoff を停止' },
  cancelsFirst: { en: 'waits until the slow run is cancelled', ja: '遅延した実行のキャンセル待ち' },
  stillRuns: { en: 'has not ended yet', ja: '実行中' },
  overdue: { en: 'has not ended in time', ja: '時間内に終了せず' },
} satisfies Texts;

const NO_RERUN: Readonly<Record<NoRerun, Both>> = {
  stopped: { en: 'Auto Handoff is stopped', ja: 'Auto Handoff の停止中' },
  budget_spent: { en: 'it has re-run enough already', ja: '自動再実行の上限に到達' },
  most_of_it_failed: {
    en: 'most of it failed, a re-run would not help',
    ja: '大半が失敗しており、再実行の効果なし',
  },
  same_failure_before: { en: 'the same failed before', ja: '前回と同じ失敗' },
  head_moved: { en: 'the PR has a newer commit', ja: 'PR に新しいコミットあり' },
  still_running: { en: 'it is still running', ja: '実行中のまま' },
  still_queued: { en: 'it is still in the queue', ja: 'キュー待ちのまま' },
  waiting_for_people: { en: 'it waits for people', ja: '担当者の承認待ち' },
  ended_well: { en: 'it ended well', ja: '正常に終了済み' },
  switched_off: { en: 'switched off in the configuration', ja: '設定により無効' },
  refused: { en: 'GitHub did not take it', ja: 'GitHub が受け付けず' },
};

/** What the bot has done, oldest first, with what came of it. */
export function did(view: EpisodeView): Both {
  if (view.did.length === 0) return WORDS.did(WORDS.nothing);
  const numbered = view.did.map((deed, i) => ({ deed, i })).toReversed();
  const newest = fitting(numbered, DEEDS, ({ deed, i }) =>
    WORDS.at(withOutcome(deed, i, view), moment(deed.at)),
  ).toReversed();
  const before = view.did.length - newest.length;
  return WORDS.did(joined([same(''), ...(before > 0 ? [WORDS.earlier(before)] : []), ...newest], '\n'));
}

function withOutcome(deed: EpisodeDeed, i: number, { did: deeds, episode }: EpisodeView): Both {
  const done = deedText(deed);
  if (deed.did === 'paged' && episode.paged !== null)
    return WORDS.because(done, PAGE_REASONS[episode.paged.because]);
  if (deed.did !== 'rerun') return done;
  // The newest deed is the newest re-run: of what was not tried, no deed tells.
  const later = deeds.slice(i + 1).filter(({ did: what }) => what === 'rerun').length;
  const rerun = episode.reruns.filter(wasTried).at(-1 - later);
  const result = rerun === undefined ? null : rerunResult(rerun);
  return result === null ? done : WORDS.itsResult(done, result);
}

function wasTried({ outcome }: EpisodeRerun): boolean {
  return outcome.kind !== 'not_done';
}

function deedText(deed: EpisodeDeed): Both {
  switch (deed.did) {
    case 'rerun':
      return linked(WORDS.reran(ROLES[deed.role]), deed.url);
    case 'rerun_asked':
      return askedText(deed);
    case 'no_rerun':
      return WORDS.noRerun(NO_RERUN[deed.because]);
    case 'cancelled':
      return linked(WORDS.cancelled, deed.url);
    case 'paged':
      return WORDS.paged;
    case 'paged_again':
      return WORDS.pagedAgain;
    case 'stopped':
      return WORDS.stopped;
    default:
      return unreachable(deed);
  }
}

function askedText({ by, role, url, came }: Extract<EpisodeDeed, { did: 'rerun_asked' }>): Both {
  const asked = WORDS.rerunAsked(url === null ? ROLES[role] : linked(ROLES[role], url), text(by, 60));
  switch (came) {
    case 'on_its_way':
      return WORDS.stands(asked, WORDS.onItsWay);
    case 'running':
      return WORDS.stands(asked, WORDS.runs);
    case 'refused':
      return WORDS.stands(asked, WORDS.notDone);
    default:
      return WORDS.stands(asked, RESULTS[came]);
  }
}

function linked({ en, ja }: Both, url: string): Both {
  return { en: link(en, url), ja: link(ja, url) };
}

/** What came of the re-run, after "the re-run"; `null` where it was not tried. */
export function rerunResult({ outcome }: EpisodeRerun): Both | null {
  switch (outcome.kind) {
    case 'cancelling':
      return WORDS.cancelsFirst;
    case 'pending':
      return WORDS.stillRuns;
    case 'ended':
      return RESULTS[outcome.result];
    case 'overdue':
      return WORDS.overdue;
    case 'not_done':
      return null;
    default:
      return unreachable(outcome);
  }
}

/** Why the bot did not re-run it. */
export function noRerunText(because: NoRerun): Both {
  return WORDS.noRerun(NO_RERUN[because]);
}
