import type { Generated, GeneratedAlways } from 'kysely';
import type { JsonText } from './json-text.ts';
import type { EpisodeRow, IncidentRow, WatchedRunRow, WatchRow } from './watch-tables.ts';

export interface Tables {
  deliveries: DeliveryRow;
  evaluations: EvaluationRow;
  timers: TimerRow;
  pulls: PullRow;
  pull_heads: PullHeadRow;
  label_observations: LabelObservationRow;
  label_pins: LabelPinRow;
  handoffs: HandoffRow;
  decisions: DecisionRow;
  commands: CommandRow;
  effects: EffectRow;
  dispatches: DispatchRow;
  approvals: ApprovalRow;
  own_comments: OwnCommentRow;
  run_attempts: RunAttemptRow;
  started_by_hand: StartedByHandRow;
  ledger_entries: LedgerEntryRow;
  ledger_heads: LedgerHeadRow;
  stops: StopRow;
  obligations: ObligationRow;
  sightings: SightingRow;
  access_changes: AccessChangeRow;
  rollbacks: RollbackRow;
  installations: InstallationRow;
  repositories: RepositoryRow;
  instance: InstanceRow;
  examinations: ExaminationRow;
  watches: WatchRow;
  watched_runs: WatchedRunRow;
  episodes: EpisodeRow;
  incidents: IncidentRow;
}

interface PullColumns {
  repository_id: number;
  number: number;
}

interface DeliveryRow {
  guid: string;
  event: string;
  action: string | null;
  installation_id: number | null;
  repository_id: number | null;
  received_at: Date;
  body: string | null;
  done_at: Date | null;
}

interface EvaluationRow {
  key: string;
  pull: JsonText;
  /** Reasons of the open window; of the last one begun once it is closed. */
  reasons: JsonText;
  opened_at: Date | null;
  due_at: Date | null;
}

interface TimerRow {
  subject: string;
  due_at: Date;
}

interface PullRow extends PullColumns {
  installation_id: number;
  owner: string;
  repo: string;
  open: boolean;
  touched_at: Date;
  base_ref: string | null;
  base_changed_at: Date | null;
}

interface PullHeadRow extends PullColumns {
  head_sha: string;
  head_ref: string;
  head_repository_id: number | null;
  since: Date;
}

interface LabelObservationRow extends PullColumns {
  delivery_guid: string;
  at: Date;
  body: JsonText;
}

interface LabelPinRow {
  repository_id: number;
  name: string;
  node_id: string;
  pinned_at: Date;
}

interface HandoffRow extends PullColumns {
  id: string;
  seq: GeneratedAlways<number>;
  ended: boolean;
  state: string;
  since: Date;
  body: JsonText;
}

interface DecisionRow extends PullColumns {
  id: string;
  seq: GeneratedAlways<number>;
  head_sha: string;
  head_ref: string;
  base_ref: string;
  at: Date;
  facts: JsonText;
  verdicts: JsonText;
  config_text: JsonText;
  settings: string;
  config_digest: string;
  policy_version: string;
  digest: string;
}

interface CommandRow extends PullColumns {
  id: string;
  seq: GeneratedAlways<number>;
  state: string;
  code: string | null;
  used: Generated<boolean>;
  body: JsonText;
  use: string | null;
}

/** `repository_id` and `number` are 0 where an effect is about no single one. */
interface EffectRow extends PullColumns {
  key: string;
  seq: GeneratedAlways<number>;
  kind: string;
  lane: string | null;
  payload: JsonText;
  generation: Generated<number>;
  tries: Generated<number>;
  tried_at: Date | null;
  /** `tried_at` as it was before the try that is under way. */
  tried_before: Date | null;
  created_at: Date;
  /** Of its newest sending. */
  sent_at: Generated<Date | null>;
  ledger_seq: number | null;
  ledger_hash: string | null;
  state: string;
  /** Code of the reason for which it was withdrawn. */
  withdrawn_for: Generated<string | null>;
  result: JsonText | null;
}

interface DispatchRow extends PullColumns {
  key: string;
  seq: GeneratedAlways<number>;
  purpose: string;
  workflow_path: string;
  ref: string;
  head_sha: string;
  base_ref: string;
  outcome_kind: string;
  outcome: JsonText;
  run_id: number | null;
  created_at: Date;
}

interface ApprovalRow extends PullColumns {
  handoff_id: string;
  seq: GeneratedAlways<number>;
  outcome: JsonText;
}

interface OwnCommentRow extends PullColumns {
  key: string;
  seq: GeneratedAlways<number>;
  body: JsonText;
}

interface RunAttemptRow {
  repository_id: number;
  run_id: number;
  attempt: number;
  body: JsonText;
}

interface StartedByHandRow {
  key: string;
  seq: GeneratedAlways<number>;
  repository_id: number;
  run_id: number;
  body: JsonText;
  attributed_at: Date | null;
  pull: JsonText | null;
  pull_number: number | null;
  head_sha: string | null;
  taken_at: Date | null;
}

interface LedgerEntryRow {
  repository_id: number;
  seq: number;
  hash: string;
  /** Canonical JSON of the entry without its hash: the bytes that were hashed. */
  body: string;
}

interface LedgerHeadRow {
  repository_id: number;
  seq: number;
  hash: string;
}

interface StopRow {
  /** `everywhere`, `<repository id>` or `<repository id>#<pr>`. */
  scope: string;
  set_by: string;
  reason: string;
  set_at: Date;
  cancels: Generated<boolean>;
}

interface ObligationRow extends PullColumns {
  id: string;
  seq: GeneratedAlways<number>;
  kind: string;
  settled: boolean;
  missed: boolean;
  due_at: Date;
  body: JsonText;
  /** What else belongs to its kind. */
  detail: JsonText | null;
}

interface SightingRow {
  /** `secret:<id>`, `credential:<variable>` or `permissions:<installation id>`. */
  subject: string;
  /** `null`: looked for, and never seen. */
  seen: JsonText | null;
  looked_at: Date | null;
}

interface AccessChangeRow {
  id: string;
  noticed_at: Date;
  body: JsonText;
}

interface RollbackRow extends PullColumns {
  id: string;
  seq: GeneratedAlways<number>;
  ended: boolean;
  body: JsonText;
}

interface InstallationRow {
  id: number;
  account: string;
  suspended: boolean;
}

interface RepositoryRow {
  id: number;
  installation_id: number;
  owner: string;
  name: string;
}

interface ExaminationRow {
  repository_id: number;
  examined_at: Date;
  findings: JsonText;
  told: JsonText;
}

interface InstanceRow {
  name: string;
  value: string;
}
