import { artifactJson } from '../../json/run.ts';
import type { Artifact } from '../../model/run.ts';
import { ok } from '../http.ts';
import { paged } from '../paging.ts';
import { repositoryRoute } from '../permission.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { RepositoryCall, Route } from '../route.ts';
import { runOf } from './runs.ts';
import { archiveAddress } from './storage.ts';

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
    return { status: 302, headers: { location: archiveAddress(call.world, artifact) } };
  }),
];

function artifactOf({ world, repository, params }: RepositoryCall): Artifact {
  const found = world.artifact(repository, Number(params.id));
  if (found === undefined) throw notFound();
  return found;
}
