import type { HandoffView, PullView } from '../effect/effect.ts';
import type { Handoff } from '../handoff/state.ts';
import type { CommandRecord } from '../store/store.ts';
import type { FollowUps } from './follow-up.ts';
import type { Rollbacks } from './roll-back.ts';
import type { DecideInput, Standing } from './standing.ts';

/** All that the messages of one decision are made from. */
export interface ToldDecision {
  readonly input: DecideInput;
  readonly standing: Standing;
  /** Handoffs that this decision changed. */
  readonly changed: readonly Handoff[];
  /** The newest handoff of this head and base. */
  readonly current: Handoff | null;
  readonly followUps: FollowUps;
  readonly rollbacks: Rollbacks;
  /** Commands that this decision has settled. */
  readonly settled: readonly CommandRecord[];
  /** What people are shown of a handoff. */
  readonly viewOf: (handoff: Handoff) => HandoffView;
  readonly view: PullView;
}
