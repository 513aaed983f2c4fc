import type { LateHandoff, LeadSegment, Measure, Rate, SlowRun } from '../../../alerts/episode.ts';
import type { RunRef } from '../../../alerts/run.ts';
import { unreachable } from '../../../errors.ts';
import { type Both, same, type Texts } from '../locale.ts';
import { duration } from './duration.ts';
import { SEGMENTS } from './names.ts';

const WORDS = {
  rates: (name: string, raw: Rate, after: Both): Both => ({
    en: `${name} ${counts(raw)} failed, ${after.en}`,
    ja: `${name} 失敗 ${counts(raw)}（${after.ja}）`,
  }),
  after: (confirmed: Both): Both => ({
    en: `${confirmed.en} after re-runs`,
    ja: `再実行後 ${confirmed.ja}`,
  }),
  slow: (longest: Both, limit: Both): Both => ({
    en: `LangGraph Verify takes ${longest.en} (limit ${limit.en})`,
    ja: `LangGraph Verify の実行時間 ${longest.ja}（上限 ${limit.ja}）`,
  }),
  queued: (longest: Both, limit: Both): Both => ({
    en: `LangGraph Verify waits in the queue for ${longest.en} (limit ${limit.en})`,
    ja: `LangGraph Verify のキュー待ち ${longest.ja}（上限 ${limit.ja}）`,
  }),
  slowOnes: (count: number, longest: Both, limit: Both): Both => ({
    en: `${count} runs of LangGraph Verify over ${limit.en}, the longest ${longest.en}`,
    ja: `上限 ${limit.ja}を超えた LangGraph Verify の実行 ${count} 件（最長 ${longest.ja}）`,
  }),
  late: (pull: number, taken: Both, limit: Both, by: Both): Both => ({
    en: `Auto Handoff of #${pull} takes ${taken.en} (limit ${limit.en}), held up by ${by.en}`,
    ja: `#${pull} の Auto Handoff の所要時間 ${taken.ja}（上限 ${limit.ja}）、滞留箇所: ${by.ja}`,
  }),
  wasLate: (pull: number, taken: Both, limit: Both, by: Both): Both => ({
    en: `Auto Handoff of #${pull} took ${taken.en} (limit ${limit.en}), held up by ${by.en}`,
    ja: `#${pull} の Auto Handoff の所要時間 ${taken.ja}（上限 ${limit.ja}）、滞留箇所: ${by.ja}`,
  }),
  atLeast: (taken: Both): Both => ({ en: `${taken.en} or longer`, ja: `${taken.ja}以上` }),
  pending: { en: 're-run pending', ja: '再実行の結果待ち' },
  andPending: (rest: Both, count: number): Both => ({
    en: `${rest.en}, ${count} ${count === 1 ? 're-run' : 're-runs'} pending`,
    ja: `${rest.ja}、結果待ち ${count} 件`,
  }),
  lateOnes: (count: number, longest: Both, limit: Both): Both => ({
    en: `${count} handoffs over ${limit.en}, the longest ${longest.en}`,
    ja: `上限 ${limit.ja}を超えたハンドオフ ${count} 件（最長 ${longest.ja}）`,
  }),
  noSlow: (limit: Both): Both => ({
    en: `LangGraph Verify: no run over ${limit.en}`,
    ja: `LangGraph Verify: 上限 ${limit.ja}を超えた実行なし`,
  }),
  noLate: (limit: Both): Both => ({
    en: `Auto Handoff: none over ${limit.en}`,
    ja: `Auto Handoff: 上限 ${limit.ja}を超えたものなし`,
  }),
  severe: (smoke: Rate, verify: Rate): Both => ({
    en: `Codex Smoke ${counts(smoke)} and LangGraph Verify ${counts(verify)} failed, both confirmed`,
    ja: `Codex Smoke ${counts(smoke)}、LangGraph Verify ${counts(verify)} が再実行後も失敗`,
  }),
} satisfies Texts;

/** What was seen, in one line of plain text: numbers and words of ours, nothing that anybody wrote. */
export function headline(measure: Measure): Both {
  switch (measure.rule) {
    case 'smoke_failure_rate':
      return WORDS.rates('Codex Smoke', measure.raw, afterReruns(measure, WORDS.after));
    case 'verify_failure':
      return WORDS.rates('LangGraph Verify', measure.raw, afterReruns(measure, WORDS.after));
    case 'verify_latency': {
      const [limit, { slow }] = [duration(measure.limitMs), measure];
      const longest = slow.toSorted((one, other) => spentMs(other) - spentMs(one))[0];
      if (longest === undefined) return WORDS.noSlow(limit);
      const spent = duration(spentMs(longest));
      if (slow.length > 1) return WORDS.slowOnes(slow.length, spent, limit);
      return longest.state === 'queued' ? WORDS.queued(spent, limit) : WORDS.slow(spent, limit);
    }
    case 'handoff_lead_time': {
      const [limit, { late }] = [duration(measure.limitMs), measure];
      const longest = late.toSorted((one, other) => takenMs(other) - takenMs(one))[0];
      if (longest === undefined) return WORDS.noLate(limit);
      const taken = takenText(longest);
      if (late.length > 1) return WORDS.lateOnes(late.length, taken, limit);
      const said = longest.over === undefined ? WORDS.late : WORDS.wasLate;
      return said(longest.pull, taken, limit, heldUpBy(longest));
    }
    case 'severe':
      return WORDS.severe(measure.smoke, measure.verify);
    default:
      return unreachable(measure);
  }
}

/** How long it has run; one that has not begun, how long it waits for that. */
export function spentMs({ state, queuedMs, executingMs }: SlowRun): number {
  return state === 'queued' ? queuedMs : executingMs;
}

/** Always counts, never a percentage alone. */
export function counts({ failed, of }: Rate): string {
  return `${failed}/${of}`;
}

/** So far; in the end, once it is over and that is known. */
export function takenMs({ segments, over }: LateHandoff): number {
  return over?.tookMs ?? segments.reduce((sum, { ms }) => sum + ms, 0);
}

export function takenText(late: LateHandoff): Both {
  const taken = duration(takenMs(late));
  return late.over?.tookMs === null ? WORDS.atLeast(taken) : taken;
}

type Failures = Extract<Measure, { raw: Rate }>;

/** What failed after re-runs; while none of the re-runs has come to anything, that they are pending. */
export function afterReruns(measure: Failures, counted: (confirmed: Both) => Both): Both {
  const pending = pendingReruns(measure);
  const { raw, confirmed } = measure;
  if (pending > 0 && pending === raw.failed && confirmed.failed === 0) return WORDS.pending;
  const after = counted(same(counts(confirmed)));
  return pending === 0 ? after : WORDS.andPending(after, pending);
}

/** Failed runs that are not counted by their last attempt yet: one of theirs is on its way. */
export function pendingReruns({ raw, confirmed, window }: Failures): number {
  const isCounted = ({ runId }: RunRef) => confirmed.runs.some((run) => run.runId === runId);
  return raw.runs.filter((run, i) => {
    // One that older runs have pushed out of a full window is counted no more.
    const isInside = confirmed.of < window || raw.runs.slice(i + 1).some(isCounted);
    return run.result !== 'success' && !isCounted(run) && isInside;
  }).length;
}

/** The part that took longest; `null` where nothing is known of the time. */
export function slowest({ segments }: LateHandoff): LeadSegment | null {
  return segments.toSorted((one, other) => other.ms - one.ms)[0] ?? null;
}

function heldUpBy(late: LateHandoff): Both {
  const segment = slowest(late);
  return segment === null ? { en: 'nothing known', ja: '不明' } : SEGMENTS[segment.name];
}
