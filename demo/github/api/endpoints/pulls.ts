import { commitsOf, filesOf, pullJson } from '../../json/pull.ts';
import { history } from '../../model/commit.ts';
import type { FileChange } from '../../model/diff.ts';
import { headSha, type Pull } from '../../model/pull.ts';
import { fullName } from '../../model/repository.ts';
import type { World } from '../../model/world.ts';
import { ok, type Reply } from '../http.ts';
import { paged } from '../paging.ts';
import { repositoryRoute } from '../permission.ts';
import { notFound, unprocessable } from '../refusal.ts';
import type { RepositoryCall, Route } from '../route.ts';

/** GitHub lists no more than this many files of a pull request. */
const MAX_FILES = 3000;

export const pullRoutes: readonly Route[] = [
  repositoryRoute('GET /repos/{owner}/{repo}/pulls', ['pull_requests:read'], (call) =>
    paged(call, selected(call), { json: (pull) => pullJson(call.world, pull) }),
  ),
  repositoryRoute('GET /repos/{owner}/{repo}/pulls/{number}', ['pull_requests:read'], (call) =>
    ok(pullJson(call.world, pullOf(call))),
  ),
  repositoryRoute('GET /repos/{owner}/{repo}/pulls/{number}/files', ['pull_requests:read'], (call) => {
    const pull = pullOf(call);
    return paged(call, filesOf(call.world, pull).slice(0, MAX_FILES), {
      json: (file) => fileJson(call.world, pull, file),
    });
  }),
  repositoryRoute('GET /repos/{owner}/{repo}/commits/{sha}/pulls', ['pull_requests:read'], ofCommit),
];

/** The pull request of a `{number}` in the path. @throws {Refusal} 404 */
export function pullOf({ world, repository, params }: RepositoryCall): Pull {
  const pull = world.pull(repository, Number(params.number));
  if (pull === undefined) throw notFound();
  return pull;
}

function selected({ world, repository, request }: RepositoryCall): readonly Pull[] {
  const { query } = request;
  const state = query.get('state') ?? 'open';
  const head = query.get('head');
  const base = query.get('base');
  const updated = query.get('sort') === 'updated';
  const direction =
    query.get('direction') ?? (query.has('sort') && query.get('sort') !== 'created' ? 'asc' : 'desc');
  const key = (pull: Pull): string => (updated ? pull.updatedAt : pull.createdAt);
  const found = world.pulls
    .filter((pull) => pull.repository === repository)
    .filter((pull) => state === 'all' || (state === 'open') === (pull.state === 'open'))
    .filter((pull) => head === null || head === `${pull.headRepository?.owner.login}:${pull.headRef}`)
    .filter((pull) => base === null || base === pull.baseRef)
    .sort((a, b) => key(a).localeCompare(key(b)) || a.number - b.number);
  return direction === 'asc' ? found : found.toReversed();
}

/** Open and merged pull requests that hold the commit. */
function ofCommit(call: RepositoryCall): Reply {
  const { world, repository, params } = call;
  const sha = params.sha ?? '';
  const commit = world.commits.get(sha);
  if (commit === undefined) throw unprocessable(`No commit found for SHA: ${sha}`);
  const inDefault = history(world.tip(repository)).has(commit);
  const found = world.pulls
    .filter((pull) => pull.repository === repository && pull.state !== 'closed')
    .filter((pull) => !inDefault || pull.state === 'merged')
    .filter((pull) => headSha(pull) === sha || commitsOf(world, pull).includes(sha));
  return paged(call, found, { json: (pull) => pullJson(world, pull) });
}

function fileJson(world: World, pull: Pull, file: FileChange) {
  const { path, previousPath, status, oid } = file;
  const sha = headSha(pull);
  const html = `${world.urls.html}/${fullName(pull.repository)}`;
  const api = `${world.urls.api}/repos/${fullName(pull.repository)}`;
  return {
    sha: oid,
    filename: path,
    status,
    additions: 1,
    deletions: status === 'added' ? 0 : 1,
    changes: status === 'added' ? 1 : 2,
    blob_url: `${html}/blob/${sha}/${path}`,
    raw_url: `${html}/raw/${sha}/${path}`,
    contents_url: `${api}/contents/${path}?ref=${sha}`,
    patch: '@@ -1 +1 @@',
    ...(previousPath === null ? {} : { previous_filename: previousPath }),
  };
}
