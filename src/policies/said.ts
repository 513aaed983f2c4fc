/**
 * What a gate has to say for itself, as data: `say` names the sentence, the rest is what stands in it.
 * The sentences are in `notifiers/wording/said.ts`, one for each `say`. Names come from people: escape them.
 *
 * A `why` is a technical reason without secrets, such as `GitHub answered 502`, and stays as it is.
 */

/** The first of many names; how many more there are. */
export interface Listed<T = string> {
  readonly shown: readonly T[];
  readonly more: number;
}

/** A run; `state` is GitHub's word for how it ended or where it is, `null` where it ended without one. */
export interface RunSaid {
  readonly id: number;
  readonly attempt: number;
  readonly state: string | null;
}

/** Something could not be read. */
export interface NotRead {
  readonly say: 'not_read';
  readonly why: string;
}

/** Why a run that is green proves nothing. */
export type Doubt =
  | NotRead
  | { readonly say: 'pull_changes'; readonly paths: Listed }
  | { readonly say: 'head_is_shared' }
  | { readonly say: 'file_differs'; readonly path: string };

/** What a run says of the job, or the step of it, that was looked for; `conclusion` is GitHub's word. */
export type JobSeen =
  | NotRead
  | { readonly say: 'job_awaited'; readonly job: string }
  | { readonly say: 'no_job'; readonly job: string }
  | { readonly say: 'no_step'; readonly step: string; readonly job: string }
  | { readonly say: 'ended'; readonly name: string; readonly conclusion: string | null }
  | {
      readonly say: 'step_succeeded_but';
      readonly step: string;
      readonly job: string;
      readonly conclusion: string | null;
    };

export type TestKind = 'lint' | 'unit';

/** What became of one test; `file` is the workflow's, without its folder. */
export type TestSeen =
  | { readonly say: 'green'; readonly kind: TestKind; readonly file: string }
  | { readonly say: 'doubted'; readonly kind: TestKind; readonly run: RunSaid; readonly doubt: Doubt }
  | {
      readonly say: 'not_green';
      readonly kind: TestKind;
      readonly file: string;
      readonly run: RunSaid;
      readonly job: JobSeen;
    };

/** What a gate has seen. */
export type Seen =
  | NotRead
  | { readonly say: 'config_problem'; readonly problem: string }
  | RunSeen
  | TestsSeen
  | LabelSeen
  | WaySeen;

/** G1 and G3: the run of their workflow, and what it reported. */
export type RunSeen =
  | { readonly say: 'no_run' }
  | { readonly say: 'no_run_needed' }
  | { readonly say: 'run'; readonly run: RunSaid }
  | { readonly say: 'run_failed_in'; readonly run: RunSaid; readonly jobs: Listed<FailedJob> }
  | { readonly say: 'run_doubted'; readonly run: RunSaid; readonly doubt: Doubt }
  | { readonly say: 'report_not_read'; readonly run: RunSaid; readonly why: string }
  | { readonly say: 'report_absent'; readonly run: RunSaid }
  | { readonly say: 'report_malformed'; readonly why: string }
  | {
      readonly say: 'report_failed';
      readonly items: Listed<{ readonly check: string; readonly status: string }>;
    }
  | { readonly say: 'report_skipped'; readonly checks: Listed };

/** A job that failed, and the first of its steps that did. */
export interface FailedJob {
  readonly job: string;
  readonly step: string | null;
}

/** G2: the tests together. */
export type TestsSeen =
  | { readonly say: 'tests_not_configured'; readonly kinds: readonly TestKind[] }
  | { readonly say: 'tests_missing'; readonly kinds: readonly TestKind[] }
  | { readonly say: 'tests_green'; readonly tests: Listed<TestSeen> }
  | { readonly say: 'tests_not_green'; readonly tests: Listed<TestSeen> };

/** G4. */
export type LabelSeen =
  | LabelPutOn
  | { readonly say: 'label_replaced' }
  | { readonly say: 'label_absent'; readonly last: LabelPutOn | null }
  | { readonly say: 'label_by_unknown' }
  | { readonly say: 'label_author_unknown' }
  | { readonly say: 'label_head_unknown' };

/** Who put the label on, when, for which head. Times are ISO 8601 in UTC, heads whole. */
export type LabelPutOn =
  | { readonly say: 'label_by_bot'; readonly login: string }
  | { readonly say: 'label_by_author'; readonly login: string }
  | { readonly say: 'label_by_outsider'; readonly login: string; readonly invited: boolean }
  | { readonly say: 'label_for_head'; readonly headSha: string }
  | { readonly say: 'label_before_push'; readonly at: string; readonly pushedAt: string }
  | { readonly say: 'label_before_base_change'; readonly at: string; readonly changedAt: string }
  | { readonly say: 'label_by_member'; readonly login: string; readonly at: string };

/** G5. */
export type WaySeen =
  | { readonly say: 'way_clear' }
  | { readonly say: 'archived' }
  | { readonly say: 'pull_is'; readonly state: 'closed' | 'merged' | 'draft' }
  | { readonly say: 'head_repository_gone' }
  | { readonly say: 'base_is'; readonly branch: string }
  | {
      readonly say: 'stopped';
      readonly scope: 'everywhere' | 'repository' | 'pull_request';
      /** Which switch: `store`, or the name of a setting. */
      readonly source: string;
      readonly by: string | null;
      readonly reason: string | null;
    };

/** What a gate wants; `of` is the name of a workflow. */
export type Wanted =
  | { readonly say: 'valid_configuration' }
  | { readonly say: 'success'; readonly of: string }
  | { readonly say: 'success_with_report'; readonly of: string }
  | { readonly say: 'trusted_run' }
  | { readonly say: 'readable_report' }
  | { readonly say: 'every_item_ok' }
  | { readonly say: 'lint_and_unit_green' }
  | { readonly say: 'label_by_team'; readonly label: string }
  | { readonly say: 'way_clear' }
  | { readonly say: 'no_stop' }
  | { readonly say: 'not_archived' }
  | { readonly say: 'open' }
  | { readonly say: 'ready_for_review' }
  | { readonly say: 'head_repository' }
  | { readonly say: 'base_among'; readonly branches: Listed };

/** Worth showing, though it does not close the gate. */
export type Warning =
  | { readonly say: 'no_report' }
  | { readonly say: 'empty_report' }
  | { readonly say: 'skipped'; readonly checks: Listed };
