import { z } from 'zod';
import { messageOf } from '../errors.ts';
import type { GitHubClient } from '../github/client.ts';
import type { ReportFacts } from '../policies/facts.ts';
import { type Known, known, unknown } from '../policies/verdict.ts';
import { type Downloading, fetchStored } from './download.ts';
import { parseSmokeReport, parseTextReport } from './report.ts';
import { readZippedFile, ZIP_LIMITS } from './zip.ts';

/** Where a workflow leaves its report: the artifact's name and the file in it. */
export interface ReportSource {
  readonly artifact: string;
  readonly file: string;
  readonly kind: 'items' | 'text';
}

export interface ArtifactReader extends Downloading {
  readonly client: GitHubClient;
}

/** The repository whose artifacts are read. */
type Where = Readonly<Record<'owner' | 'repo', string>>;

const artifactList = z.object({
  artifacts: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      size_in_bytes: z.number(),
      expired: z.boolean(),
      created_at: z.string().nullable(),
      workflow_run: z.object({ id: z.number().nullish(), head_sha: z.string().nullish() }).nullish(),
    }),
  ),
});

export type Artifact = z.output<typeof artifactList>['artifacts'][number];

/**
 * The report that a run attempt left, `known(null)` when it left none. Artifacts of earlier
 * attempts are not taken: only those made since the attempt started count.
 */
export async function readReport(
  reader: ArtifactReader,
  run: {
    readonly pull: Where;
    readonly id: number;
    readonly startedAt: string;
    readonly headSha: string;
  },
  source: ReportSource,
): Promise<Known<ReportFacts | null>> {
  const artifacts = await listArtifacts(reader.client, run, source.artifact);
  if (artifacts === null) return unknown('the list of artifacts could not be read');
  const newest = artifacts
    .filter(
      (a) =>
        a.name === source.artifact &&
        !a.expired &&
        Date.parse(a.created_at ?? '') >= Date.parse(run.startedAt),
    )
    .filter((a) => a.workflow_run?.id === run.id && a.workflow_run.head_sha === run.headSha)
    .sort((a, b) => b.id - a.id)[0];
  if (newest === undefined) return known(null);
  if (newest.size_in_bytes > ZIP_LIMITS.archiveBytes)
    return known({ kind: 'malformed', why: 'the artifact is too large' });
  const archive = await fetchArchive(reader, run.pull, newest.id);
  if (archive === null) return known(null);
  return known(await openReport(archive, source));
}

/** The artifacts of that name of a run, expired ones too; `null` where GitHub's answer is none. */
export async function listArtifacts(
  client: GitHubClient,
  run: { readonly pull: Where; readonly id: number },
  name: string,
): Promise<readonly Artifact[] | null> {
  const { owner, repo } = run.pull;
  const answer = await client.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts', {
    owner,
    repo,
    run_id: run.id,
    name,
    per_page: 100,
  });
  return artifactList.safeParse(answer.data).data?.artifacts ?? null;
}

async function openReport(archive: Buffer, source: ReportSource): Promise<ReportFacts | null> {
  try {
    const bytes = await readZippedFile(archive, source.file);
    if (bytes === null) return null;
    return source.kind === 'items' ? parseSmokeReport(bytes) : parseTextReport(bytes);
  } catch (error) {
    return { kind: 'malformed', why: messageOf(error) };
  }
}

/**
 * `null` when the artifact is gone. The redirect is followed by hand: bounded, and without the token. Its size is what
 * its maker says, so one that is too large all the same is cut just where that is seen.
 */
async function fetchArchive(reader: ArtifactReader, pull: Where, id: number): Promise<Buffer | null> {
  const redirect = await reader.client
    .request('GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}', {
      owner: pull.owner,
      repo: pull.repo,
      artifact_id: id,
      archive_format: 'zip',
      request: { redirect: 'manual' },
    })
    .catch((error: unknown) => {
      if (z.object({ status: z.literal(410) }).safeParse(error).success) return null;
      throw error;
    });
  if (redirect === null) return null;
  return fetchStored(reader, redirect.headers.location, {
    what: `artifact ${id}`,
    maxBytes: ZIP_LIMITS.archiveBytes + 1,
  });
}
