import { type BlastRow, blastRows, failAlike } from './blast-rows.ts';
import type { LateHandoff } from './episode.ts';
import type { FailedPart, RunRef, RunResult, WatchedRun } from './run.ts';
import { pathTouches, type SmokeItem } from './scenario.ts';
import {
  hasFailed,
  MAX_PARTS,
  newestFirst,
  type SmokeAttempt,
  type SmokeReport,
  smokeAttempts,
  tells,
} from './smoke-items.ts';

export { type BlastRow, POINTS, type Points } from './blast-rows.ts';
export type { SmokeReport } from './smoke-items.ts';

/** What a failed LangGraph Verify means beside Codex Smoke of the same head (O2). Untrusted names, bounded. */
export interface BlastRadius {
  readonly headSha: string;
  readonly verify: RunRef & { readonly result: RunResult | null; readonly failed: readonly FailedPart[] };
  /** The Codex Smoke run of the same head, its `result` `null` while it runs; `null` where there is none. */
  readonly smoke: (RunRef & { readonly result: RunResult | null }) | null;
  /** The newest runs of Codex Smoke, newest first: what `history` of a row is about. */
  readonly smokeRuns: readonly RunRef[];
  readonly rows: readonly BlastRow[];
  readonly templates: readonly AffectedTemplate[];
  /** Paths that the PR changes and that Codex Smoke is about: where no name tells a template, these may. */
  readonly touched: readonly string[];
  /** Open PRs, other than this one, that fail in the same place or that change the same templates. */
  readonly pulls: readonly { readonly number: number; readonly because: 'same_template' | 'same_failure' }[];
  /** Handoffs in flight of this PR and of those. */
  readonly handoffs: readonly Pick<LateHandoff, 'handoffId' | 'pull' | 'runUrl'>[];
  /** How many of each there are beside those that are listed. */
  readonly more: Readonly<Record<'parts' | 'rows' | 'templates' | 'touched' | 'pulls' | 'handoffs', number>>;
  /** What could not be told, and is said so. */
  readonly unknown: readonly BlastUnknown[];
}

/** A template of which something failed. */
export interface AffectedTemplate {
  readonly name: string;
  /** The PR changes it; `null` where its changes are not known. */
  readonly changedHere: boolean | null;
}

export type BlastUnknown =
  /** Which part of Verify failed. */
  | 'verify_parts'
  /** There is no Codex Smoke run of this head. */
  | 'no_smoke'
  | 'smoke_still_runs'
  /** How each item did in the Codex Smoke run of this head: no report of it could be read. */
  | 'smoke_items'
  /** What this PR changes. */
  | 'changes_here'
  /** What some other PR changes: only asked where a template failed. */
  | 'changes_elsewhere';

export interface BlastInput {
  /** The PR that Verify failed for. */
  readonly pull: number;
  readonly headSha: string;
  /** The attempt of Verify that failed. */
  readonly verify: WatchedRun;
  /** Jobs and steps of that attempt that ended in success. */
  readonly verifyPassed: readonly string[];
  /** Attempts that are remembered of the repository, Codex Smoke and Verify among them. */
  readonly runs: readonly WatchedRun[];
  readonly reports: readonly SmokeReport[];
  /** How many runs of Codex Smoke the history is about. */
  readonly window: number;
  /** Open PRs, this one among them, with the paths they touch that Codex Smoke is about; `null` where not known. */
  readonly pulls: readonly {
    readonly number: number;
    readonly headSha: string;
    readonly paths: readonly string[] | null;
  }[];
  /** Handoffs in flight. */
  readonly handoffs: readonly Pick<LateHandoff, 'handoffId' | 'pull' | 'runUrl'>[];
}

const MAX = { parts: 30, rows: 50, templates: 30, touched: 10, pulls: 20, handoffs: 20 } as const;

/** Holds what failed in Verify against Codex Smoke of the same head, and says what else that bears upon (O2). */
export function blastRadius(input: BlastInput): BlastRadius {
  const { verify, headSha } = input;
  const { attempts, items } = smokeAttempts(input.runs, input.reports);
  const onHead = attempts.filter(({ run }) => run.headSha === headSha);
  const newest = lastOfEach(attempts).slice(0, input.window);
  const smoke = onHead[0]?.run ?? runningSmoke(input);
  const rows = blastRows({
    verify,
    isVerifyFlaky: hasPassedToo(input),
    verifyPassed: input.verifyPassed,
    items,
    onHead,
    newest,
  });
  const failed = templatesOf(rows, items);
  const here = input.pulls.find(({ number }) => number === input.pull)?.paths ?? null;
  const pulls = affectedPulls(input, failed);
  const affected = new Set([input.pull, ...pulls.map(({ number }) => number)]);
  const handoffs = input.handoffs
    .filter(({ pull }) => affected.has(pull))
    .toSorted((one, other) => one.pull - other.pull);
  const templates = failed.map(({ template, items: named }) => ({
    name: template,
    changedHere: here === null ? null : here.some((path) => pathTouches(path, template, named)),
  }));
  return {
    headSha,
    verify: { ...refOf(verify), result: verify.result, failed: verify.failed.slice(0, MAX.parts) },
    smoke: smoke === undefined ? null : { ...refOf(smoke), result: smoke.result },
    smokeRuns: newest.map(({ run }) => refOf(run)),
    rows: rows.slice(0, MAX.rows),
    templates: templates.slice(0, MAX.templates),
    touched: here?.slice(0, MAX.touched) ?? [],
    pulls: pulls.slice(0, MAX.pulls),
    handoffs: handoffs
      .slice(0, MAX.handoffs)
      .map(({ handoffId, pull, runUrl }) => ({ handoffId, pull, runUrl })),
    more: {
      parts: left(verify.failed, MAX.parts),
      rows: left(rows, MAX.rows) + left(verify.failed, MAX_PARTS),
      templates: left(templates, MAX.templates),
      touched: left(here ?? [], MAX.touched),
      pulls: left(pulls, MAX.pulls),
      handoffs: left(handoffs, MAX.handoffs),
    },
    unknown: unknownsOf(input, { smoke: smoke ?? null, onHead: onHead[0] ?? null, here, templates }),
  };
}

/** The last attempt of each run. */
function lastOfEach(attempts: readonly SmokeAttempt[]): readonly SmokeAttempt[] {
  return attempts.filter(
    ({ run }) => !attempts.some((other) => other.run.runId === run.runId && other.run.attempt > run.attempt),
  );
}

function runningSmoke({ runs, headSha }: BlastInput): WatchedRun | undefined {
  return runs
    .filter((run) => run.role === 'smoke' && run.headSha === headSha && run.result === null)
    .toSorted(newestFirst)[0];
}

/** Another attempt of the run, or another run of the same commit where that is the PR's head, has passed. */
function hasPassedToo({ verify, runs, headSha }: BlastInput): boolean {
  return runs.some(
    (run) =>
      run.role === 'verify' &&
      run.result === 'success' &&
      (run.runId === verify.runId || (run.headSha === headSha && verify.headSha === headSha)),
  );
}

interface FailedTemplate {
  readonly template: string;
  readonly items: readonly SmokeItem[];
}

/** Templates that something failed of for certain, with all items about them. */
function templatesOf(rows: readonly BlastRow[], items: readonly SmokeItem[]): readonly FailedTemplate[] {
  const named = new Set(rows.flatMap((row) => (row.by === 'mention' ? [] : row.items)));
  const templates = items.flatMap(({ name, template }) =>
    named.has(name) && template !== null ? [template] : [],
  );
  return [...new Set(templates)]
    .toSorted()
    .map((template) => ({ template, items: items.filter((item) => item.template === template) }));
}

function affectedPulls(
  input: BlastInput,
  templates: readonly FailedTemplate[],
): readonly BlastRadius['pulls'][number][] {
  return input.pulls
    .filter(({ number }) => number !== input.pull)
    .toSorted((one, other) => one.number - other.number)
    .flatMap((pull): readonly BlastRadius['pulls'][number][] => {
      const newest = newestVerify(input.runs, pull);
      if (newest !== undefined && failAlike(input.verify, newest))
        return [{ number: pull.number, because: 'same_failure' }];
      const touches = templates.some(({ template, items }) =>
        pull.paths?.some((path) => pathTouches(path, template, items)),
      );
      return touches ? [{ number: pull.number, because: 'same_template' }] : [];
    });
}

function newestVerify(
  runs: readonly WatchedRun[],
  { number, headSha }: { readonly number: number; readonly headSha: string },
): WatchedRun | undefined {
  return runs
    .filter((run) => run.role === 'verify' && tells(run))
    .filter((run) => run.pulls.includes(number) && run.headSha === headSha)
    .toSorted(newestFirst)[0];
}

function unknownsOf(
  input: BlastInput,
  seen: {
    readonly smoke: WatchedRun | null;
    readonly onHead: SmokeAttempt | null;
    readonly here: readonly string[] | null;
    readonly templates: readonly AffectedTemplate[];
  },
): readonly BlastUnknown[] {
  const { smoke, onHead, here } = seen;
  const others = input.pulls.filter(({ number }) => number !== input.pull);
  const unknowns: readonly (readonly [BlastUnknown, boolean])[] = [
    ['verify_parts', input.verify.failed.length === 0],
    ['no_smoke', smoke === null],
    ['smoke_still_runs', smoke !== null && smoke.result === null],
    ['smoke_items', onHead !== null && !onHead.hasReport && hasFailed(onHead.run)],
    ['changes_here', here === null],
    ['changes_elsewhere', seen.templates.length > 0 && others.some(({ paths }) => paths === null)],
  ];
  return unknowns.flatMap(([unknown, is]) => (is ? [unknown] : []));
}

function refOf({ runId, attempt, url }: WatchedRun): RunRef {
  return { runId, attempt, url };
}

function left(all: readonly unknown[], max: number): number {
  return Math.max(all.length - max, 0);
}
