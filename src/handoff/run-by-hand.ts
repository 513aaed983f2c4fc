import { allPass, notPassing } from './open-gates.ts';
import {
  type FollowedRun,
  type Handoff,
  type HandoffIn,
  hasEnded,
  isInFlight,
  type Observation,
} from './state.ts';
import { enter, type HandoffEntry, identity, type Situation, type Step } from './step.ts';
import { summarize } from './summary.ts';

type RunByHand = NonNullable<Observation['startedByHand']>;

/** A handoff has that run already. A later attempt of a run whose handoff has ended is another run. */
export function isRecorded(run: FollowedRun, handoffs: readonly Handoff[]): boolean {
  return handoffs.some((handoff) => {
    const own = summarize(handoff.state).run;
    return own !== null && own.id === run.id && (own.attempt >= run.attempt || !hasEnded(handoff));
  });
}

/** The handoff follows the run that a person started by hand, gates open or not, and says which (H7). */
export function adopt(
  handoff: HandoffIn<'waiting' | 'ready'>,
  { run, by }: RunByHand,
  situation: Situation,
): Step {
  const state = { kind: 'dispatched', since: situation.now, run } as const;
  return enter(
    handoff,
    { ...handoff, origin: 'adopted', requestedBy: by, state },
    { action: 'handoff.adopted', data: gatesAtStart(situation) },
  );
}

/** A run started by hand that no handoff can follow: another one is in flight, or the PR is closed. */
export function recordUnadopted(
  { run, by }: RunByHand,
  current: Handoff | null,
  situation: Situation,
): HandoffEntry {
  const second = current !== null && isInFlight(current);
  const { headSha, baseRef } = situation.observation;
  return {
    action: second ? 'handoff.second_run_by_hand' : 'handoff.run_by_hand_after_close',
    data: {
      ...(second ? identity(current) : { headSha, baseRef }),
      secondRun: { ...run },
      by: { ...by },
      ...gatesAtStart(situation),
    },
  };
}

function gatesAtStart({ observation: { verdicts } }: Situation): HandoffEntry['data'] {
  const failing = notPassing(verdicts).map(({ gate, code }) => `${gate} ${code}`);
  return { gatesOpen: allPass(verdicts), failing };
}
