import { z } from 'zod';
import type { RepositoryConfig } from '../config/repository.ts';
import type { RepositoryTarget } from '../effect/effect.ts';
import type { InsightsView } from '../effect/episode.ts';
import { expectAnswer } from '../github/answer.ts';
import { type ArtifactReader, readReport } from './artifacts.ts';
import { fileName, workflowPathOf } from './runs.ts';

const runs = z.object({
  workflow_runs: z.array(
    z.object({
      id: z.number(),
      path: z.string(),
      head_repository: z.object({ id: z.number() }).nullish(),
      head_sha: z.string(),
      html_url: z.string(),
      created_at: z.string(),
      run_started_at: z.string().nullish(),
      updated_at: z.string(),
    }),
  ),
});

/** GitHub lists a fork's runs with ours where the fork calls its branch alike. */
const LOOKED_AT = 100;

/**
 * What the newest Insights run on the repository's own default branch that succeeded has told (O5): untrusted text,
 * bounded where it is read. `null` where there is none, or none can be read as text.
 *
 * @throws GitHub's error
 */
export async function readInsights(
  reader: ArtifactReader,
  { owner, repo, repositoryId }: RepositoryTarget,
  about: { readonly settings: RepositoryConfig['monitoring']['insights']; readonly defaultBranch: string },
): Promise<InsightsView | null> {
  const { workflow, artifact, report: file } = about.settings;
  const answer = await reader.client.request(
    'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
    {
      owner,
      repo,
      workflow_id: fileName(workflow),
      branch: about.defaultBranch,
      status: 'success',
      per_page: LOOKED_AT,
    },
  );
  const run = expectAnswer(runs, answer.data, 'the runs of Insights').workflow_runs.find(
    ({ head_repository, path }) => head_repository?.id === repositoryId && workflowPathOf(path) === workflow,
  );
  if (run === undefined) return null;
  const report = await readReport(
    reader,
    {
      pull: { owner, repo },
      id: run.id,
      startedAt: run.run_started_at ?? run.created_at,
      headSha: run.head_sha,
    },
    { artifact, file, kind: 'text' },
  );
  if (!report.known || report.value?.kind !== 'text') return null;
  return { text: report.value.text, url: run.html_url, at: run.updated_at };
}
