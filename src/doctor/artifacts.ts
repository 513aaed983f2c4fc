import { z } from 'zod';
import type { Finding } from '../effect/finding.ts';
import { unreachable } from '../errors.ts';
import { type ArtifactReader, listArtifacts, type ReportSource, readReport } from '../gather/artifacts.ts';
import { expectAnswer } from '../github/answer.ts';
import { UnexpectedAnswer } from '../github/failure.ts';
import type { ReportFacts } from '../policies/facts.ts';
import { type Check, finding } from './check.ts';
import { NothingToLookAt } from './nothing-to-look-at.ts';
import { seenOr } from './reason.ts';
import type { Subject } from './subject.ts';

const IDS = ['artifact_left', 'artifact_kept', 'artifact_readable'] as const;

const runsAnswer = z.object({
  workflow_runs: z.array(
    z.object({
      id: z.number(),
      head_sha: z.string(),
      created_at: z.string(),
      run_started_at: z.string().nullish(),
    }),
  ),
});

/** Runbook, 事前準備: the reports of Codex Smoke and LangGraph Verify can be seen; read as the gates read them. */
export const artifactsCheck: Check = {
  ids: IDS,
  look: async (subject) => {
    const { smoke, verify } = await subject.config();
    const reports = await Promise.all([
      lookAt(subject, smoke.workflow, { artifact: smoke.artifact, file: smoke.report, kind: 'items' }),
      lookAt(subject, verify.workflow, { artifact: verify.artifact, file: verify.report, kind: 'text' }),
    ]);
    return reports.flat();
  },
};

function lookAt(subject: Subject, workflow: string, source: ReportSource): Promise<readonly Finding[]> {
  const about = workflow.slice(workflow.lastIndexOf('/') + 1);
  return seenOr(IDS, { clock: subject.deps.clock, about }, () => readNewest(subject, about, source));
}

async function readNewest(
  subject: Subject,
  about: string,
  source: ReportSource,
): Promise<readonly Finding[]> {
  const { github } = subject.deps;
  const client = await subject.client();
  const runs = await client
    .request('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', {
      ...subject.place,
      workflow_id: about,
      status: 'success',
      per_page: 1,
    })
    .catch((error: unknown) => {
      if (z.object({ status: z.literal(404) }).safeParse(error).success)
        throw new NothingToLookAt('there is no such workflow');
      throw error;
    });
  const [newest] = expectAnswer(runsAnswer, runs.data, 'runs').workflow_runs;
  if (newest === undefined)
    return [finding('artifact_left', 'warn', 'no run has succeeded yet', about), ...beyond(about)];
  const run = {
    pull: subject.place,
    id: newest.id,
    headSha: newest.head_sha,
    startedAt: newest.run_started_at ?? newest.created_at,
  };
  const reader: ArtifactReader = { client, download: github.download, apiUrl: github.apiUrl };
  const report = await readReport(reader, run, source);
  if (!report.known) throw new UnexpectedAnswer(report.why);
  if (report.value !== null)
    return [...there(run.id, { source, about }), judgeReport(report.value, { source, about })];
  const artifacts = await listArtifacts(client, run, source.artifact);
  if (artifacts === null) throw new UnexpectedAnswer('the list of artifacts could not be read');
  if (artifacts.length === 0)
    return [
      finding('artifact_left', 'fail', `run ${run.id} has no ${source.artifact}`, about),
      ...beyond(about),
    ];
  if (artifacts.every(({ expired }) => expired))
    return [
      finding('artifact_left', 'ok', `${source.artifact} of run ${run.id}`, about),
      finding('artifact_kept', 'warn', `that of run ${run.id} has expired`, about),
      finding('artifact_readable', 'skipped', 'it has expired', about),
    ];
  const seen = `${source.artifact} has no ${source.file}`;
  return [...there(run.id, { source, about }), finding('artifact_readable', 'fail', seen, about)];
}

interface Sought {
  readonly source: ReportSource;
  /** The workflow's file. */
  readonly about: string;
}

function there(runId: number, { source, about }: Sought): readonly Finding[] {
  return [
    finding('artifact_left', 'ok', `${source.artifact} of run ${runId}`, about),
    finding('artifact_kept', 'ok', 'kept', about),
  ];
}

function judgeReport(report: ReportFacts, { source, about }: Sought): Finding {
  switch (report.kind) {
    case 'malformed':
      return finding('artifact_readable', 'fail', report.why, about);
    case 'items':
      return finding('artifact_readable', 'ok', `${source.file}, items: ${report.items.length}`, about);
    case 'text':
      return finding('artifact_readable', 'ok', `${source.file}, characters: ${report.text.length}`, about);
    default:
      return unreachable(report);
  }
}

function beyond(about: string): readonly Finding[] {
  return (['artifact_kept', 'artifact_readable'] as const).map((id) =>
    finding(id, 'skipped', 'there is no artifact', about),
  );
}
