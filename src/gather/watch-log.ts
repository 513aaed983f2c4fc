import type { SlowCause } from '../alerts/run.ts';
import { classify } from '../github/failure.ts';
import type { ArtifactReader } from './artifacts.ts';
import { fetchStored } from './download.ts';

/** A log may have hundreds of megabytes; what is limited or tried again shows early and often. */
const MAX_LOG_BYTES = 2_000_000;

const RATE_LIMIT =
  /\brate[ _-]?limit|\btoo many requests\b|\bstatus(?: code)?[ :=]+429\b|\bHTTP[/ \d.]*429\b/i;
const RETRY =
  /\bretry(?:ing)? (?:in|after|attempt)\b|\bretrying\b|\battempt \d+ (?:of|\/) ?\d+\b|\bretry-after\b/i;

/** What a log tells of why it took so long (M2). It is the PR's own text: it only ever adds a guess. */
export function causesIn(log: string): readonly SlowCause[] {
  return [
    ...(RATE_LIMIT.test(log) ? (['rate_limit'] as const) : []),
    ...(RETRY.test(log) ? (['retries'] as const) : []),
  ];
}

/**
 * The first part of a job's log; `null` where there is none: GitHub keeps it once the job has ended, and for a time.
 *
 * @throws GitHub's error, where it was not that
 */
export async function readJobLog(
  reader: ArtifactReader,
  { owner, repo, jobId }: { readonly owner: string; readonly repo: string; readonly jobId: number },
  now: number,
): Promise<string | null> {
  const redirect = await reader.client
    .request('GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs', {
      owner,
      repo,
      job_id: jobId,
      request: { redirect: 'manual' },
    })
    .catch((error: unknown) => {
      const failure = classify(error, now);
      if (failure.kind === 'refused' && (failure.status === 404 || failure.status === 410)) return null;
      throw error;
    });
  if (redirect === null) return null;
  const bytes = await fetchStored(reader, redirect.headers.location, {
    what: `the log of job ${jobId}`,
    maxBytes: MAX_LOG_BYTES,
  });
  return bytes === null ? null : new TextDecoder().decode(bytes);
}
