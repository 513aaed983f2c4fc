import type {
  ApprovalCommentEffect,
  CheckRunEffect,
  ConfigCheckEffect,
  DispatchEffect,
  Effect,
  GitHubEffect,
  HandoffView,
  PullView,
  ReplyEffect,
  StickyCommentEffect,
} from '../../src/effect/effect.ts';
import type { Sending } from '../../src/notifiers/notifier.ts';
import type { Verdict } from '../../src/policies/verdict.ts';
import { blastEffect } from './blast-samples.ts';
import { HEAD, HOSTILE, PULL } from './places.ts';

export { HEAD, HOSTILE, PULL } from './places.ts';

const RUN = 'https://github.com/octo/shop/actions/runs';

export const PASSED: readonly Verdict[] = [
  passed('G1', 'smoke_passed', {
    seen: { say: 'run', run: { id: 12, attempt: 1, state: 'success' } },
    wanted: { say: 'success', of: 'Codex Smoke' },
    evidence: [evidence(12)],
  }),
  passed('G2', 'tests_passed', {
    seen: {
      say: 'tests_green',
      tests: {
        shown: [
          { say: 'green', kind: 'lint', file: 'ci.yml' },
          { say: 'green', kind: 'unit', file: 'ci.yml' },
        ],
        more: 0,
      },
    },
    wanted: { say: 'lint_and_unit_green' },
    evidence: [evidence(13)],
  }),
  passed('G3', 'verify_passed', {
    seen: { say: 'run', run: { id: 14, attempt: 2, state: 'success' } },
    wanted: { say: 'success_with_report', of: 'LangGraph Verify' },
    evidence: [evidence(14)],
  }),
  passed('G4', 'label_trusted', {
    seen: { say: 'label_by_member', login: 'mona', at: '2026-11-22T12:00:00Z' },
    wanted: { say: 'label_by_team', label: 'LG-Verified ✅' },
  }),
  passed('G5', 'way_clear', { seen: { say: 'way_clear' }, wanted: { say: 'way_clear' } }),
];

/** Two gates open, and one of each other outcome. */
export const MIXED: readonly Verdict[] = [
  but('G1', { warnings: [{ say: 'skipped', checks: { shown: ['cli-runbook'], more: 0 } }] }),
  but('G2', {
    outcome: 'fail',
    code: 'tests_not_successful',
    seen: {
      say: 'tests_not_green',
      tests: {
        shown: [
          {
            say: 'not_green',
            kind: 'unit',
            file: 'ci.yml',
            run: { id: 13, attempt: 1, state: 'failure' },
            job: { say: 'ended', name: 'unit', conclusion: 'failure' },
          },
        ],
        more: 0,
      },
    },
  }),
  but('G3', {
    outcome: 'unknown',
    code: 'verify_unknown',
    seen: { say: 'not_read', why: 'GitHub answered 502' },
    evidence: [],
  }),
  but('G4', { outcome: 'wait', code: 'label_missing', seen: { say: 'label_absent', last: null } }),
  but('G5', {}),
];

function passed(
  gate: Verdict['gate'],
  code: Verdict['code'],
  said: Pick<Verdict, 'seen' | 'wanted'> & Partial<Verdict>,
): Verdict {
  return { gate, outcome: 'pass', code, evidence: [], warnings: [], ...said };
}

function but(gate: Verdict['gate'], over: Partial<Verdict>): Verdict {
  const verdict = PASSED.find((one) => one.gate === gate);
  if (verdict === undefined) throw new Error(`no verdict of ${gate}`);
  return { ...verdict, ...over };
}

function evidence(run: number): Verdict['evidence'][number] {
  return { label: `run ${run}`, url: `${RUN}/${run}` };
}

/** What a gate could say with names that people chose, all of them this text. */
export function saidWith(name: string): Pick<Verdict, 'seen' | 'wanted' | 'warnings'> {
  const listed = { shown: Array<string>(5).fill(name), more: 9 };
  return {
    seen: { say: 'stopped', scope: 'repository', source: name, by: name, reason: name },
    wanted: { say: 'base_among', branches: listed },
    warnings: [{ say: 'skipped', checks: listed }],
  };
}

export function view(over: Partial<PullView> = {}): PullView {
  return {
    locale: 'en',
    mode: 'enforce',
    headSha: HEAD,
    baseRef: 'main',
    overall: 'wait',
    verdicts: MIXED,
    handoff: null,
    earlier: [],
    requests: [],
    configProblems: [],
    decisionId: 'd-42',
    labelName: 'LG-Verified ✅',
    repositoryUrl: 'https://github.com/octo/shop',
    playbookUrl: 'https://github.com/octo/shop/blob/main/docs/ai/ops-playbooks.md',
    ...over,
  };
}

export function handoff(over: Partial<HandoffView> = {}): HandoffView {
  return {
    id: `1296269-7-${HEAD}-main-1`,
    headSha: HEAD,
    attempt: 1,
    origin: 'gates',
    requestedBy: null,
    state: 'running',
    since: '2026-11-22T12:34:56Z',
    code: null,
    detail: null,
    phase: { name: 'pr_review', at: 'review', waiting: false },
    runUrl: `${RUN}/99`,
    approvalUrl: null,
    slackUrl: null,
    followUp: null,
    rollback: null,
    ...over,
  };
}

/** Everything that people could have named, named by a hostile one. */
export function hostileView(over: Partial<PullView> = {}): PullView {
  return view({
    verdicts: MIXED.map((verdict) => ({
      ...verdict,
      ...saidWith(HOSTILE),
      evidence: [
        { label: HOSTILE, url: 'javascript:alert(1)' },
        { label: HOSTILE, url: `https://github.com/a)|b?q=${encodeURIComponent(HOSTILE)}` },
      ],
    })),
    baseRef: HOSTILE,
    labelName: HOSTILE,
    configProblems: [HOSTILE],
    earlier: [
      handoff({
        state: HOSTILE,
        followUp: { state: 'owed', dueAt: HOSTILE, owners: [HOSTILE], by: null, at: null },
        rollback: {
          state: 'failed',
          by: HOSTILE,
          runUrl: null,
          code: 'rollback_failed',
          detail: { say: 'answered', why: HOSTILE },
        },
      }),
    ],
    handoff: handoff({
      state: 'failed',
      code: 'run_failed',
      detail: { say: 'answered', why: HOSTILE },
      origin: 'command',
      requestedBy: HOSTILE,
      phase: { name: HOSTILE, at: HOSTILE, waiting: true },
    }),
    requests: [{ what: HOSTILE, by: HOSTILE, granted: false, code: 'command_not_allowed', at: HOSTILE }],
    playbookUrl: 'https://github.com/octo/shop/wiki',
    decisionId: 'd-42',
    ...over,
  });
}

export const checkRunEffect = (shown: PullView = view()): CheckRunEffect => ({
  kind: 'check_run',
  key: `check:${HEAD}`,
  pull: PULL,
  externalId: `7:${shown.baseRef}:0`,
  view: shown,
});

export const configCheckEffect = (over: Partial<ConfigCheckEffect> = {}): ConfigCheckEffect => ({
  kind: 'config_check',
  key: `config-check:${HEAD}`,
  pull: PULL,
  locale: 'en',
  headSha: HEAD,
  path: '.github/ai-ops.yml',
  change: { kind: 'invalid', problems: [{ line: 7, message: 'label.colour: is not a known key' }] },
  ...over,
});

export const stickyEffect = (over: Partial<StickyCommentEffect> = {}): StickyCommentEffect => ({
  kind: 'sticky_comment',
  key: 'sticky:7',
  pull: PULL,
  view: view(),
  verifyReport: { text: '## AI Ops LangGraph Verify\n- Status: success', runUrl: `${RUN}/14` },
  ...over,
});

export const approvalEffect = (over: Partial<ApprovalCommentEffect> = {}): ApprovalCommentEffect => ({
  kind: 'approval_comment',
  locale: 'en',
  key: 'approval:h1',
  pull: PULL,
  handoffId: `1296269-7-${HEAD}-main-1`,
  headSha: HEAD,
  baseRef: 'main',
  runUrl: `${RUN}/99`,
  verdicts: PASSED,
  about: null,
  ...over,
});

export const replyEffect = (reply: ReplyEffect['reply'] = { kind: 'help' }): ReplyEffect => ({
  kind: 'reply',
  locale: 'en',
  key: 'reply:comment:555',
  pull: PULL,
  reply,
});

export const dispatchEffect = (over: Partial<DispatchEffect> = {}): DispatchEffect => ({
  kind: 'dispatch',
  key: 'dispatch:h1:1',
  pull: PULL,
  purpose: 'handoff',
  workflowPath: '.github/workflows/ai-ops-auto-handoff.yml',
  ref: 'main',
  inputs: {},
  headSha: HEAD,
  baseRef: 'main',
  ...over,
});

/** A pull request is a branch, a commit and itself: `history-pull.test.ts` holds it. */
export type OneCallKind = Exclude<GitHubEffect['kind'], 'history_pull'>;

/** One effect of every kind that is done at GitHub with one call. */
export const EFFECTS: { readonly [K in OneCallKind]: Extract<GitHubEffect, { kind: K }> } = {
  check_run: checkRunEffect(),
  config_check: configCheckEffect(),
  sticky_comment: stickyEffect(),
  approval_comment: approvalEffect(),
  blast_comment: blastEffect(),
  reply: replyEffect(),
  add_label: { kind: 'add_label', key: 'l1', pull: PULL, label: '@ai-ops', headSha: HEAD },
  remove_label: {
    kind: 'remove_label',
    key: 'l2',
    pull: PULL,
    label: 'LG-Verified ✅',
    code: 'superseded_by_push',
  },
  dispatch: dispatchEffect(),
  cancel_run: { kind: 'cancel_run', key: 'c1', pull: PULL, runId: 99, code: 'superseded_by_push' },
  rerun_run: {
    kind: 'rerun_run',
    key: 'rr1',
    pull: PULL,
    purpose: 'verify',
    runId: 99,
    attempt: 1,
    headSha: HEAD,
    baseRef: 'main',
    asked: { commandId: 'comment:555', by: { id: 5, login: 'mona', kind: 'User' } },
  },
  rerun_watched: {
    kind: 'rerun_watched',
    key: 'rw1',
    ...watchedRun(),
    role: 'smoke',
    by: null,
  },
  cancel_watched: { kind: 'cancel_watched', key: 'cw1', ...watchedRun() },
  reaction: { kind: 'reaction', key: 'r1', pull: PULL, commentId: 555, content: 'eyes' },
};

export function sending<E extends Effect>(effect: E, over: Partial<Sending<E>> = {}): Sending<E> {
  return {
    effect,
    mayHaveBeenDoneSince: null,
    previous: null,
    isOver: false,
    about: null,
    ledger: { seq: 12, hash: 'f'.repeat(64) },
    ...over,
  };
}

function watchedRun() {
  return {
    repository: PULL,
    episodeId: '1296269:smoke_failure_rate:1',
    runId: 99,
    attempt: 1,
    headSha: HEAD,
    until: '2026-11-22T13:00:00Z',
  };
}
