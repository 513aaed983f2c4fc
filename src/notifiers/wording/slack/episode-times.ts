import type { Approver, LateHandoff, LeadSegment, SlowRun } from '../../../alerts/episode.ts';
import { duration } from '../episode/duration.ts';
import { slowest, takenText } from '../episode/headline.ts';
import { CAUSES, SEGMENTS } from '../episode/names.ts';
import { type Both, joined, listed, same, type Texts } from '../locale.ts';
import { pullLinks } from './episode-affected.ts';
import { fitting, listedIn } from './fitting.ts';
import { link, moment, text } from './mrkdwn.ts';

const LINES = { most: 5, characters: 2_400 };
const APPROVERS = { most: 5, characters: 400 };

const WORDS = {
  run: (id: number): Both => ({ en: `run ${id}`, ja: `実行 ${id}` }),
  rerun: (id: number, attempt: number): Both => ({
    en: `run ${id}, attempt ${attempt}`,
    ja: `実行 ${id}（${attempt} 回目）`,
  }),
  slow: (run: Both, state: Both, split: Both): Both => ({
    en: `• ${run.en} ${state.en}: ${split.en}`,
    ja: `• ${run.ja} ${state.ja}: ${split.ja}`,
  }),
  queued: { en: 'in the queue', ja: 'キュー待ち' },
  executing: { en: 'run', ja: '実行' },
  waited: { en: 'approval', ja: '承認待ち' },
  cause: (causes: Both): Both => ({ en: `. Suspected: ${causes.en}`, ja: `。推定原因: ${causes.ja}` }),
  late: (pull: string, taken: Both, since: Both, split: Both): Both => ({
    en: `• ${pull} ${taken.en}, since ${since.en}: ${split.en}`,
    ja: `• ${pull} ${taken.ja}（${since.ja} から）: ${split.ja}`,
  }),
  /** It is over. */
  took: (pull: string, taken: Both, since: Both, split: Both): Both => ({
    en: `• ${pull} took ${taken.en}, since ${since.en}: ${split.en}`,
    ja: `• ${pull} 所要時間 ${taken.ja}（${since.ja} から）: ${split.ja}`,
  }),
  part: (name: Both, ms: number): Both => ({
    en: `${name.en} ${duration(ms).en}`,
    ja: `${name.ja} ${duration(ms).ja}`,
  }),
  /** Where it is now. */
  open: (part: Both): Both => ({ en: `${part.en} so far`, ja: `${part.ja}（継続中）` }),
  mayApprove: (who: Both): Both => ({
    en: `   → may approve: ${who.en}`,
    ja: `   → 承認できる担当者: ${who.ja}`,
  }),
  team: (name: string): Both => ({ en: `team ${name}`, ja: `チーム ${name}` }),
  openApproval: { en: 'open the approval', ja: '承認画面を開く' },
  more: (count: number): Both => ({ en: `… and ${count} more`, ja: `ほか ${count} 件` }),
} satisfies Texts;

const RUN_STATES: Readonly<Record<SlowRun['state'], Both>> = {
  queued: { en: 'still waits in the queue', ja: '開始待ち' },
  running: { en: 'still running', ja: '実行中' },
  waiting: { en: 'waits for approval', ja: '承認待ち' },
  ended: { en: 'has ended', ja: '終了' },
};

/** Where the time of slow runs went. */
export function slowLines(runs: readonly SlowRun[], repositoryUrl: string): Both {
  return bulleted(runs, (run) => slowLine(run, repositoryUrl));
}

/** Where the time of late handoffs went, what holds each up, and who may let it go on. */
export function lateLines(late: readonly LateHandoff[], repositoryUrl: string): Both {
  return bulleted(late, (one) => joined([lateLine(one, repositoryUrl), ...approval(one)], '\n'));
}

function bulleted<T>(all: readonly T[], lineOf: (one: T) => Both): Both {
  const shown = fitting(all, LINES, lineOf);
  const more = all.length - shown.length;
  return joined([...shown, ...(more > 0 ? [WORDS.more(more)] : [])], '\n');
}

function slowLine(run: SlowRun, repositoryUrl: string): Both {
  const { runId, attempt, url, pulls, state, queuedMs, executingMs, waitedMs, causes } = run;
  const name = attempt > 1 ? WORDS.rerun(runId, attempt) : WORDS.run(runId);
  const linked = { en: link(name.en, url), ja: link(name.ja, url) };
  const isQueued = state === 'queued';
  const times: readonly (readonly [Both, number])[] = [
    [WORDS.queued, queuedMs],
    [WORDS.executing, executingMs],
    [WORDS.waited, waitedMs],
  ];
  const parts = times.filter(([, ms]) => ms >= 1000).map(([part, ms]) => WORDS.part(part, ms));
  const split = isQueued ? duration(queuedMs) : listed(parts, 0);
  const of = pulls.length === 0 ? [] : [pullLinks(pulls, repositoryUrl)];
  const said = WORDS.slow(joined([linked, ...of], ' '), RUN_STATES[state], split);
  const suspected = causes.filter((cause) => !isQueued || cause !== 'queue').map((cause) => CAUSES[cause]);
  return suspected.length === 0 ? said : joined([said, WORDS.cause(listed(suspected, 0))], '');
}

function lateLine(late: LateHandoff, repositoryUrl: string): Both {
  const pull = link(`#${late.pull}`, late.runUrl ?? `${repositoryUrl}/pull/${late.pull}`);
  const line = late.over === undefined ? WORDS.late : WORDS.took;
  return line(pull, takenText(late), moment(late.since), phases(late));
}

/** Each phase with its time; the one that holds it up is bold. */
export function phases(late: LateHandoff): Both {
  const longest = slowest(late);
  // A star after a full-width comma would not be taken for bold.
  return joined(
    late.segments.map((segment) =>
      segmentText(late.over === undefined ? segment : { ...segment, isOpen: false }, segment === longest),
    ),
    { en: ', ', ja: '、 ' },
  );
}

function segmentText(segment: LeadSegment, holdsUp: boolean): Both {
  const part = WORDS.part(SEGMENTS[segment.name], segment.ms);
  const said = segment.isOpen ? WORDS.open(part) : part;
  return holdsUp ? { en: `*${said.en}*`, ja: `*${said.ja}*` } : said;
}

/** Who may let it go on, and where; none where it waits for nobody, or is over. */
export function approval(late: LateHandoff): readonly Both[] {
  if (late.over !== undefined) return [];
  const { waitsFor } = late;
  const parts = [
    ...(waitsFor.length === 0 ? [] : [WORDS.mayApprove(approvers(waitsFor))]),
    ...approvalPage(late),
  ];
  return parts.length === 0 ? [] : [joined(parts, ' · ')];
}

/** Where it can be approved. */
export function approvalPage({ approveUrl }: LateHandoff): readonly Both[] {
  const { en, ja } = WORDS.openApproval;
  return approveUrl === null ? [] : [{ en: link(en, approveUrl), ja: link(ja, approveUrl) }];
}

/** By name: no name of GitHub's calls anybody in Slack. */
export function approvers(who: readonly Approver[]): Both {
  return listedIn(APPROVERS, who, ({ kind, name }) => {
    const said = text(name, 60);
    return kind === 'team' ? WORDS.team(said) : same(said);
  });
}
