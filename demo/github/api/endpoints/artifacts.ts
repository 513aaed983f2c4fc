import { createHmac, timingSafeEqual } from 'node:crypto';
import { artifactJson } from '../../json/run.ts';
import type { Artifact } from '../../model/run.ts';
import type { World } from '../../model/world.ts';
import type { ApiRequest, Reply } from '../http.ts';
import { ok } from '../http.ts';
import { paged } from '../paging.ts';
import { repositoryRoute } from '../permission.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { RepositoryCall, Route } from '../route.ts';
import { runOf } from './runs.ts';

const VALID_MS = 60_000;
const KEY = 'signs the addresses of artifacts, here only';

/** Artifacts; their archives lie with a storage service, behind addresses that hold for a minute. */
export const artifactRoutes: readonly Route[] = [
  repositoryRoute('GET /repos/{owner}/{repo}/actions/runs/{run}/artifacts', ['actions:read'], (call) => {
    const name = call.request.query.get('name');
    const found = runOf(call).artifacts.filter((one) => name === null || one.name === name);
    return paged(call, found.toReversed(), {
      json: (artifact) => artifactJson(call.world, artifact),
      wrap: (artifacts, total_count) => ({ total_count, artifacts }),
    });
  }),
  repositoryRoute('GET /repos/{owner}/{repo}/actions/artifacts/{id}', ['actions:read'], (call) =>
    ok(artifactJson(call.world, artifactOf(call))),
  ),
  repositoryRoute('GET /repos/{owner}/{repo}/actions/artifacts/{id}/{format}', ['actions:read'], (call) => {
    const artifact = artifactOf(call);
    if (call.params.format !== 'zip') throw notFound();
    if (artifact.expired) throw new Refusal(410, 'Artifact has expired');
    return { status: 302, headers: { location: signedAddress(call.world, artifact) } };
  }),
];

function artifactOf({ world, repository, params }: RepositoryCall): Artifact {
  const found = world.artifact(repository, Number(params.id));
  if (found === undefined) throw notFound();
  return found;
}

function signedAddress(world: World, { id, run }: Artifact): string {
  const until = String(world.clock.now() + VALID_MS);
  const path = `/actions-results/${run.repository.id}/${id}.zip`;
  return `${world.urls.storage}${path}?se=${until}&sig=${signature(path, until)}`;
}

function signature(path: string, until: string): string {
  return createHmac('sha256', KEY).update(`${path}\n${until}`).digest('hex');
}

/**
 * The storage service: whoever has the address has the archive, for a minute. Credentials of
 * another service have no place here and are refused, as the real one does.
 */
export function download(world: World, request: ApiRequest): Reply {
  if (request.headers.authorization !== undefined) {
    throw new Refusal(403, 'AuthenticationFailed: credentials were sent to the storage service');
  }
  const [, repositoryId, id] = /^\/actions-results\/(\d+)\/(\d+)\.zip$/.exec(request.path) ?? [];
  const until = request.query.get('se') ?? '';
  const given = Buffer.from(request.query.get('sig') ?? '');
  const right = Buffer.from(signature(request.path, until));
  if (given.length !== right.length || !timingSafeEqual(given, right) || Number(until) < world.clock.now()) {
    throw new Refusal(403, 'AuthenticationFailed: the address has expired or was not signed');
  }
  const repository = world.repositories.find((one) => String(one.id) === repositoryId);
  const artifact = repository === undefined ? undefined : world.artifact(repository, Number(id));
  if (artifact === undefined) throw notFound();
  return { status: 200, body: artifact.bytes, headers: { 'content-type': 'application/zip' } };
}
