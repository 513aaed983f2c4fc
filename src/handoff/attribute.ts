import type { PullTarget } from '../effect/effect.ts';
import { type Handoff, isInFlight } from './state.ts';

/** An Auto Handoff run that a person started by hand. */
export interface RunStartedByHand {
  /** GitHub's `display_title`: the workflow's run-name, or its name. */
  readonly title: string;
  readonly headSha: string;
}

/** A known, open PR of the run's repository. */
export interface PullCandidate {
  readonly pull: PullTarget;
  readonly headSha: string;
  readonly gatesOpen: boolean;
  readonly labelTrusted: boolean;
  readonly handoffs: readonly Handoff[];
}

export type AttributionReason =
  | 'named_in_title'
  | 'ran_on_head'
  | 'only_open_gates'
  | 'only_trusted_label'
  | 'no_match'
  | 'ambiguous';

export interface Attribution {
  /** `null`: no PR can be told, so none adopts the run. */
  readonly pull: PullTarget | null;
  readonly reason: AttributionReason;
}

/**
 * Which PR a run that a person started by hand belongs to (H7): the first of four signs that points at
 * exactly one. A sign that points at several narrows the choice for those after it.
 */
export function attribute(run: RunStartedByHand, candidates: readonly PullCandidate[]): Attribution {
  const signs: readonly (readonly [AttributionReason, (candidate: PullCandidate) => boolean])[] = [
    ['named_in_title', (candidate) => isNamedIn(run.title, candidate)],
    ['ran_on_head', ({ headSha }) => headSha === run.headSha],
    ['only_open_gates', ({ gatesOpen, handoffs }) => gatesOpen && !handoffs.some(isInFlight)],
    ['only_trusted_label', ({ labelTrusted }) => labelTrusted],
  ];
  let left = candidates;
  let reason: AttributionReason = 'no_match';
  for (const [sign, points] of signs) {
    const found = left.filter(points);
    const [first] = found;
    if (first === undefined) continue;
    if (found.length === 1) return { pull: first.pull, reason: sign };
    left = found;
    reason = 'ambiguous';
  }
  return { pull: null, reason };
}

/** `#12` as a word of its own, or the whole head SHA; `other/repo#12` names another repository's. */
function isNamedIn(title: string, { pull, headSha }: PullCandidate): boolean {
  return new RegExp(`(?<![\\w/.-])#${pull.number}(?!\\w)|(?<!\\w)${headSha}(?!\\w)`, 'i').test(title);
}
