import type { FailedPart, WatchedRun } from '../alerts/run.ts';
import { randomOf } from './random.ts';
import type { Service } from './service.ts';

export const KINDS = ['healthy', 'broken'] as const;
export type ServiceKind = (typeof KINDS)[number];

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const BEGINS_AT = Date.parse('2026-01-05T00:00:00.000Z');

/** Transient failures of a healthy service, and how often a re-run mends one. */
const FAILS = 0.02;
const RERUN_PASSES = 0.9;
/** Between two heads, on average. */
const GAP_MS = 20 * MINUTE;
const TEMPLATES = 12;
/** A broken service is well until so many runs have ended: a full window of either workflow. */
const BREAKS_AFTER = 20;

interface Plan {
  readonly kind: ServiceKind;
  readonly seed: number;
}

/**
 * A service with one Codex Smoke and one LangGraph Verify run a head. Healthy: 2 % fail, and a re-run passes 90 % of
 * them. Broken: after 20 runs every Codex Smoke fails, and every re-run of it too.
 *
 * @param runs how many runs in all
 * @param seed the same seed makes the same runs, whatever is re-run
 */
export function generated(kind: ServiceKind, runs: number, seed: number): Service {
  const random = randomOf(seed);
  const attempts: WatchedRun[] = [];
  let at = BEGINS_AT;
  for (let index = 0; index < runs; index += 1) {
    if (index % 2 === 0) at += MINUTE - Math.log(1 - random()) * (GAP_MS - MINUTE);
    attempts.push(attemptOf({ kind, seed }, { index, attempt: 1, at: Math.round(at), failedBefore: false }));
  }
  const byRun = new Map(attempts.map((attempt) => [attempt.runId, attempt]));
  return {
    attempts,
    rerun: ({ runId, attempt }, asked) => {
      const first = byRun.get(runId);
      if (first === undefined) return 'refused';
      const failedBefore = first.result !== 'success';
      return attemptOf({ kind, seed }, { index: runId - 1, attempt: attempt + 1, at: asked, failedBefore });
    },
  };
}

interface Asked {
  readonly index: number;
  readonly attempt: number;
  readonly at: number;
  readonly failedBefore: boolean;
}

/** Each attempt has chances of its own, so that what is re-run changes nothing for the others. */
function attemptOf({ kind, seed }: Plan, { index, attempt, at, failedBefore }: Asked): WatchedRun {
  const random = randomOf(seed * 1_000_003 + index * 31 + attempt);
  const role = index % 2 === 0 ? 'smoke' : 'verify';
  const isBroken = kind === 'broken' && role === 'smoke' && index >= BREAKS_AFTER;
  const chance = failedBefore ? 1 - RERUN_PASSES : FAILS;
  const fails = kind === 'broken' ? isBroken : random() < chance;
  const startedAt = at + Math.round((5 + 35 * random()) * SECOND);
  const endedAt = startedAt + Math.round((3 + 4 * random()) * MINUTE);
  const head = Math.floor(index / 2) + 1;
  const headSha = head.toString(16).padStart(40, '0');
  const url = `https://github.com/example/simulated/actions/runs/${index + 1}`;
  return {
    repositoryId: 1,
    role,
    workflowId: role === 'smoke' ? 1 : 2,
    workflowPath: `.github/workflows/${role}.yml`,
    runId: index + 1,
    attempt,
    url,
    event: 'pull_request',
    headSha,
    headBranch: `change-${head}`,
    eligible: true,
    pulls: [head],
    status: 'completed',
    result: fails ? 'failure' : 'success',
    times: {
      requestedAt: iso(at),
      startedAt: iso(startedAt),
      waitedMs: 0,
      waitingSince: null,
      endedAt: iso(endedAt),
    },
    failed: fails ? [part(isBroken ? 0 : Math.floor(random() * TEMPLATES))] : [],
    partCount: TEMPLATES,
    slowBy: [],
    byActions: false,
    cancelledAsSlow: false,
    seenUpdatedAt: iso(endedAt),
  };
}

function part(number: number): FailedPart {
  return { kind: 'item', name: `template-${number + 1}` };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
