/** What the preconditions of the runbook are about (P1), in the order in which they are shown. */
export const AREAS = [
  'app',
  'configuration',
  'workflows',
  'artifacts',
  'people',
  'rules',
  'slack',
  'pagerduty',
  'secrets',
  'bot',
] as const;
export type Area = (typeof AREAS)[number];

/** Every precondition there is, with its area, in the order in which they are shown: `docs/doctor.md` has a row for each. */
export const PRECONDITIONS = {
  app_installed: 'app',
  app_active: 'app',
  app_permissions: 'app',
  app_permissions_spare: 'app',
  app_events: 'app',
  app_events_spare: 'app',
  webhook_url: 'app',
  webhook_format: 'app',
  webhook_deliveries: 'app',
  config_found: 'configuration',
  config_valid: 'configuration',
  config_tests: 'configuration',
  workflow_file: 'workflows',
  workflow_active: 'workflows',
  workflow_dispatch: 'workflows',
  workflow_inputs: 'workflows',
  workflow_required_inputs: 'workflows',
  workflow_jobs: 'workflows',
  workflow_steps: 'workflows',
  workflow_token: 'workflows',
  workflow_pat: 'workflows',
  artifact_left: 'artifacts',
  artifact_kept: 'artifacts',
  artifact_readable: 'artifacts',
  label_exists: 'people',
  label_identity: 'people',
  team_exists: 'people',
  team_members: 'people',
  team_readable: 'people',
  release_owners: 'people',
  base_branch: 'rules',
  check_required: 'rules',
  check_pinned: 'rules',
  check_premature: 'rules',
  merge_queue: 'rules',
  slack_token: 'slack',
  slack_scopes: 'slack',
  slack_workspace: 'slack',
  slack_channel: 'slack',
  slack_member: 'slack',
  slack_people: 'slack',
  slack_sre: 'slack',
  slack_escalation: 'slack',
  pagerduty_key: 'pagerduty',
  pagerduty_token: 'pagerduty',
  pagerduty_service: 'pagerduty',
  pagerduty_integration: 'pagerduty',
  pagerduty_urgency: 'pagerduty',
  pagerduty_ladder: 'pagerduty',
  pagerduty_on_call: 'pagerduty',
  pagerduty_notes: 'pagerduty',
  pagerduty_webhook_secret: 'pagerduty',
  pagerduty_webhook: 'pagerduty',
  pagerduty_webhook_events: 'pagerduty',
  pagerduty_people: 'pagerduty',
  secret_sources: 'secrets',
  secret_known: 'secrets',
  secret_kept: 'secrets',
  secret_age: 'secrets',
  store_reachable: 'bot',
  dead_letters: 'bot',
  outbox_age: 'bot',
  clock: 'bot',
  stop: 'bot',
  node_version: 'bot',
} as const satisfies Readonly<Record<string, Area>>;
export type Precondition = keyof typeof PRECONDITIONS;

/**
 * - `ok`: it holds.
 * - `warn`: it does not quite; the bot works, and somebody should look.
 * - `fail`: it does not, and something that the runbook asks for cannot be done.
 * - `unknown`: it could not be looked at.
 * - `skipped`: there is nothing to look at, such as a service that is not used.
 */
export const FINDING_STATUSES = ['ok', 'warn', 'fail', 'unknown', 'skipped'] as const;
export type FindingStatus = (typeof FINDING_STATUSES)[number];

/** What was seen of one precondition. */
export interface Finding {
  readonly id: Precondition;
  readonly area: Area;
  readonly status: FindingStatus;
  /** Which of several: a workflow file, a permission, a person; `null` where there is one only. */
  readonly about: string | null;
  /** One line in English, without secrets; it may quote text from people. */
  readonly seen: string;
  /** What to do, one line in English; `null` where there is nothing to do. */
  readonly todo: string | null;
}

/** How many there are of each status. */
export function countsOf(
  findings: readonly Pick<Finding, 'status'>[],
): Readonly<Record<FindingStatus, number>> {
  const count = (status: FindingStatus) => findings.filter((one) => one.status === status).length;
  return {
    ok: count('ok'),
    warn: count('warn'),
    fail: count('fail'),
    unknown: count('unknown'),
    skipped: count('skipped'),
  };
}
