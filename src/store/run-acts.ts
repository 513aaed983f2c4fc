import type { NoRerun } from '../alerts/episode.ts';
import type { DoneReruns } from '../alerts/input.ts';
import type { WatchedRun } from '../alerts/run.ts';
import type { Effect } from '../effect/effect.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';

/** What the bot did to a run, or was to do, and what came of it. */
export interface RunAct {
  readonly kind: Extract<Effect['kind'], 'rerun_watched' | 'cancel_watched'>;
  readonly runId: number;
  readonly attempt: number;
  readonly headSha: string;
  /** Absent for a cancellation: LangGraph Verify alone is cancelled. */
  readonly role?: 'smoke' | 'verify';
  /** Who asked for it; `null` where the bot does it by itself. */
  readonly by?: string | null;
  readonly state: string;
  /** `null` where it was not withdrawn. */
  readonly withdrawnFor: string | null;
  /** When it was asked for, ISO 8601 in UTC. */
  readonly at: string;
}

type NotDone = DoneReruns[number]['notDone'];

/** Why it was withdrawn, as the episode tells it. */
const WITHDRAWN: ReadonlyMap<string, NoRerun> = new Map<ReasonCode, NoRerun>([
  ['stopped', 'stopped'],
  ['stop_unreadable', 'stopped'],
  ['command_not_enforcing', 'switched_off'],
  ['rerun_head_moved', 'head_moved'],
]);
const TOO_LATE = 'rerun_too_late' satisfies ReasonCode;

/** Those since a time in milliseconds that the bot asked for by itself, and cancellations that came to nothing. */
export function rerunsIn(acts: readonly RunAct[], since: number): DoneReruns {
  return acts
    .filter(({ by, at }) => typeof by !== 'string' && Date.parse(at) >= since)
    .flatMap((act) => {
      const { runId, headSha, at, role = 'verify' } = act;
      const notDone = whyNotDone(act);
      return act.kind === 'cancel_watched' && notDone === null ? [] : [{ runId, headSha, role, at, notDone }];
    });
}

/** Attempts that the bot cancelled, as far as is known. */
export function cancelledIn(acts: readonly RunAct[]): readonly Pick<WatchedRun, 'runId' | 'attempt'>[] {
  return acts
    .filter(({ kind, state }) => kind === 'cancel_watched' && state !== 'rejected' && state !== 'withdrawn')
    .map(({ runId, attempt }) => ({ runId, attempt }));
}

function whyNotDone({ kind, state, withdrawnFor }: RunAct): NotDone {
  if (state !== 'rejected' && state !== 'withdrawn') return null;
  const why = withdrawnFor === null ? undefined : WITHDRAWN.get(withdrawnFor);
  if (why !== undefined) return why;
  // Its own deadline tells of what came too late; and a run that could not be cancelled has ended, or will.
  return withdrawnFor === TOO_LATE || kind === 'cancel_watched' ? 'too_late' : 'refused';
}
