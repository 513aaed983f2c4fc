import { z } from 'zod';
import type { DispatchEffect } from '../effect/effect.ts';
import { expectAnswer } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';
import { classify } from '../github/failure.ts';
import { attempt, type NotifierDeps } from './attempt.ts';
import type { Notifier, Outcome } from './notifier.ts';

const runDetails = z.object({
  workflow_run_id: z.int().positive(),
  html_url: z.url({ protocol: /^https?$/ }),
});

/** The status of an API that starts the run and does not say which. */
const NO_CONTENT = 204;

/**
 * Dispatches a workflow, at most once. A second dispatch is a second run, and GitHub has nothing to
 * recognise the first by; so a try that may have been done is never made again, and its run is looked for.
 *
 * @see https://docs.github.com/rest/actions/workflows#create-a-workflow-dispatch-event
 */
export function dispatchNotifier(deps: NotifierDeps): Notifier<DispatchEffect> {
  return {
    kinds: ['dispatch'],
    send: async ({ effect, mayHaveBeenDoneSince }) => {
      if (mayHaveBeenDoneSince !== null) return unanswered(`a dispatch was tried at ${mayHaveBeenDoneSince}`);
      return attempt(deps, effect.pull, (client) => dispatch(client, effect, deps.now()));
    },
  };
}

async function dispatch(client: GitHubClient, effect: DispatchEffect, now: number): Promise<Outcome> {
  const details = { return_run_details: true };
  const answer = await request(client, effect, details).catch((error: unknown) => {
    if (!knowsNoRunDetails(error, now)) throw error;
    return request(client, effect, {});
  });
  if (answer.status === NO_CONTENT) return unanswered('GitHub started a run and did not say which');
  const { workflow_run_id: id, html_url: url } = expectAnswer(
    runDetails,
    answer.data,
    'run that was started',
  );
  return { kind: 'sent', result: { run: { id, attempt: 1, url } } };
}

/** Untyped on purpose: the pinned API version has `return_run_details`, Octokit's types have it not yet. */
function request(client: GitHubClient, effect: DispatchEffect, details: { return_run_details?: boolean }) {
  const route: string = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';
  const { pull, workflowPath, ref, inputs } = effect;
  return client.request(route, {
    owner: pull.owner,
    repo: pull.repo,
    workflow_id: workflowPath.slice(workflowPath.lastIndexOf('/') + 1),
    ref,
    ...(Object.keys(inputs).length > 0 && { inputs }),
    ...details,
  });
}

/** An older GitHub Enterprise Server refuses the unknown field, and so has started nothing. */
function knowsNoRunDetails(error: unknown, now: number): boolean {
  const failure = classify(error, now);
  return (
    failure.kind === 'refused' &&
    [400, 422].includes(failure.status) &&
    failure.detail.includes('return_run_details')
  );
}

function unanswered(why: string): Outcome {
  return {
    kind: 'unanswered',
    code: 'AIOPS_DISPATCH_UNANSWERED',
    detail: `${why}; its run is looked for, it is not sent again`,
  };
}
