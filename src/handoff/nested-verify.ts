import type { WatchedRun } from '../alerts/run.ts';
import type { Person, RunStatus } from '../policies/facts.ts';
import type { NestedVerify } from './state.ts';

/** The account that a workflow's own token acts as; no person's login can hold brackets. */
export const ACTIONS_BOT = 'github-actions[bot]';

/** A workflow asks for the dispatch before it ends; the run may be made a moment after. */
const GRACE_MS = 60_000;

/** A `workflow_dispatch` run of LangGraph Verify on the handoff run's ref. Times are ISO 8601 in UTC. */
export interface VerifyCandidate {
  readonly actor: Person | null;
  readonly createdAt: string;
  readonly status: RunStatus;
  readonly conclusion: string | null;
  readonly url: string;
}

export interface NestedVerifyInput {
  /** The configuration says that Auto Handoff starts LangGraph Verify itself. */
  readonly expected: boolean;
  /** When the handoff run was made, and when it ended; `null` while it goes on. */
  readonly handoffRun: { readonly createdAt: string; readonly completedAt: string | null };
  readonly candidates: readonly VerifyCandidate[];
}

/**
 * The Verify runs that an Auto Handoff run started, as one (H4): made by GitHub Actions on the same ref
 * while it ran. Two handoffs at a time could each have made them, so all must succeed: doubt closes.
 */
export function nestedVerify({ expected, handoffRun, candidates }: NestedVerifyInput): NestedVerify {
  if (!expected) return { kind: 'not_expected' };
  const own = candidates.filter((run) => isFromActions(run.actor) && isMadeDuring(run.createdAt, handoffRun));
  const ended = own.filter(({ status }) => status === 'completed');
  const failed = ended.find(({ conclusion }) => conclusion !== 'success');
  if (failed !== undefined) {
    return { kind: 'failed', url: failed.url, conclusion: failed.conclusion ?? 'no conclusion' };
  }
  const running = own.find(({ status }) => status !== 'completed');
  if (running !== undefined) return { kind: 'running', url: running.url };
  const [succeeded] = ended;
  return succeeded === undefined ? { kind: 'none_yet' } : { kind: 'succeeded', url: succeeded.url };
}

/** A Verify run that a handoff in flight started itself, and waits for. */
export interface NestedRun {
  readonly runId: number;
  readonly handoffId: string;
  readonly pull: number;
}

/**
 * The Verify runs that a handoff waits for (H4), by what is known of all runs: those that it would take for its own.
 *
 * @param own when its run was made, and when it ended; `null` while it goes on
 * @param branch the default branch, on which a handoff runs
 */
export function verifyRunsOf(
  own: NestedVerifyInput['handoffRun'],
  runs: readonly WatchedRun[],
  branch: string,
): readonly number[] {
  const made = new Map<number, string>();
  for (const { runId, role, event, byActions, headBranch, times } of runs) {
    if (role !== 'verify' || event !== 'workflow_dispatch' || !byActions || headBranch !== branch) continue;
    const before = made.get(runId);
    if (before === undefined || before > times.requestedAt) made.set(runId, times.requestedAt);
  }
  return [...made].filter(([, at]) => isMadeDuring(at, own)).map(([runId]) => runId);
}

/** Made by a workflow with its own token. */
export function isFromActions(actor: Person | null): boolean {
  return actor?.login === ACTIONS_BOT && actor.kind === 'Bot';
}

function isMadeDuring(at: string, { createdAt, completedAt }: NestedVerifyInput['handoffRun']): boolean {
  const madeAt = Date.parse(at);
  const until = completedAt === null ? Number.POSITIVE_INFINITY : Date.parse(completedAt) + GRACE_MS;
  return Date.parse(createdAt) <= madeAt && madeAt <= until;
}
