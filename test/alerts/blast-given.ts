import type { BlastInput } from '../../src/alerts/blast-radius.ts';
import type { FailedPart, WatchedRun } from '../../src/alerts/run.ts';
import type { ReportItem } from '../../src/policies/facts.ts';

export const HEAD = 'a'.repeat(40);
export const ELSEWHERE = 'b'.repeat(40);
const RUNS = 'https://github.com/acme/shop/actions/runs';

/** A run that failed on the head of PR 7 at minute 30; name what is otherwise. */
export function ran(over: Partial<WatchedRun> & { readonly minute?: number } = {}): WatchedRun {
  const { minute = 30, ...more } = over;
  const role = more.role ?? 'verify';
  const runId = more.runId ?? (role === 'verify' ? 200 : 100);
  const at = new Date(Date.UTC(2026, 10, 22, 12, minute)).toISOString();
  return {
    repositoryId: 2,
    role,
    workflowId: role === 'verify' ? 20 : 10,
    workflowPath: `.github/workflows/${role}.yml`,
    runId,
    attempt: 1,
    url: `${RUNS}/${runId}`,
    event: role === 'verify' ? 'workflow_dispatch' : 'pull_request',
    headSha: HEAD,
    headBranch: 'feature',
    eligible: true,
    pulls: [7],
    status: 'completed',
    result: 'failure',
    times: { requestedAt: at, startedAt: at, waitedMs: 0, waitingSince: null, endedAt: at },
    failed: [],
    partCount: null,
    slowBy: [],
    byActions: false,
    cancelledAsSlow: false,
    seenUpdatedAt: at,
    ...more,
  };
}

export const smoke = (over: Parameters<typeof ran>[0] = {}): WatchedRun =>
  ran({ role: 'smoke', minute: 10, ...over });

export const job = (
  name: string,
  step: string | null = null,
  says: string | null = null,
): Extract<FailedPart, { kind: 'job' }> => ({
  kind: 'job',
  job: name,
  step,
  says,
  url: `${RUNS}/200/job/1`,
});
export const item = (name: string): FailedPart => ({ kind: 'item', name });

/** `{ 'cli-domain-hr': 'ok' }` as the items of a report. */
export const items = (statuses: Readonly<Record<string, string>>): readonly ReportItem[] =>
  Object.entries(statuses).map(([check, status]) => ({ check, status }));

/** The failed Verify run, the runs beside it, and what is known of the PRs. */
export function input(over: Partial<BlastInput> = {}): BlastInput {
  const verify = over.verify ?? ran({ failed: [job('verify (cli-domain-hr)')] });
  return {
    pull: 7,
    headSha: HEAD,
    verifyPassed: [],
    reports: [],
    window: 7,
    pulls: [{ number: 7, headSha: HEAD, paths: [] }],
    handoffs: [],
    ...over,
    verify,
    runs: [verify, ...(over.runs ?? [])],
  };
}
