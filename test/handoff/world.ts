import { dispatchKey } from '../../src/handoff/keys.ts';
import {
  type DispatchOutcome,
  type Handoff,
  type HandoffRun,
  hasEnded,
  type NestedVerify,
  type Observation,
} from '../../src/handoff/state.ts';
import type { Advance } from '../../src/handoff/transition.ts';
import { known, unknown, type Verdict } from '../../src/policies/verdict.ts';
import { ANNA, at, observed, REVIEW, verdicts } from './given.ts';
import { BY_MIKA } from './states.ts';

/** What may befall the world between two looks at it. */
export type Event =
  | { readonly kind: 'time'; readonly seconds: number }
  | { readonly kind: 'push'; readonly head: 'a' | 'b' | 'c' }
  | { readonly kind: 'retarget'; readonly base: 'main' | 'release' }
  | { readonly kind: 'pull'; readonly is: 'open' | 'closed' }
  | { readonly kind: 'gates'; readonly verdicts: readonly Verdict[] }
  | { readonly kind: 'other_dispatch'; readonly unresolved: boolean }
  | { readonly kind: 'stop'; readonly cancels: boolean | null }
  | { readonly kind: 'rolling_back'; readonly is: boolean }
  | { readonly kind: 'request' }
  | { readonly kind: 'start_by_hand' }
  | {
      readonly kind: 'dispatch';
      readonly ends: 'answered' | 'lost_done' | 'lost_undone' | 'withdrawn' | 'refused';
    }
  | { readonly kind: 'lost_run_found' }
  | {
      readonly kind: 'run';
      readonly is: 'running' | 'waiting' | 'success' | 'failure' | 'cancelled' | 'again';
    }
  | { readonly kind: 'nested_verify'; readonly verify: NestedVerify }
  | { readonly kind: 'approval'; readonly is: 'posted' | 'refused' }
  | { readonly kind: 'readable'; readonly is: boolean };

interface Dispatch {
  outcome: DispatchOutcome;
  /** The run that GitHub made, whether its answer arrived or not. */
  made: HandoffRun | null;
}

/** GitHub, the outbox and the store as far as one PR's handoff can tell; it changes by events only. */
export class World {
  seconds = 0;
  handoffs: readonly Handoff[] = [];
  readonly dispatches = new Map<string, Dispatch>();
  readonly requestedAt: string[] = [];
  /** Keys of all effects asked for so far. */
  readonly asked = new Set<string>();
  readonly #runs = new Map<number, HandoffRun>();
  #headSha = 'a'.repeat(40);
  #baseRef = 'main';
  #pull: 'open' | 'closed' = 'open';
  #verdicts = verdicts();
  #otherDispatch = false;
  #rollingBack = false;
  /** Whether the stop in force cancels; `null` for none. */
  #stop: boolean | null = null;
  #request: Observation['request'] = null;
  #byHand: Observation['startedByHand'] = null;
  #nested: NestedVerify = { kind: 'none_yet' };
  #owedApproval: string | null = null;
  #approval: Observation['approval'] = null;
  #readable = true;

  get now(): string {
    return at(this.seconds);
  }

  get active(): Handoff | null {
    return this.handoffs.find((one) => !hasEnded(one)) ?? null;
  }

  observe(): Observation {
    const active = this.active;
    const dispatch = active === null ? undefined : this.dispatches.get(dispatchKey(active));
    return observed({
      headSha: this.#headSha,
      baseRef: this.#baseRef,
      pull: this.#pull,
      verdicts:
        this.#stop === null
          ? this.#verdicts
          : this.#verdicts.map((verdict) =>
              verdict.gate === 'G5' ? { ...verdict, outcome: 'fail', code: 'stopped' } : verdict,
            ),
      cancelledBy: this.#stop ? BY_MIKA : null,
      rollingBack: this.#rollingBack,
      request: this.#request,
      startedByHand: this.#byHand,
      otherDispatchUnresolved: this.#otherDispatch,
      dispatch: dispatch?.outcome ?? null,
      dispatchKey: dispatch === undefined || active === null ? null : dispatchKey(active),
      run: this.#readable ? known(this.#followed(active)) : unknown('GitHub answered 502'),
      nestedVerify: this.#readable ? known(this.#nested) : unknown('GitHub answered 502'),
      approval: this.#approval,
    });
  }

  /** The decision is committed: handoffs, effects and what it used up, together. */
  commit(handoffs: readonly Handoff[], { effects, adoptedRunId, usedRequestId }: Advance): void {
    this.handoffs = handoffs;
    for (const effect of effects) {
      this.asked.add(effect.key);
      if (effect.kind === 'dispatch')
        this.dispatches.set(effect.key, { outcome: { kind: 'pending' }, made: null });
      if (effect.kind === 'approval_comment') this.#owedApproval = effect.handoffId;
    }
    if (adoptedRunId !== null) this.#byHand = null;
    if (usedRequestId !== null) this.#request = null;
  }

  happen(event: Event): void {
    switch (event.kind) {
      case 'time':
        this.seconds += event.seconds;
        break;
      case 'push':
        this.#headSha = event.head.repeat(40);
        break;
      case 'retarget':
        this.#baseRef = event.base;
        break;
      case 'pull':
        this.#pull = event.is;
        break;
      case 'gates':
        this.#verdicts = event.verdicts;
        break;
      case 'other_dispatch':
        this.#otherDispatch = event.unresolved;
        break;
      case 'stop':
        this.#stop = event.cancels;
        break;
      case 'rolling_back':
        this.#rollingBack = event.is;
        break;
      case 'request':
        this.#request = { commandId: `comment:${this.seconds}`, by: ANNA, at: this.now };
        this.requestedAt.push(this.now);
        break;
      case 'start_by_hand':
        this.#byHand ??= { run: this.#makeRun(), by: ANNA };
        break;
      case 'dispatch':
        this.#sendDispatch(event.ends);
        break;
      case 'lost_run_found':
        for (const dispatch of this.dispatches.values()) {
          if (dispatch.outcome.kind === 'unanswered' && dispatch.made !== null) {
            dispatch.outcome = { kind: 'sent', run: dispatch.made };
          }
        }
        break;
      case 'run':
        this.#moveRun(event.is);
        break;
      case 'nested_verify':
        this.#nested = event.verify;
        break;
      case 'approval':
        if (this.#owedApproval === null) break;
        this.#approval = {
          handoffId: this.#owedApproval,
          outcome:
            event.is === 'posted'
              ? { kind: 'posted', url: 'https://github.test/c' }
              : { kind: 'refused', detail: '403' },
        };
        this.#owedApproval = null;
        break;
      case 'readable':
        this.#readable = event.is;
        break;
    }
  }

  /** As GitHub would tell now; `null` when the handoff follows none. */
  #followed(active: Handoff | null): HandoffRun | null {
    if (active === null) return null;
    const sent = this.dispatches.get(dispatchKey(active))?.outcome;
    const run = 'run' in active.state ? active.state.run : sent?.kind === 'sent' ? sent.run : null;
    return run === null ? null : (this.#runs.get(run.id) ?? null);
  }

  #makeRun(): HandoffRun {
    const id = 900 + this.#runs.size;
    const run: HandoffRun = {
      id,
      attempt: 1,
      url: `https://github.test/runs/${id}`,
      status: 'queued',
      conclusion: null,
      createdAt: this.now,
      completedAt: null,
      phase: REVIEW,
    };
    this.#runs.set(id, run);
    this.#nested = { kind: 'none_yet' };
    return run;
  }

  #sendDispatch(ends: Extract<Event, { kind: 'dispatch' }>['ends']): void {
    const dispatch = [...this.dispatches.values()].find(({ outcome }) => outcome.kind === 'pending');
    if (dispatch === undefined) return;
    if (ends === 'answered' || ends === 'lost_done') dispatch.made = this.#makeRun();
    if (ends === 'answered' && dispatch.made !== null)
      dispatch.outcome = { kind: 'sent', run: dispatch.made };
    if (ends === 'lost_done' || ends === 'lost_undone')
      dispatch.outcome = { kind: 'unanswered', triedAt: this.now };
    if (ends === 'withdrawn') dispatch.outcome = { kind: 'withdrawn', code: 'label_missing' };
    if (ends === 'refused') dispatch.outcome = { kind: 'refused', detail: '422' };
  }

  #moveRun(is: Extract<Event, { kind: 'run' }>['is']): void {
    const run = this.#followed(this.active);
    if (run === null) return;
    if (is === 'again') {
      const attempt = run.attempt + 1;
      this.#runs.set(run.id, { ...run, attempt, status: 'queued', conclusion: null, completedAt: null });
    } else if (run.status !== 'completed') {
      const underWay = is === 'running' || is === 'waiting';
      this.#runs.set(run.id, {
        ...run,
        status: underWay ? is : 'completed',
        conclusion: underWay ? null : is,
        completedAt: underWay ? null : this.now,
        phase: { ...REVIEW, waiting: is === 'waiting' },
      });
    }
  }
}
