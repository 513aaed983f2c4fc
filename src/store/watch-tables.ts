import type { Generated, GeneratedAlways } from 'kysely';
import type { JsonText } from './json-text.ts';

export interface WatchRow {
  repository_id: number;
  /** Reasons of the look that is to come; of the last one begun once it is. */
  reasons: JsonText;
  /** `null` while no look is to come. */
  due_at: Date | null;
  begun_at: Date | null;
  /** Paths of the workflow files that are watched; `null` before the first look. */
  workflows: JsonText | null;
  /** Since when there is a daily status; `null` where there is none. */
  daily_since: Generated<Date | null>;
  /** What was read of the repository last; `null` before the first look. */
  last_seen: JsonText | null;
}

export interface WatchedRunRow {
  repository_id: number;
  workflow_id: number;
  run_id: number;
  attempt: number;
  role: string;
  eligible: boolean;
  completed: boolean;
  requested_at: Date;
  seen_updated_at: Date;
  body: JsonText;
}

export interface EpisodeRow {
  id: string;
  seq: GeneratedAlways<number>;
  repository_id: number;
  rule: string;
  ended: boolean;
  /** Since when it is in its state. */
  since: Date;
  body: JsonText;
}

export interface IncidentRow {
  id: string;
  service_id: string;
  /** `null`: about no repository that is known. */
  repository_id: number | null;
  open: boolean;
  body: JsonText;
  changed_at: Date;
}
