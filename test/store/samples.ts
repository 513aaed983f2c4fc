import type {
  ApprovalCommentEffect,
  CheckRunEffect,
  DispatchEffect,
  PullTarget,
  PullView,
  ReactionEffect,
  StickyCommentEffect,
} from '../../src/effect/effect.ts';
import type { Handoff, HandoffState } from '../../src/handoff/state.ts';
import type { Person } from '../../src/policies/facts.ts';
import type { GateId, Verdict } from '../../src/policies/verdict.ts';
import { known } from '../../src/policies/verdict.ts';
import type { CommandGiven, Commit, Decision, LedgerDraft } from '../../src/store/store.ts';
import { facts, settings } from '../support/facts.ts';

export const HEAD = 'a'.repeat(40);
export const AT = '2026-03-02T09:00:00.000Z';
export const MONA: Person = { id: 7, login: 'mona', kind: 'User' };

let lastRepository = 1000;

/** A PR of a repository that no other test uses. */
export function newPull(): PullTarget {
  lastRepository += 1;
  return {
    installationId: 5,
    repositoryId: lastRepository,
    owner: 'acme',
    repo: `shop-${lastRepository}`,
    number: 12,
  };
}

export function handoff(
  pull: PullTarget,
  state: HandoffState['kind'] = 'waiting',
  change: Partial<Handoff> = {},
): Handoff {
  const run = { id: 90, attempt: 1, url: 'https://github.com/acme/shop/actions/runs/90' };
  const states: Record<string, HandoffState> = {
    waiting: { kind: 'waiting', since: AT },
    dispatching: { kind: 'dispatching', since: AT },
    dispatched: { kind: 'dispatched', since: AT, run },
    abandoned: { kind: 'abandoned', since: AT, run: null },
  };
  return {
    id: `${pull.repositoryId}-${pull.number}-aaaaaaaaaaaa-main-1`,
    repositoryId: pull.repositoryId,
    number: pull.number,
    headSha: HEAD,
    baseRef: 'main',
    attempt: 1,
    origin: 'gates',
    requestedBy: null,
    openedAt: AT,
    dispatches: 0,
    state: states[state] ?? { kind: 'waiting', since: AT },
    ...change,
  };
}

export function commitOf(pull: PullTarget, change: Partial<Commit> = {}): Commit {
  return {
    pull,
    expected: [],
    handoffs: [],
    expectedRollbacks: [],
    rollbacks: [],
    decision: null,
    obligations: [],
    ledger: [],
    effects: [],
    reissue: [],
    commands: [],
    stops: [],
    adoptedRunId: null,
    wakeAt: null,
    open: true,
    baseRef: 'main',
    readAt: AT,
    ...change,
  };
}

export function draft(action = 'decision.made', data: LedgerDraft['data'] = {}): LedgerDraft {
  return { action, subject: 'acme/shop#12', actor: 'ai-ops', data };
}

export function verdict(gate: GateId, outcome: Verdict['outcome'] = 'pass'): Verdict {
  return {
    gate,
    outcome,
    code: 'way_clear',
    seen: { say: 'way_clear' },
    wanted: { say: 'way_clear' },
    evidence: [],
    warnings: [],
  };
}

export function decision(pull: PullTarget, change: Partial<Decision> = {}): Decision {
  return {
    id: `decision-${pull.repositoryId}-1`,
    repositoryId: pull.repositoryId,
    number: pull.number,
    headSha: HEAD,
    baseRef: 'main',
    at: AT,
    facts: facts({
      changes: known({ paths: ['nul-\u0000-and-lone-\ud800'], protectedPaths: [], smokePaths: [] }),
    }),
    verdicts: [verdict('G1')],
    configText: 'mode: enforce\n# nul \u0000\n',
    settings: settings(),
    configDigest: 'c0ffee',
    policyVersion: '1',
    digest: 'd1',
    ...change,
  };
}

function view(decisionId: string): PullView {
  return {
    locale: 'en',
    mode: 'enforce',
    headSha: HEAD,
    baseRef: 'main',
    overall: 'wait',
    verdicts: [],
    handoff: null,
    earlier: [],
    requests: [],
    configProblems: [],
    decisionId,
    labelName: 'LG-Verified ✅',
    repositoryUrl: 'https://github.com/acme/shop',
    playbookUrl: 'https://github.com/acme/shop/blob/main/docs/ai/ops-playbooks.md',
  };
}

export function checkRun(pull: PullTarget, decisionId: string): CheckRunEffect {
  const key = `check:${pull.repositoryId}:${pull.number}`;
  return { kind: 'check_run', key, pull, externalId: '12:main:0', view: view(decisionId) };
}

export function stickyComment(pull: PullTarget, decisionId: string): StickyCommentEffect {
  const key = `sticky:${pull.repositoryId}:${pull.number}`;
  return { kind: 'sticky_comment', key, pull, view: view(decisionId), verifyReport: null };
}

export function approval(pull: PullTarget, handoffId: string): ApprovalCommentEffect {
  return {
    kind: 'approval_comment',
    locale: 'en',
    key: `approval:${handoffId}`,
    pull,
    handoffId,
    headSha: HEAD,
    baseRef: 'main',
    runUrl: 'https://github.com/acme/shop/actions/runs/90',
    verdicts: [],
    about: null,
  };
}

export function dispatch(
  pull: PullTarget,
  n = 1,
  workflowPath = '.github/workflows/handoff.yml',
): DispatchEffect {
  return {
    kind: 'dispatch',
    key: `dispatch:${pull.repositoryId}:${pull.number}:${n}`,
    pull,
    purpose: 'handoff',
    workflowPath,
    ref: 'main',
    inputs: {},
    headSha: HEAD,
    baseRef: 'main',
  };
}

export function reaction(pull: PullTarget): ReactionEffect {
  return { kind: 'reaction', key: `eyes:${pull.repositoryId}`, pull, commentId: 1, content: 'eyes' };
}

export function command(pull: PullTarget, commentId: number): CommandGiven {
  return {
    id: `comment:${pull.repositoryId}:${commentId}`,
    repositoryId: pull.repositoryId,
    number: pull.number,
    source: 'comment',
    commentId,
    name: 'handoff',
    argument: null,
    by: MONA,
    shownHeadSha: null,
    at: AT,
  };
}
