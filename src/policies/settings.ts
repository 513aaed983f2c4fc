import { z } from 'zod';

/** One line of printable text, trimmed. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[^\p{Cc}]+$/u, 'must be one line of printable text');

/** A workflow file: `ci.yml` or its full path; only files of the governed repository can be named. */
export const workflowFile = z
  .string()
  .regex(
    /^(\.github\/workflows\/)?[\w.-]+\.ya?ml$/,
    'must be a workflow file such as `ci.yml`, not a display name',
  )
  .transform((file) => (file.startsWith('.github/') ? file : `.github/workflows/${file}`));

/** A path inside the repository or an artifact. */
export const relativePath = z
  .string()
  .max(200)
  .regex(/^(?!\/)(?!.*\.\.)[\w./-]+$/, 'must be a relative path without `..`');

/** Which paths are meant. Without negation: what a list of them means must not hang on its order. */
export const pathGlob = z
  .string()
  .max(200)
  .regex(
    /^[^!/\s\p{Cc}][^\p{Cc}]*$/u,
    'must be a path or glob such as `templates/**`, without leading `/` or `!`',
  );

/** Where the bot starts a run of its own, and how that run learns which commit it is for. */
const startedRun = {
  ref: z
    .enum(['head', 'default'])
    .default('head')
    .describe('Where the bot starts it: on the branch of the PR, or on the default branch.'),
  head_input: line(60)
    .optional()
    .describe('Workflow input that takes the head SHA; needed where `ref` is `default`.'),
};

const headIsTold = (settings: { readonly ref: string; readonly head_input?: string | undefined }): boolean =>
  settings.ref === 'head' || settings.head_input !== undefined;

const HEAD_UNTOLD = {
  path: ['head_input'],
  message:
    'must name a workflow input where `ref` is `default`, else the run would not know which commit it is for',
};

/** G1: which workflow is Codex Smoke, where its report is, and what to do when it did not run. */
export const smokeSettings = z
  .strictObject({
    workflow: workflowFile.prefault('codex-template-smoke.yml').describe('Workflow file of Codex Smoke.'),
    artifact: line(100)
      .default('codex-template-smoke-report')
      .describe('Artifact in which the run leaves its report.'),
    report: relativePath.default('latest.json').describe('File in the artifact.'),
    paths: z
      .array(pathGlob)
      .min(1)
      .max(50)
      .default(['templates/**'])
      .describe('What Codex Smoke is about: the paths that start the workflow.'),
    when_missing: z
      .enum(['require', 'dispatch', 'not-applicable'])
      .default('require')
      .describe(
        'No run for the head: wait for one, let the bot start it, or pass where no path of `paths` is changed.',
      ),
    skipped_items: z
      .enum(['warn', 'fail'])
      .default('warn')
      .describe('Whether an item that the report calls skipped closes the gate.'),
    ...startedRun,
  })
  .refine(headIsTold, HEAD_UNTOLD);
export type SmokeSettings = z.output<typeof smokeSettings>;

const testSource = z.strictObject({
  workflow: workflowFile.describe('Workflow file that runs the test.'),
  job: line(200).describe('Job, as GitHub shows its name; a matrix is named without its brackets.'),
  step: line(200).optional().describe('Step of the job, where one job runs several tests.'),
});
export type TestSource = z.output<typeof testSource>;

/** G2: alternatives for lint and for unit; at least one of each must be there, all that are must be green. */
export const testsSettings = z.strictObject({
  lint: z
    .array(testSource)
    .max(50)
    .prefault([])
    .describe('Lint: at least one must have run, and every one that has must be green.'),
  unit: z
    .array(testSource)
    .max(50)
    .prefault([])
    .describe('Unit tests: at least one must have run, and every one that has must be green.'),
});
export type TestsSettings = z.output<typeof testsSettings>;

/** G3: which workflow is LangGraph Verify and how the bot starts it, if at all. */
export const verifySettings = z
  .strictObject({
    workflow: workflowFile
      .prefault('ai-ops-langgraph-verify.yml')
      .describe('Workflow file of LangGraph Verify.'),
    artifact: line(100)
      .default('ai-ops-langgraph-verify')
      .describe('Artifact in which the run leaves its report.'),
    report: relativePath.default('ai-ops-verify.md').describe('File in the artifact.'),
    when_missing: z
      .enum(['require', 'dispatch'])
      .default('require')
      .describe('No run for the head: wait for one, or let the bot start it.'),
    ...startedRun,
  })
  .refine(headIsTold, HEAD_UNTOLD);
export type VerifySettings = z.output<typeof verifySettings>;

/** G4: the label and, once known, the node id it is pinned to. */
export const labelSettings = z.strictObject({
  name: line(50).default('LG-Verified ✅').describe('Label that the AI Ops team puts on.'),
  node_id: line(100)
    .optional()
    .describe('Node id of that label; unset, it is pinned when the label is first seen.'),
});
export type LabelSettings = z.output<typeof labelSettings>;

/** What all five gates need to know of the governed repository's configuration. */
export interface GateSettings {
  readonly base_branches: readonly string[];
  readonly smoke: SmokeSettings;
  readonly tests: TestsSettings;
  readonly verify: VerifySettings;
  readonly label: LabelSettings;
}
