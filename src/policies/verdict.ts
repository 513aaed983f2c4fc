import type { ReasonCode } from './reason-codes.ts';
import type { Seen, Wanted, Warning } from './said.ts';

/** The five gates of the runbook (品質基準とハンドオフ), in the order they are shown. */
export const GATES = ['G1', 'G2', 'G3', 'G4', 'G5'] as const;
export type GateId = (typeof GATES)[number];

/** Only `pass` opens. `wait` means the world is still working, `unknown` that it could not be read. */
export type Outcome = 'pass' | 'wait' | 'fail' | 'unknown';

export interface Evidence {
  /** What the link shows: bot-made text, never a person's. */
  readonly label: string;
  readonly url: string;
}

/**
 * One gate's judgement. The same object makes the check run, the comment, the command-line
 * answer and the ledger entry.
 */
export interface Verdict {
  readonly gate: GateId;
  readonly outcome: Outcome;
  readonly code: ReasonCode;
  readonly seen: Seen;
  readonly wanted: Wanted;
  readonly evidence: readonly Evidence[];
  /** Things worth showing that do not close the gate, such as a skipped template. */
  readonly warnings: readonly Warning[];
}

/** A verdict whose evidence and warnings are left out where there are none. */
export function verdict(
  said: Omit<Verdict, 'evidence' | 'warnings'> & Partial<Pick<Verdict, 'evidence' | 'warnings'>>,
): Verdict {
  return { evidence: [], warnings: [], ...said };
}

/**
 * The gates as one: `open` only when all pass; `action` when all that is missing is a person of the
 * AI Ops team putting the label on.
 */
export type Overall = 'open' | 'wait' | 'action' | 'closed' | 'unknown';

/** A read of the world that may have failed. Unknown closes gates; it is never an empty list. */
export type Known<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly why: string };

export function known<T>(value: T): Known<T> {
  return { known: true, value };
}

/** `why` is a terse reason without secrets, such as `GitHub answered 502`. */
export function unknown(why: string): { readonly known: false; readonly why: string } {
  return { known: false, why };
}
