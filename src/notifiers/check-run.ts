import { z } from 'zod';
import type { CheckRunEffect } from '../effect.ts';
import { expectAnswer, pages } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';
import { attempt, type NotifierDeps, unlessRefused } from './attempt.ts';
import type { Notifier, Outcome, SendResult } from './notifier.ts';
import { type CheckText, checkName, checkText } from './wording/check.ts';

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
type CheckRun = z.output<typeof checkRun>;

/**
 * The check run on the head commit, brought up to date in place. GitHub does not take a completed one
 * back into progress, so then a new one is made. Before any is made, one that an unanswered try left is
 * looked for, by name, App and the external id's PR and base.
 */
export function checkRunNotifier(deps: NotifierDeps): Notifier<CheckRunEffect> {
  return {
    kinds: ['check_run'],
    send: ({ effect, previous }) =>
      attempt(deps, effect.pull, async (client) => {
        const text = checkText(effect.view);
        const known = previous?.id !== undefined && canShow(text, previous.status) ? previous.id : null;
        const updated =
          known && (await unlessRefused([404], deps.now(), update(client, effect, { text, id: known })));
        if (updated) return sent(updated);
        const newest = await newestOf(client, effect, deps.appId);
        return sent(
          newest !== undefined && canShow(text, newest.status)
            ? await update(client, effect, { text, id: newest.id })
            : await create(client, effect, text),
        );
      }),
  };
}

function canShow(text: CheckText, status: string | undefined): boolean {
  return text.status === 'completed' || status !== 'completed';
}

async function create(client: GitHubClient, effect: CheckRunEffect, text: CheckText): Promise<CheckRun> {
  const { pull, externalId, view } = effect;
  const answer = await client.request('POST /repos/{owner}/{repo}/check-runs', {
    owner: pull.owner,
    repo: pull.repo,
    name: checkName(view.baseRef),
    head_sha: view.headSha,
    external_id: externalId,
    ...text,
  });
  return expectAnswer(checkRun, answer.data, 'check run');
}

async function update(
  client: GitHubClient,
  { pull, externalId }: CheckRunEffect,
  { id, text }: { readonly id: number; readonly text: CheckText },
): Promise<CheckRun> {
  const answer = await client.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
    owner: pull.owner,
    repo: pull.repo,
    check_run_id: id,
    external_id: externalId,
    ...text,
  });
  return expectAnswer(checkRun, answer.data, 'check run');
}

/** The newest check run that the bot made for this PR and base. */
async function newestOf(
  client: GitHubClient,
  { pull, externalId, view }: CheckRunEffect,
  appId: number,
): Promise<CheckRun | undefined> {
  const name = checkName(view.baseRef);
  const subject = externalId.slice(0, externalId.lastIndexOf(':') + 1);
  const params = {
    owner: pull.owner,
    repo: pull.repo,
    ref: view.headSha,
    check_name: name,
    app_id: appId,
    filter: 'all',
  };
  const list = { params, schema: checkRunPage, what: 'check runs' };
  const own: CheckRun[] = [];
  for await (const page of pages(client, 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs', list)) {
    own.push(
      ...page.check_runs.filter(
        (run) => run.app?.id === appId && run.name === name && run.external_id?.startsWith(subject),
      ),
    );
  }
  return own.sort((one, other) => other.id - one.id)[0];
}

function sent(run: CheckRun): Outcome {
  const result: SendResult = {
    id: run.id,
    nodeId: run.node_id,
    status: run.status,
    ...(run.html_url !== null && { url: run.html_url }),
  };
  return { kind: 'sent', result };
}
