import { z } from 'zod';
import { openPull, rewritePull } from '../../acts/pulls.ts';
import { pullJson } from '../../json/pull.ts';
import { history } from '../../model/commit.ts';
import type { Repository } from '../../model/repository.ts';
import type { World } from '../../model/world.ts';
import { expectBody } from '../body.ts';
import { ok, type Reply } from '../http.ts';
import { repositoryRoute } from '../permission.ts';
import { invalid, unprocessable } from '../refusal.ts';
import type { RepositoryCall, Route } from '../route.ts';
import { pullOf } from './pulls.ts';

const MAX_TITLE = 256;
const MAX_BODY = 65_536;

const newPull = z.strictObject({
  title: z.string(),
  /** A branch of this repository, or `owner:branch`. */
  head: z.string(),
  base: z.string(),
  body: z.string().optional(),
  draft: z.boolean().optional(),
  maintainer_can_modify: z.boolean().optional(),
});

const changes = z.strictObject({ title: z.string().optional(), body: z.string().optional() });

/** Pull requests that the App opens, and what it writes on them. */
export const pullWriteRoutes: readonly Route[] = [
  repositoryRoute('POST /repos/{owner}/{repo}/pulls', ['pull_requests:write'], open),
  repositoryRoute('PATCH /repos/{owner}/{repo}/pulls/{number}', ['pull_requests:write'], (call) => {
    const pull = pullOf(call);
    const to = expectBody(changes, call.body);
    checkText(to);
    rewritePull(call.world, pull, { to, by: call.bot });
    return ok(pullJson(call.world, pull));
  }),
];

function open(call: RepositoryCall): Reply {
  const { world, repository, bot } = call;
  const wanted = expectBody(newPull, call.body);
  checkText(wanted);
  const head = wanted.head.startsWith(`${repository.owner.login}:`)
    ? wanted.head.slice(repository.owner.login.length + 1)
    : wanted.head;
  if (!repository.branches.has(head)) throw invalid('PullRequest', 'head', 'head is invalid');
  if (!repository.branches.has(wanted.base)) throw invalid('PullRequest', 'base', 'base is invalid');
  const said = refusalOf(world, repository, { head, base: wanted.base });
  if (said !== null)
    throw unprocessable('Validation Failed', {
      errors: [{ resource: 'PullRequest', code: 'custom', message: said }],
    });
  const pull = openPull(world, repository, {
    title: wanted.title,
    author: bot,
    branch: head,
    base: wanted.base,
    ...(wanted.body === undefined ? {} : { body: wanted.body }),
    ...(wanted.draft === undefined ? {} : { draft: wanted.draft }),
  });
  return { status: 201, body: pullJson(world, pull) };
}

function refusalOf(
  world: World,
  repository: Repository,
  { head, base }: { readonly head: string; readonly base: string },
): string | null {
  const open = world.pulls.some(
    (pull) =>
      pull.state === 'open' &&
      pull.headRepository === repository &&
      pull.headRef === head &&
      pull.baseRef === base,
  );
  if (open) return `A pull request already exists for ${repository.owner.login}:${head}.`;
  const isInBase = history(world.tip(repository, base)).has(world.tip(repository, head));
  return isInBase ? `No commits between ${base} and ${head}` : null;
}

function checkText({
  title,
  body,
}: {
  readonly title?: string | undefined;
  readonly body?: string | undefined;
}): void {
  if (title !== undefined && title.trim() === '')
    throw invalid('PullRequest', 'title', "title can't be blank");
  if (title !== undefined && [...title].length > MAX_TITLE)
    throw invalid('PullRequest', 'title', `title is too long (maximum is ${MAX_TITLE} characters)`);
  if (body !== undefined && [...body].length > MAX_BODY)
    throw invalid('PullRequest', 'body', `body is too long (maximum is ${MAX_BODY} characters)`);
}
