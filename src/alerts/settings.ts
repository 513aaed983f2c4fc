import { z } from 'zod';
import { comparisonIssue } from '../policies/comparison.ts';
import { line, relativePath, workflowFile } from '../policies/settings.ts';

const anchor = z
  .string()
  .max(200)
  .regex(/^[^\s#\p{Cc}]+$/u, 'must be the anchor of a heading, without `#` and spaces');

const slackId = z
  .string()
  .regex(/^[SUW][A-Z\d]{2,30}$/, 'must be the id of a Slack user group or user, such as `S0123ABCD`');

const smokeFailureRate = z
  .strictObject({
    window: z
      .int()
      .min(2)
      .max(50)
      .default(7)
      .describe('How many of the newest runs are counted; of LangGraph Verify too.'),
    percent: z
      .number()
      .min(0)
      .max(100)
      .default(5)
      .describe('More than this share of them failed: people are warned.'),
    page_at: z
      .int()
      .min(1)
      .max(50)
      .default(2)
      .describe(
        'So many of them failed after their re-run, or two in a row: somebody is called; for LangGraph Verify too.',
      ),
  })
  .superRefine(({ page_at: is, window: otherIs }, context) => {
    if (is <= otherIs) return;
    context.addIssue(comparisonIssue('page_at', { must: 'not be more than', is, other: 'window', otherIs }));
  });

const verifyLatency = z.strictObject({
  seconds: z
    .int()
    .min(10)
    .max(86_400)
    .default(600)
    .describe('A run that takes longer is slow; noticed while it runs.'),
  rerun: z
    .enum(['never', 'while_running', 'always'])
    .default('while_running')
    .describe(
      'Which slow ones are re-run once: one that still runs, which is cancelled first, or also one that ended well.',
    ),
});

const handoffLeadTime = z
  .strictObject({
    note_minutes: z
      .int()
      .min(1)
      .max(1440)
      .default(30)
      .describe('After so long its thread says where the time went.'),
    alert_minutes: z.int().min(1).max(1440).default(45).describe('After so long people are warned.'),
  })
  .superRefine(({ note_minutes: is, alert_minutes: otherIs }, context) => {
    if (is < otherIs) return;
    context.addIssue(
      comparisonIssue('note_minutes', { must: 'be less than', is, other: 'alert_minutes', otherIs }),
    );
  });

const reruns = z.strictObject({
  per_head: z
    .int()
    .min(0)
    .max(10)
    .default(2)
    .describe('Most re-runs by the bot itself of one workflow for one head.'),
  per_hour: z
    .int()
    .min(0)
    .max(50)
    .default(6)
    .describe('Most re-runs by the bot itself in the repository in an hour.'),
});

const sections = z.strictObject({
  smoke_failure_rate: anchor.optional().describe('Section on the failure rate of Codex Smoke.'),
  verify_latency: anchor.optional().describe('Section on a slow LangGraph Verify.'),
  handoff_lead_time: anchor.optional().describe('Section on a handoff that is stuck.'),
  verify_failure: anchor.optional().describe('Section on a LangGraph Verify that fails.'),
  severe: anchor.optional().describe('Section on Codex Smoke and LangGraph Verify failing together.'),
});

const insights = z.strictObject({
  workflow: workflowFile.prefault('ai-ops-insights.yml').describe('Workflow file of the Insights Publisher.'),
  artifact: line(200).default('ai-ops-insights').describe('Artifact in which it leaves its report.'),
  report: relativePath.default('ai-ops-insights.md').describe('File in the artifact.'),
});

/** What is watched, where people are warned and where somebody is called (M1, M2, M3); the defaults are the runbook's. */
export const monitoringSettings = z.strictObject({
  smoke_failure_rate: smokeFailureRate.prefault({}).describe('M1: the share of Codex Smoke that fails.'),
  verify_latency: verifyLatency.prefault({}).describe('M2: how long LangGraph Verify takes.'),
  handoff_lead_time: handoffLeadTime.prefault({}).describe('M3: how long a handoff takes.'),
  reruns: reruns.prefault({}).describe('How much the bot re-runs by itself.'),
  playbook_sections: sections
    .prefault({})
    .describe('Anchors in the playbooks that alerts link to; unset, the whole file.'),
  insights: insights.prefault({}).describe('Where the figures come from that go with an escalation.'),
});
export type MonitoringSettings = z.output<typeof monitoringSettings>;

/** Who is told, beside who is on call, and what an incident stops (O4, O5, O6). */
export const escalationSettings = z.strictObject({
  platform_pm: slackId.optional().describe('Platform PM: called last, where PagerDuty cannot be reached.'),
  product: slackId.optional().describe('Product: told at once of a severe failure.'),
  security: slackId.optional().describe('Security: told at once of a severe failure.'),
  people_ops: slackId.optional().describe('PeopleOps: gets the Insights figures with an escalation.'),
  stop_on_incident: z
    .enum(['never', 'severe', 'high_urgency', 'always'])
    .default('never')
    .describe('Which incidents of PagerDuty stop Auto Handoff until a person resumes it.'),
});
export type EscalationSettings = z.output<typeof escalationSettings>;
