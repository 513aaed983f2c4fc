import { z } from 'zod';
import { escalationSettings, monitoringSettings } from '../alerts/settings.ts';
import { DEFAULT_LOCALE, LOCALES } from '../policies/locale.ts';
import {
  labelSettings,
  line,
  pathGlob,
  relativePath,
  smokeSettings,
  type TestSource,
  testsSettings,
  verifySettings,
  workflowFile,
} from '../policies/settings.ts';
import { reportSettings } from '../reports/settings.ts';
import { AWS_SECRET_NAME } from './aws-settings.ts';

/** What a workflow input's template may stand for; the only text that reaches a dispatched workflow. */
export const PLACEHOLDERS = ['pr', 'head_sha', 'base_ref', 'handoff_id'] as const;

/** GitHub takes no more inputs than this for one dispatch. */
const MAX_INPUTS = 25;

const template = z
  .string()
  .max(1000)
  .regex(
    /^([^{}\p{Cc}]|\{(pr|head_sha|base_ref|handoff_id)\})*$/u,
    `must be one line with no other braces than ${PLACEHOLDERS.map((name) => `{${name}}`).join(', ')}`,
  );

const inputName = z
  .string()
  .regex(/^[A-Za-z_][\w-]{0,99}$/, 'must be the name of a workflow input: letters, digits, `_` and `-`');

const inputs = z
  .record(inputName, template)
  .refine((all) => Object.keys(all).length <= MAX_INPUTS, `must have at most ${MAX_INPUTS} entries`);

const phase = z
  .strictObject({
    phase: z
      .enum(['template_generation', 'pr_review', 'deploy_approval'])
      .describe('Phase that the job or step belongs to.'),
    job: line(200).optional().describe('Job of the run, as GitHub shows its name.'),
    step: line(200).optional().describe('Step of the job, or of any job where `job` is unset.'),
  })
  .refine(({ job, step }) => job !== undefined || step !== undefined, 'must name a job, a step or both');

const handoff = z.strictObject({
  workflow: workflowFile.prefault('ai-ops-auto-handoff.yml').describe('Workflow file of Auto Handoff.'),
  start: z
    .enum(['automatic', 'command'])
    .default('automatic')
    .describe('Start once all gates are open, or only when someone asks with `/ai-ops handoff` as well.'),
  inputs: inputs
    .default({})
    .describe(
      'Inputs of the dispatch; {pr}, {head_sha}, {base_ref} and {handoff_id} are filled in. An input that the workflow does not declare makes GitHub refuse.',
    ),
  starts_verify: z
    .boolean()
    .default(true)
    .describe('The run starts LangGraph Verify itself, and approval waits for that.'),
  phases: z.array(phase).max(30).default([]).describe('Which jobs or steps are which phase of the handoff.'),
  playbook: relativePath
    .default('docs/ai/ops-playbooks.md')
    .describe('Playbooks that a failed handoff links to.'),
  playbook_section: z
    .string()
    .max(200)
    .regex(/^[^\s#\p{Cc}]+$/u, 'must be the anchor of a heading, without `#` and spaces')
    .optional()
    .describe('Anchor of the section for a failed handoff; unset, the whole file is linked.'),
});

const slackPerson = /^[UW][A-Z\d]{2,30}$/;

const slack = z
  .strictObject({
    channel: z
      .string()
      .regex(/^#?[\p{L}\p{N}_-]{1,80}$/u, 'must be the name or id of a channel, such as `#ai-ops-alerts`')
      .optional()
      .describe("Channel for this repository's messages; unset, the bot's own."),
    link_on_pr: z
      .boolean()
      .default(true)
      .describe(
        'Link the Slack message on the PR; it shows the name of the workspace to who can read the PR.',
      ),
    workspace: z
      .string()
      .regex(/^[TE][A-Z\d]{2,30}$/, 'must be the id of a workspace, such as `T0123ABCD`')
      .optional()
      .describe('Workspace of the people below; guests from others are nobody.'),
    people: z
      .array(
        z.strictObject({
          github: z.int().positive().describe("The person's numeric user id at GitHub."),
          slack: z
            .string()
            .regex(slackPerson, 'must be the id of a Slack user, such as `U0123ABCD`')
            .describe("The person's user id at Slack."),
          pagerduty: z
            .string()
            .regex(/^[A-Z\d]{5,30}$/, 'must be the id of a PagerDuty user, such as `P0AB12C`')
            .optional()
            .describe(
              "The person's user id at PagerDuty: who says in Slack that they have it acknowledges the incident there.",
            ),
        }),
      )
      .max(500)
      .default([])
      .describe('Who is who: only they can use buttons and `/ai-ops` in Slack.'),
    sre: z
      .string()
      .regex(/^[SUW][A-Z\d]{2,30}$/, 'must be the id of a Slack user group or user, such as `S0123ABCD`')
      .optional()
      .describe(
        'SRE, a user group or user: called with each page, each missed deadline, and where PagerDuty cannot be reached.',
      ),
  })
  .refine(({ people, workspace }) => people.length === 0 || workspace !== undefined, {
    path: ['workspace'],
    message: 'must name the workspace of the people',
  })
  .superRefine(({ people }, context) => {
    for (const [index, { slack: id }] of people.entries()) {
      if (people.findIndex((other) => other.slack === id) === index) continue;
      const message = 'is listed before: one Slack user is one person';
      context.addIssue({ code: 'custom', path: ['people', index, 'slack'], message });
    }
  });

const history = z
  .strictObject({
    files: z
      .array(relativePath.regex(/\.md$/, 'must be a Markdown file, such as `docs/runbooks/ai-ops.md`'))
      .max(10)
      .default([])
      .describe(
        'Markdown files in which it is recorded; empty means that nothing is drafted and nothing owed.',
      ),
    secrets: z
      .array(z.string().regex(AWS_SECRET_NAME, 'must be the name of a secret, such as `ai/ops/langgraph`'))
      .max(50)
      .default([])
      .describe('Secrets of AWS Secrets Manager whose changes are recorded here, by name.'),
  })
  .refine(({ files, secrets }) => files.length > 0 || secrets.length === 0, {
    path: ['files'],
    message: 'must name the files in which a change of these secrets is recorded',
  });

const rollback = z.strictObject({
  workflow: workflowFile.describe(
    'Workflow file that takes a handoff back; dispatched on the default branch.',
  ),
  inputs: inputs
    .default({})
    .describe('Inputs of the dispatch, as for the handoff; only those that the workflow declares.'),
});

const keys = z.strictObject({
  mode: z
    .enum(['observe', 'enforce'])
    .default('observe')
    .describe('`observe` only shows what the bot would do; it acts only where this says `enforce`.'),
  locale: z
    .enum(LOCALES)
    .default(DEFAULT_LOCALE)
    .describe('Language in which people are spoken to: `en` or `ja`.'),
  extends: z
    .literal('.github')
    .optional()
    .describe("Start from the same file in the owner's `.github` repository: mappings merge, lists replace."),
  base_branches: z
    .array(line(255))
    .max(50)
    .default([])
    .describe('Base branches that are governed; empty means the default branch.'),
  team: z
    .string()
    .regex(
      /^([A-Za-z\d](-?[A-Za-z\d]){0,38}\/)?[a-z\d][a-z\d_.-]{0,99}$/,
      'must be the slug of a team such as `ai-ops` or `my-org/ai-ops`',
    )
    .optional()
    .describe('AI Ops team that puts the label on; required where the mode is `enforce`.'),
  smoke: smokeSettings.prefault({}).describe('G1: Codex Smoke.'),
  tests: testsSettings.prefault({}).describe('G2: the tests, lint and unit.'),
  verify: verifySettings.prefault({}).describe('G3: LangGraph Verify.'),
  label: labelSettings.prefault({}).describe('G4: the label.'),
  protected_paths: z
    .array(pathGlob)
    .max(100)
    .default(['.github/**'])
    .describe('Where a PR changes one of these, its own runs prove nothing.'),
  approval_label: line(50).default('@ai-ops').describe('Label that goes on with the approval comment.'),
  handoff: handoff.prefault({}).describe('The handoff itself.'),
  release_owners: z
    .array(z.int().positive())
    .max(50)
    .default([])
    .describe(
      'Numeric GitHub user ids of the release owners, who follow up within 30 minutes; empty means the AI Ops team.',
    ),
  rollback: rollback.optional().describe('How a handoff is taken back; unset, the playbook says what to do.'),
  history: history
    .prefault({})
    .describe('Where changes of secrets and of App permissions are recorded within 24 hours.'),
  slack: slack.prefault({}).describe('Where this repository is talked about, and who is who.'),
  monitoring: monitoringSettings
    .prefault({})
    .describe('What is watched, and from where on people are warned and called.'),
  escalation: escalationSettings
    .prefault({})
    .describe('Who is told beside who is on call, and which incidents stop Auto Handoff.'),
  reports: reportSettings.prefault({}).describe('What is reported regularly.'),
});

/** The whole of `.github/ai-ops.yml`; every key has a default, so an empty file is a valid one. */
export const repositorySchema = keys
  .refine(({ mode, team }) => mode === 'observe' || team !== undefined, {
    path: ['team'],
    message: 'must name the AI Ops team where the mode is `enforce`',
  })
  .refine(({ label, approval_label }) => label.name.toLowerCase() !== approval_label.toLowerCase(), {
    path: ['approval_label'],
    message: 'must be another label than `label.name`',
  })
  .superRefine(({ tests }, context) => {
    const asLint = new Set(tests.lint.map(identity));
    for (const [index, unit] of tests.unit.entries()) {
      if (!asLint.has(identity(unit))) continue;
      const message =
        'is also listed under `tests.lint`; lint and unit must be two tests, name a step to tell them apart';
      context.addIssue({ code: 'custom', path: ['tests', 'unit', index], message });
    }
  });

function identity({ workflow, job, step }: TestSource): string {
  return JSON.stringify([workflow, job, step ?? null]);
}

/** What `ai-ops.schema.json` holds: the schema that editors check `.github/ai-ops.yml` against. */
export function repositoryJsonSchema(): Readonly<Record<string, unknown>> {
  const title = 'AI Ops bot: .github/ai-ops.yml';
  return { title, ...z.toJSONSchema(repositorySchema, { io: 'input', target: 'draft-7' }) };
}

const JSON_SCHEMA = repositoryJsonSchema();

/** The keys that the schema knows at a path such as `['tests', 'lint', 0]`. */
export function knownKeysAt(path: readonly (string | number)[]): readonly string[] {
  let within: unknown = JSON_SCHEMA;
  for (const part of path) {
    within = member(within, typeof part === 'number' ? ['items'] : ['properties', part]);
  }
  return Object.keys(Object(member(within, ['properties'])));
}

function member(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (within, key) => (typeof within === 'object' && within !== null ? Reflect.get(within, key) : undefined),
    value,
  );
}
