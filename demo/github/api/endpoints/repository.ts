import { accountJson } from '../../json/account.ts';
import { labelJson, repositoryJson } from '../../json/repository.ts';
import { blob } from '../../model/commit.ts';
import { fullName, labelOf, type PushRecord } from '../../model/repository.ts';
import type { World } from '../../model/world.ts';
import { ok, type Reply } from '../http.ts';
import { paged } from '../paging.ts';
import { repositoryRoute } from '../permission.ts';
import { notFound, unprocessable } from '../refusal.ts';
import type { RepositoryCall, Route } from '../route.ts';

/** The repository itself: files, labels, and who pushed what when. */
export const repositoryRoutes: readonly Route[] = [
  repositoryRoute('GET /repos/{owner}/{repo}', ['metadata:read'], ({ world, repository }) =>
    ok(repositoryJson(world, repository)),
  ),
  repositoryRoute('GET /repos/{owner}/{repo}/contents/{path+}', ['contents:read'], contents),
  repositoryRoute('GET /repos/{owner}/{repo}/labels', ['issues:read', 'pull_requests:read'], (call) =>
    paged(call, call.repository.labels, { json: (label) => labelJson(call.world, call.repository, label) }),
  ),
  repositoryRoute(
    'GET /repos/{owner}/{repo}/labels/{name}',
    ['issues:read', 'pull_requests:read'],
    ({ world, repository, params }) => {
      const label = labelOf(repository, params.name ?? '');
      if (label === undefined) throw notFound();
      return ok(labelJson(world, repository, label));
    },
  ),
  repositoryRoute('GET /repos/{owner}/{repo}/activity', ['contents:read'], activity),
];

const MAX_INLINE_BYTES = 1_000_000;

function contents({ world, repository, params, request }: RepositoryCall): Reply {
  const path = params.path ?? '';
  const ref = request.query.get('ref') ?? repository.defaultBranch;
  const commit = world.commitAt(repository, ref);
  if (commit === null) throw unprocessable(`No commit found for the ref ${ref}`);
  const file = commit.tree.get(path);
  if (file === undefined) throw notFound();
  if (request.headers.accept?.includes('raw') === true) {
    return {
      status: 200,
      body: Buffer.from(file.content),
      headers: { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' },
    };
  }
  const size = Buffer.byteLength(file.content);
  const inline = size <= MAX_INLINE_BYTES;
  const url = `${world.urls.api}/repos/${fullName(repository)}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const html = `${world.urls.html}/${fullName(repository)}/blob/${ref}/${path}`;
  return ok({
    type: 'file',
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    sha: blob(file.content).oid,
    size,
    encoding: inline ? 'base64' : 'none',
    content: inline
      ? Buffer.from(file.content)
          .toString('base64')
          .replaceAll(/(.{60})/g, '$1\n')
      : '',
    url,
    html_url: html,
    git_url: `${world.urls.api}/repos/${fullName(repository)}/git/blobs/${file.oid}`,
    download_url: null,
    _links: { self: url, html, git: null },
  });
}

function activity({ world, repository, request }: RepositoryCall): Reply {
  const { query } = request;
  const ref = query.get('ref');
  const kind = query.get('activity_type');
  const actor = query.get('actor');
  const wanted = repository.pushes
    .filter((push) => ref === null || push.ref === ref || push.ref === `refs/heads/${ref}`)
    .filter((push) => kind === null || push.kind === kind)
    .filter((push) => actor === null || push.actor.login === actor);
  const ordered = query.get('direction') === 'asc' ? wanted : wanted.toReversed();
  const page = ordered.slice(0, Math.min(Number(query.get('per_page') ?? 30) || 30, 100));
  return ok(page.map((push) => activityJson(world, push)));
}

function activityJson(world: World, push: PushRecord) {
  return {
    id: push.id,
    node_id: `PSH_${push.id}`,
    before: push.before,
    after: push.after,
    ref: push.ref,
    timestamp: push.at,
    activity_type: push.kind,
    actor: accountJson(world, push.actor),
  };
}
