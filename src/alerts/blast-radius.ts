import type { CountedRun, LateHandoff } from './episode.ts';
import type { FailedPart, RunRef } from './run.ts';

/** What a failed LangGraph Verify means beside Codex Smoke of the same head (O2). */
export interface BlastRadius {
  readonly headSha: string;
  readonly verify: RunRef & { readonly failed: readonly FailedPart[] };
  /** The Codex Smoke run of the same head; `null` where there is none. */
  readonly smoke: (RunRef & { readonly result: CountedRun['result'] | null }) | null;
  readonly rows: readonly BlastRow[];
  /** Open PRs, other than this one, that the same templates bear upon. */
  readonly pulls: readonly { readonly number: number; readonly because: 'same_template' | 'same_failure' }[];
  readonly handoffs: readonly Pick<LateHandoff, 'handoffId' | 'pull' | 'runUrl'>[];
}

/** One scenario of Verify, or one item of Codex Smoke, with how it did in both. */
export interface BlastRow {
  readonly name: string;
  readonly verify: 'failed' | 'passed' | 'unknown';
  readonly smoke: 'failed' | 'passed' | 'skipped' | 'unknown';
  /** Both: the template or what they share. Verify alone: the graph or its APIs. Smoke alone: Codex and its environment. */
  readonly points: 'template' | 'graph' | 'codex' | 'unclear';
  /** How the item did in the newest runs of Codex Smoke, newest first; empty where that is not known. */
  readonly history: readonly ('failed' | 'passed' | 'skipped')[];
}
