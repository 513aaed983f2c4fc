import { unreachable } from '../errors.ts';
import { endIfGateClosed, endIfStale, endIfStopped, fail, failIfAdoptedClosed } from './closing.ts';
import { approvalCommentEffect } from './effects.ts';
import { allPass } from './open-gates.ts';
import type { FollowedRun, Handoff, HandoffIn, HandoffRun, Phase } from './state.ts';
import { enter, type Situation, type Step } from './step.ts';
import { isPast, later, RUN_LIFE_MS, VERIFY_WITHIN_MS } from './timing.ts';

type Following = HandoffIn<'dispatched' | 'running'>;
type CompletedRun = HandoffRun & { readonly conclusion: string; readonly completedAt: string };

/** Phase of a handoff whose own run has succeeded and whose Verify run has not ended. */
const VERIFY: Phase = { name: 'verify', at: 'LangGraph Verify', waiting: false };

/** From `dispatched` and `running`: follow the run, then the Verify run that it started (H3, H4, H6). */
export function followRun(handoff: Following, situation: Situation): Step | null {
  const run = readRun(handoff, situation);
  if (run === null) {
    const left = { run: handoff.state.run, completed: false };
    return (
      endIfStale(handoff, situation, left) ??
      endIfStopped(handoff, situation, left) ??
      endIfGateClosed(handoff, situation, left) ??
      endUnreadable(handoff, situation)
    );
  }
  const left = { run: followed(run), completed: isCompleted(run) };
  const stale = endIfStale(handoff, situation, left);
  if (stale !== null) return stale;
  if (isCompleted(run) && run.conclusion !== 'success') return failRun(handoff, run, situation);
  const ended = endIfStopped(handoff, situation, left) ?? endIfGateClosed(handoff, situation, left);
  if (ended !== null) return ended;
  return isCompleted(run)
    ? afterSuccess(handoff, run, situation)
    : follow(handoff, run, { phase: run.phase, situation });
}

/** The followed run as read, or `null`; an answer about another run or an earlier attempt is no answer. */
function readRun({ state }: Following, { observation: { run } }: Situation): HandoffRun | null {
  if (!run.known || run.value === null) return null;
  return run.value.id === state.run.id && run.value.attempt >= state.run.attempt ? run.value : null;
}

/** A run said to be completed without a conclusion and a time was not read whole: it is followed on. */
function isCompleted(run: HandoffRun): run is CompletedRun {
  return run.status === 'completed' && run.conclusion !== null && run.completedAt !== null;
}

function followed({ id, attempt, url }: HandoffRun): FollowedRun {
  return { id, attempt, url };
}

/** GitHub ends each run at last, so one that still cannot be read then will never be. */
function endUnreadable(handoff: Following, situation: Situation): Step | null {
  const { run, since } = handoff.state;
  if (!isPast(later(since, RUN_LIFE_MS), situation.now)) return null;
  const detail = { say: 'run_unreadable_to_its_end' } as const;
  return fail(handoff, situation, { code: 'run_unreadable', run, phase: null, detail });
}

function failRun(handoff: Following, run: CompletedRun, situation: Situation): Step {
  const code = run.conclusion === 'cancelled' ? 'run_cancelled' : 'run_failed';
  const detail = { say: 'concluded', conclusion: run.conclusion } as const;
  return fail(handoff, situation, { code, run: followed(run), phase: run.phase, detail });
}

function afterSuccess(handoff: Following, run: CompletedRun, situation: Situation): Step | null {
  const verify = situation.observation.nestedVerify;
  const hold = () => follow(handoff, run, { phase: VERIFY, situation });
  if (!verify.known) return hold();
  switch (verify.value.kind) {
    case 'not_expected':
      return approve(handoff, run, { phase: run.phase, situation });
    case 'succeeded':
      return approve(handoff, run, { phase: VERIFY, situation });
    case 'running':
      return hold();
    case 'none_yet': {
      if (!isPast(later(run.completedAt, VERIFY_WITHIN_MS), situation.now)) return hold();
      const detail = { say: 'no_verify_run_started' } as const;
      return fail(handoff, situation, {
        code: 'verify_run_missing',
        run: followed(run),
        phase: VERIFY,
        detail,
      });
    }
    case 'failed': {
      const detail = { say: 'concluded', conclusion: verify.value.conclusion } as const;
      return fail(handoff, situation, {
        code: 'verify_run_failed',
        run: followed(run),
        phase: VERIFY,
        detail,
      });
    }
    default:
      return unreachable(verify.value);
  }
}

interface Seen {
  readonly phase: Phase;
  readonly situation: Situation;
}

/** Nothing is approved unless every gate is open now; what waits, is unknown or stopped holds it. */
function approve(handoff: Following, run: CompletedRun, { phase, situation }: Seen): Step | null {
  const { observation, now } = situation;
  if (!allPass(observation.verdicts)) {
    return (
      failIfAdoptedClosed(handoff, situation, followed(run)) ?? follow(handoff, run, { phase, situation })
    );
  }
  const after: Handoff = { ...handoff, state: { kind: 'approving', since: now, run: followed(run) } };
  return enter(handoff, after, { effects: [approvalCommentEffect(after, followed(run), situation)] });
}

/** Keeps attempt and phase current; no step where they are. */
function follow(handoff: Following, run: HandoffRun, { phase, situation }: Seen): Step | null {
  const { state } = handoff;
  const sameAttempt = state.run.attempt === run.attempt;
  if (state.kind === 'dispatched' && run.status === 'queued') {
    if (sameAttempt) return null;
    return enter(handoff, { ...handoff, state: { ...state, run: followed(run) } });
  }
  if (state.kind === 'running' && sameAttempt && samePhase(state.phase, phase)) return null;
  const since = state.kind === 'running' ? state.since : situation.now;
  return enter(handoff, { ...handoff, state: { kind: 'running', since, run: followed(run), phase } });
}

function samePhase(a: Phase, b: Phase): boolean {
  return a.name === b.name && a.at === b.at && a.waiting === b.waiting;
}
