import type { DispatchEffect, HandoffSaid, PullTarget } from '../effect/effect.ts';
import type { Person, RunStatus } from '../policies/facts.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';
import type { Known } from '../policies/verdict.ts';
import { filledInputs } from './effects.ts';
import type { DispatchOutcome, FollowedRun, Handoff } from './state.ts';
import type { EntryValue } from './step.ts';
import { summarize } from './summary.ts';

/**
 * One try to take a handoff back with the configured workflow, because a person asked (H6). At most one of a PR has
 * not ended; another of the same handoff only after one that ended without success.
 */
export interface Rollback {
  /** `rollback:<handoff id>:<attempt>`; part of the key of its one dispatch. */
  readonly id: string;
  readonly handoffId: string;
  /** The handoff's. */
  readonly headSha: string;
  readonly baseRef: string;
  readonly attempt: number;
  readonly by: Person;
  readonly state: RollbackState;
}

/**
 * State             | entered when                        | left when
 * starting          | a person asked                      | the dispatch is known done or not done, or long unknown
 * unknown           | no run showed up for three minutes  | one does, or half an hour is over
 * running           | the run id is known                 | the run has ended
 * succeeded, failed | ended, and never changed again
 */
export type RollbackState =
  | { readonly kind: 'starting'; readonly since: string }
  | { readonly kind: 'unknown'; readonly since: string }
  | { readonly kind: 'running'; readonly since: string; readonly run: FollowedRun }
  | { readonly kind: 'succeeded'; readonly since: string; readonly run: FollowedRun }
  | {
      readonly kind: 'failed';
      readonly since: string;
      readonly run: FollowedRun | null;
      readonly code: ReasonCode;
      readonly detail: HandoffSaid;
    };

/** What was read of the rollback that has not ended. */
export interface RollbackReading {
  /** `null` where there is none. */
  readonly dispatch: DispatchOutcome | null;
  readonly run: Known<RollbackRun | null>;
}

export interface RollbackRun extends FollowedRun {
  readonly status: RunStatus;
  readonly conclusion: string | null;
}

export function isOver({ state }: Rollback): boolean {
  return state.kind === 'succeeded' || state.kind === 'failed';
}

/** It came to an end after a run of it may have changed something. */
export function canBeTakenBack(handoff: Handoff): boolean {
  const ended = ['approved', 'failed', 'stopped'].includes(handoff.state.kind);
  return ended && summarize(handoff.state).run !== null;
}

/** Key of the one dispatch of a rollback. */
export function rollbackDispatchKey({ id }: Pick<Rollback, 'id'>): string {
  return `dispatch:${id}:1`;
}

/** A rollback that is new or has moved on, with what the ledger is told. */
export interface RollbackStep {
  readonly rollback: Rollback;
  readonly entry: {
    readonly action: `rollback.${RollbackState['kind']}`;
    readonly data: { readonly [key: string]: EntryValue };
  };
}

export interface RollbackRequest {
  readonly handoff: Handoff;
  /** How often it was tried before. */
  readonly earlier: number;
  readonly asked: { readonly commandId: string; readonly by: Person };
  readonly workflowPath: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** The default branch: the only one whose workflow file is trusted to write. */
  readonly ref: string;
  readonly pull: PullTarget;
  /** ISO 8601 in UTC. */
  readonly now: string;
}

/** Begins a rollback: its state, its one dispatch, its ledger entry. */
export function beginRollback(request: RollbackRequest): RollbackStep & { readonly effect: DispatchEffect } {
  const { handoff, asked, workflowPath, ref, pull, now } = request;
  const { headSha, baseRef } = handoff;
  const attempt = request.earlier + 1;
  const rollback: Rollback = {
    id: `rollback:${handoff.id}:${attempt}`,
    handoffId: handoff.id,
    headSha,
    baseRef,
    attempt,
    by: asked.by,
    state: { kind: 'starting', since: now },
  };
  const effect: DispatchEffect = {
    kind: 'dispatch',
    key: rollbackDispatchKey(rollback),
    pull,
    purpose: 'rollback',
    workflowPath,
    ref,
    inputs: filledInputs(request.inputs, handoff),
    headSha,
    baseRef,
    asked,
  };
  const step = enterRollback(rollback, rollback.state);
  const data = { ...step.entry.data, commandId: asked.commandId, dispatchKey: effect.key };
  return { ...step, entry: { ...step.entry, data }, effect };
}

/** What the ledger is told of a state that is entered. */
export function enterRollback(rollback: Rollback, state: RollbackState): RollbackStep {
  const { id, handoffId, headSha, baseRef, by } = rollback;
  const run = 'run' in state ? state.run : null;
  const { code, detail } = state.kind === 'failed' ? state : { code: null, detail: null };
  return {
    rollback: { ...rollback, state },
    entry: {
      action: `rollback.${state.kind}`,
      data: {
        rollback: id,
        handoffId,
        headSha,
        baseRef,
        by: { ...by },
        run: run === null ? null : { ...run },
        code,
        detail,
      },
    },
  };
}
