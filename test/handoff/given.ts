import type { PullTarget } from '../../src/effect/effect.ts';
import { handoffId } from '../../src/handoff/keys.ts';
import {
  type FollowedRun,
  type Handoff,
  type HandoffRun,
  type HandoffState,
  hasEnded,
  type Observation,
  type Phase,
} from '../../src/handoff/state.ts';
import type { HandoffSettings } from '../../src/handoff/step.ts';
import { type Advance, advance } from '../../src/handoff/transition.ts';
import type { Person } from '../../src/policies/facts.ts';
import type { ReasonCode } from '../../src/policies/reason-codes.ts';
import { GATES, type GateId, known, type Outcome, type Verdict } from '../../src/policies/verdict.ts';

export const NOW = '2026-11-22T10:00:00.000Z';
export const HEAD = 'a'.repeat(40);
export const OTHER_HEAD = 'b'.repeat(40);
export const ANNA: Person = { id: 7, login: 'anna', kind: 'User' };
export const PULL: PullTarget = {
  installationId: 1,
  repositoryId: 42,
  owner: 'acme',
  repo: 'shop',
  number: 12,
};
export const RUN: FollowedRun = {
  id: 900,
  attempt: 1,
  url: 'https://github.test/acme/shop/actions/runs/900',
};
export const REVIEW: Phase = { name: 'pr_review', at: 'Review', waiting: false };
export const SETTINGS: HandoffSettings = {
  start: 'automatic',
  workflowPath: '.github/workflows/ai-ops-auto-handoff.yml',
  ref: 'main',
  inputs: {},
  approvalLabel: '@ai-ops',
  linksSlack: true,
  locale: 'en',
};

/** `NOW` and some seconds; negative ones are past. */
export function at(seconds: number): string {
  return new Date(Date.parse(NOW) + seconds * 1000).toISOString();
}

/** All five gates open, but for those named. */
export function verdicts(
  closed: Partial<Record<GateId, readonly [Outcome, ReasonCode]>> = {},
): readonly Verdict[] {
  return GATES.map((gate) => {
    const [outcome, code] = closed[gate] ?? (['pass', 'way_clear'] as const);
    return {
      gate,
      outcome,
      code,
      seen: { say: 'way_clear' },
      wanted: { say: 'way_clear' },
      evidence: [],
      warnings: [],
    };
  });
}

export const LABEL_GONE = verdicts({ G4: ['fail', 'label_missing'] });
export const STOPPED = verdicts({ G5: ['fail', 'stopped'] });
export const WAITING = verdicts({ G3: ['wait', 'verify_running'] });
export const UNKNOWN = verdicts({ G1: ['unknown', 'smoke_unknown'] });

/** An open PR with open gates of which nothing else is known. */
export function observed(overrides: Partial<Observation> = {}): Observation {
  return {
    repositoryId: PULL.repositoryId,
    number: PULL.number,
    headSha: HEAD,
    baseRef: 'main',
    pull: 'open',
    verdicts: verdicts(),
    request: null,
    startedByHand: null,
    otherDispatchUnresolved: false,
    rollingBack: false,
    cancelledBy: null,
    dispatch: null,
    dispatchKey: null,
    run: known(null),
    nestedVerify: known({ kind: 'none_yet' }),
    approval: null,
    ...overrides,
  };
}

export function handoff(state: HandoffState, overrides: Partial<Handoff> = {}): Handoff {
  const of = {
    repositoryId: PULL.repositoryId,
    number: PULL.number,
    headSha: HEAD,
    baseRef: 'main',
    attempt: 1,
    ...overrides,
  };
  return {
    id: handoffId(of),
    ...of,
    origin: overrides.origin ?? 'gates',
    requestedBy: overrides.requestedBy ?? null,
    openedAt: at(-600),
    dispatches: overrides.dispatches ?? (state.kind === 'waiting' || state.kind === 'ready' ? 0 : 1),
    state,
  };
}

/** The Auto Handoff run as read from GitHub: under way in its review phase. */
export function runSeen(overrides: Partial<HandoffRun> = {}): Observation['run'] {
  return known({
    ...RUN,
    status: 'running',
    conclusion: null,
    createdAt: at(-300),
    completedAt: null,
    phase: REVIEW,
    ...overrides,
  });
}

export function runEnded(conclusion: string, overrides: Partial<HandoffRun> = {}): Observation['run'] {
  return runSeen({ status: 'completed', conclusion, completedAt: at(-20), ...overrides });
}

export interface Case {
  readonly handoffs: readonly Handoff[];
  readonly see?: Partial<Observation>;
  readonly settings?: Partial<HandoffSettings>;
  readonly now?: string;
}

export function advanced({ handoffs, see = {}, settings = {}, now = NOW }: Case): Advance {
  return advance({
    pull: PULL,
    handoffs,
    active: handoffs.find((one) => !hasEnded(one)) ?? null,
    observation: observed(see),
    settings: { ...SETTINGS, ...settings },
    now,
  });
}

/** The handoffs as they are stored after the decision. */
export function stored(before: readonly Handoff[], { changed }: Advance): readonly Handoff[] {
  return [...new Map([...before, ...changed].map((one) => [one.id, one])).values()];
}
