import { z } from 'zod';
import type { RepositoryTarget } from '../effect/effect.ts';
import { pages } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';
import type { TimedJob } from '../handoff/lead-time.ts';
import type { RunStatus } from '../policies/facts.ts';
import { statusOf } from './runs.ts';

const times = { started_at: z.string().nullish(), completed_at: z.string().nullish() };
const step = z.object({ name: z.string(), status: z.string(), conclusion: z.string().nullable(), ...times });
const answer = z.object({
  jobs: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      conclusion: z.string().nullable(),
      html_url: z.string().nullable(),
      steps: z.array(step).nullish(),
      ...times,
    }),
  ),
});

/**
 * All jobs of one attempt with their times.
 *
 * @throws GitHub's error
 */
export async function readTimedJobs(
  client: GitHubClient,
  { owner, repo }: Pick<RepositoryTarget, 'owner' | 'repo'>,
  run: { readonly id: number; readonly attempt: number },
): Promise<readonly TimedJob[]> {
  const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs';
  const params = { owner, repo, run_id: run.id, attempt_number: run.attempt };
  const jobs: TimedJob[] = [];
  for await (const page of pages(client, route, { params, schema: answer, what: 'jobs' })) {
    jobs.push(...page.jobs.map(timedJob));
  }
  return jobs;
}

function timedJob({ steps, html_url, ...job }: z.output<typeof answer>['jobs'][number]): TimedJob {
  return {
    ...timed(job),
    url: html_url ?? '',
    steps: (steps ?? []).map(timed),
  };
}

/** For what has not begun GitHub gives the time of its making as its start. */
function timed({ name, status, conclusion, started_at, completed_at }: z.output<typeof step>) {
  const known: RunStatus = statusOf(status);
  const begun = known === 'running' || known === 'completed';
  return {
    name,
    status: known,
    conclusion,
    startedAt: begun ? (started_at ?? null) : null,
    completedAt: known === 'completed' ? (completed_at ?? null) : null,
  };
}
