import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Artifact, Job, Run } from '../../model/run.ts';
import type { World } from '../../model/world.ts';
import type { ApiRequest, Reply } from '../http.ts';
import { notFound, Refusal } from '../refusal.ts';

const VALID_MS = 60_000;
const KEY = 'signs the addresses of stored files, here only';

/** Where the archive of an artifact can be had for a minute. */
export function archiveAddress(world: World, { id, run }: Artifact): string {
  return signed(world, `/actions-results/${run.repository.id}/${id}.zip`);
}

/** Where the log of a job can be had for a minute. */
export function logAddress(world: World, run: Run, { check }: Job): string {
  return signed(world, `/actions-results/${run.repository.id}/logs/${check.id}.txt`);
}

function signed(world: World, path: string): string {
  const until = String(world.clock.now() + VALID_MS);
  return `${world.urls.storage}${path}?se=${until}&sig=${signature(path, until)}`;
}

function signature(path: string, until: string): string {
  return createHmac('sha256', KEY).update(`${path}\n${until}`).digest('hex');
}

/**
 * The storage service: whoever has the address has the file, for a minute. Credentials of
 * another service have no place here and are refused, as the real one does.
 */
export function download(world: World, request: ApiRequest): Reply {
  if (request.headers.authorization !== undefined) {
    throw new Refusal(403, 'AuthenticationFailed: credentials were sent to the storage service');
  }
  const until = request.query.get('se') ?? '';
  const given = Buffer.from(request.query.get('sig') ?? '');
  const right = Buffer.from(signature(request.path, until));
  if (given.length !== right.length || !timingSafeEqual(given, right) || Number(until) < world.clock.now()) {
    throw new Refusal(403, 'AuthenticationFailed: the address has expired or was not signed');
  }
  return archiveAt(world, request.path) ?? logAt(world, request.path);
}

function archiveAt(world: World, path: string): Reply | null {
  const [, repositoryId, id] = /^\/actions-results\/(\d+)\/(\d+)\.zip$/.exec(path) ?? [];
  const repository = repositoryOf(world, repositoryId);
  const artifact = repository === undefined ? undefined : world.artifact(repository, Number(id));
  if (artifact === undefined) return null;
  return { status: 200, body: artifact.bytes, headers: { 'content-type': 'application/zip' } };
}

function logAt(world: World, path: string): Reply {
  const [, repositoryId, id] = /^\/actions-results\/(\d+)\/logs\/(\d+)\.txt$/.exec(path) ?? [];
  const repository = repositoryOf(world, repositoryId);
  const check = repository === undefined ? undefined : world.checkRun(repository, Number(id));
  const found = check === undefined ? undefined : world.jobOf(check);
  if (found === undefined) throw notFound();
  const body = new TextEncoder().encode(found.job.log);
  return { status: 200, body, headers: { 'content-type': 'text/plain' } };
}

function repositoryOf(world: World, id: string | undefined) {
  return world.repositories.find((one) => String(one.id) === id);
}
