import { z } from 'zod';
import type { PullTarget } from '../effect/effect.ts';
import { expectAnswer, pages } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';
import type { Outcome } from './notifier.ts';

const checkRun = z.object({
  id: z.int().positive(),
  node_id: z.string(),
  status: z.string(),
  html_url: z.string().nullable(),
});
const checkRunPage = z.object({
  check_runs: z.array(
    checkRun.extend({
      name: z.string(),
      external_id: z.string().nullish(),
      app: z.object({ id: z.number() }).nullish(),
    }),
  ),
});

export type CheckRun = z.output<typeof checkRun>;

/** What makes a check run this one and no other. */
export interface CheckRunPlace {
  readonly pull: PullTarget;
  readonly headSha: string;
  readonly name: string;
  readonly externalId: string;
}

/** @param shown what it shows, in the words of GitHub's API */
export async function createCheckRun(
  client: GitHubClient,
  { pull, headSha, name, externalId }: CheckRunPlace,
  shown: object,
): Promise<CheckRun> {
  const answer = await client.request('POST /repos/{owner}/{repo}/check-runs', {
    owner: pull.owner,
    repo: pull.repo,
    name,
    head_sha: headSha,
    external_id: externalId,
    ...shown,
  });
  return expectAnswer(checkRun, answer.data, 'check run');
}

export async function updateCheckRun(
  client: GitHubClient,
  { pull, externalId }: CheckRunPlace,
  { id, shown }: { readonly id: number; readonly shown: object },
): Promise<CheckRun> {
  const answer = await client.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
    owner: pull.owner,
    repo: pull.repo,
    check_run_id: id,
    external_id: externalId,
    ...shown,
  });
  return expectAnswer(checkRun, answer.data, 'check run');
}

/** The newest check run of that name that the bot made and that `isOurs` by its external id. */
export async function newestCheckRun(
  client: GitHubClient,
  { pull, headSha, name }: CheckRunPlace,
  own: { readonly appId: number; readonly isOurs: (externalId: string) => boolean },
): Promise<CheckRun | undefined> {
  const params = {
    owner: pull.owner,
    repo: pull.repo,
    ref: headSha,
    check_name: name,
    app_id: own.appId,
    filter: 'all',
  };
  const list = { params, schema: checkRunPage, what: 'check runs' };
  const found: CheckRun[] = [];
  for await (const page of pages(client, 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs', list)) {
    found.push(
      ...page.check_runs.filter(
        (run) => run.app?.id === own.appId && run.name === name && own.isOurs(run.external_id ?? ''),
      ),
    );
  }
  return found.sort((one, other) => other.id - one.id)[0];
}

export function sentCheckRun(run: CheckRun): Outcome {
  return {
    kind: 'sent',
    result: {
      id: run.id,
      nodeId: run.node_id,
      status: run.status,
      ...(run.html_url !== null && { url: run.html_url }),
    },
  };
}
