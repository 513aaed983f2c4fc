import type { Episode } from '../../../alerts/episode.ts';
import type { EpisodeView } from '../../../effect/episode.ts';
import { duration } from '../episode/duration.ts';
import type { Both, Texts } from '../locale.ts';
import { callRemarks } from './episode-calls.ts';
import { moment, text } from './mrkdwn.ts';

const WORDS = {
  partOf: {
    en: 'Part of the severe failure, which has a message of its own. Nothing more is said here until that is over.',
    ja: '重大障害の一部です。重大障害のメッセージに集約し、解消するまでここには投稿しません。',
  },
  recovering: (good: number, since: Both): Both => ({
    en: `Nothing is wrong since ${since.en}: ${good} good ${good === 1 ? 'run' : 'runs'} so far.`,
    ja: `${since.ja} 以降は正常です（連続成功 ${good} 件）。`,
  }),
  over: (at: Both, took: Both): Both => ({
    en: `Over since ${at.en}, after ${took.en}.`,
    ja: `${at.ja} に解消しました（継続時間 ${took.ja}）。`,
  }),
  flapping: {
    en: '〰️ Flapping: opened at least 3 times within 24 hours. Nobody is called for it until somebody presses *I have it*.',
    ja: '〰️ 断続的に発生しています（24 時間以内に 3 回以上）。*対応を引き受ける* が押されるまで、呼び出しは行いません。',
  },
  flappedAndSeen: {
    en: '〰️ Flapping: opened at least 3 times within 24 hours.',
    ja: '〰️ 断続的に発生しています（24 時間以内に 3 回以上）。',
  },
  noData: (since: Both): Both => ({
    en: `❔ No run that counts since ${since.en}. Shown is what was seen last.`,
    ja: `❔ ${since.ja} 以降、対象となる実行がありません。最後に確認した内容を表示しています。`,
  }),
  stopped: (by: string, why: string): Both => ({
    en: `🛑 Auto Handoff is stopped${by === '' ? '' : ` by ${by}`}${why === '' ? '' : `: ${why}`}.`,
    ja: `🛑 ${by === '' ? '' : `${by} により `}Auto Handoff は停止中です${why === '' ? '' : `（${why}）`}。`,
  }),
} satisfies Texts;

/** What is out of the ordinary about it, a line each. */
export function remarks(view: EpisodeView): readonly Both[] {
  const { episode } = view;
  const { flapping, acknowledged, noDataSince, partOf } = episode;
  const isOver = episode.state.kind === 'resolved';
  return [
    ...stateRemarks(episode),
    ...(partOf !== null && !isOver ? [WORDS.partOf] : []),
    ...(flapping && !isOver ? [acknowledged === null ? WORDS.flapping : WORDS.flappedAndSeen] : []),
    ...callRemarks(view),
    ...(noDataSince !== null && !isOver ? [WORDS.noData(moment(noDataSince))] : []),
    ...stopRemark(view),
  ];
}

/** The stop in force; it outlives the episode. */
export function stopRemark({ stop }: EpisodeView): readonly Both[] {
  return stop === null ? [] : [WORDS.stopped(text(stop.by ?? '', 60), text(stop.reason ?? '', 200))];
}

function stateRemarks({ state, openedAt }: Episode): readonly Both[] {
  switch (state.kind) {
    case 'recovering':
      return [WORDS.recovering(state.goodRuns, moment(state.since))];
    case 'resolved':
      return [WORDS.over(moment(state.since), duration(Date.parse(state.since) - Date.parse(openedAt)))];
    default:
      return [];
  }
}
