import { z } from 'zod';
import { moveBranch } from '../../acts/commits.ts';
import { fullName } from '../../model/repository.ts';
import { expectBody } from '../body.ts';
import type { Reply } from '../http.ts';
import { repositoryRoute } from '../permission.ts';
import { unprocessable } from '../refusal.ts';
import type { RepositoryCall, Route } from '../route.ts';

const newRef = z.strictObject({ ref: z.string(), sha: z.string() });

/** What git takes as the name of a branch, so far as anybody here would get it wrong. */
const BRANCH =
  /^refs\/heads\/(?!.*(?:\/\/|\.\.|@\{|\.lock$|\/$|\.$))[^\s~^:?*[\\\p{Cc}/][^\s~^:?*[\\\p{Cc}]*$/u;

export const refRoutes: readonly Route[] = [
  repositoryRoute('POST /repos/{owner}/{repo}/git/refs', ['contents:write'], create),
];

function create(call: RepositoryCall): Reply {
  const { world, repository, bot, body } = call;
  const { ref, sha } = expectBody(newRef, body);
  if (!BRANCH.test(ref)) throw unprocessable('Reference name is not valid');
  const branch = ref.slice('refs/heads/'.length);
  if (repository.branches.has(branch)) throw unprocessable('Reference already exists');
  // git keeps a branch as a file: below a branch there is no other.
  const crosses = (one: string, other: string): boolean => one.startsWith(`${other}/`);
  if ([...repository.branches.keys()].some((one) => crosses(one, branch) || crosses(branch, one)))
    throw unprocessable('Reference update failed');
  if (!world.commits.has(sha)) throw unprocessable('Object does not exist');
  moveBranch(world, repository, { branch, to: sha, actor: bot });
  const api = `${world.urls.api}/repos/${fullName(repository)}/git`;
  return {
    status: 201,
    body: {
      ref,
      node_id: `REF_${repository.id}_${branch}`,
      url: `${api}/${ref}`,
      object: { type: 'commit', sha, url: `${api}/commits/${sha}` },
    },
  };
}
