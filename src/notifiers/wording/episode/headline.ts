import type { LateHandoff, LeadSegment, Measure, Rate, SlowRun } from '../../../alerts/episode.ts';
import { unreachable } from '../../../errors.ts';
import type { Both, Texts } from '../locale.ts';
import { duration } from './duration.ts';
import { SEGMENTS } from './names.ts';

const WORDS = {
  rates: (name: string, raw: Rate, confirmed: Rate): Both => ({
    en: `${name} ${counts(raw)} failed, ${counts(confirmed)} after re-runs`,
    ja: `${name} 失敗 ${counts(raw)}（再実行後 ${counts(confirmed)}）`,
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
      return WORDS.rates('Codex Smoke', measure.raw, measure.confirmed);
    case 'verify_failure':
      return WORDS.rates('LangGraph Verify', measure.raw, measure.confirmed);
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
      const taken = duration(takenMs(longest));
      if (late.length > 1) return WORDS.lateOnes(late.length, taken, limit);
      return WORDS.late(longest.pull, taken, limit, heldUpBy(longest));
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

export function takenMs({ segments }: LateHandoff): number {
  return segments.reduce((sum, { ms }) => sum + ms, 0);
}

/** The part that took longest; `null` where nothing is known of the time. */
export function slowest({ segments }: LateHandoff): LeadSegment | null {
  return segments.toSorted((one, other) => other.ms - one.ms)[0] ?? null;
}

function heldUpBy(late: LateHandoff): Both {
  const segment = slowest(late);
  return segment === null ? { en: 'nothing known', ja: '不明' } : SEGMENTS[segment.name];
}
