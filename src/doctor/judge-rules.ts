import type { Finding } from '../effect/finding.ts';
import { finding } from './check.ts';

/** A status check that must pass before a merge; `appId` is the one App whose word counts, `null` for anybody's. */
export interface RequiredCheck {
  readonly context: string;
  readonly appId: number | null;
}

/** The rules that hold for a base branch. */
export interface BaseRules {
  readonly required: readonly RequiredCheck[];
  /** It is protected in a way that GitHub does not show to the App. */
  readonly hidden: boolean;
  readonly hasMergeQueue: boolean;
}

/** GitHub has -1 for any App in older protections. */
const ANY_APP = -1;

/** Whether the branch's rules make of the bot's check what it is meant to be. */
export function judgeBase(
  { required, hidden, hasMergeQueue }: BaseRules,
  wanted: {
    readonly base: string;
    /** Name of the bot's check for this base. */
    readonly check: string;
    readonly mode: 'observe' | 'enforce';
    readonly appId: number;
  },
): readonly Finding[] {
  const { base, check, mode } = wanted;
  const found = required.filter(({ context }) => context === check);
  return [
    finding('base_branch', 'ok', 'exists', base),
    ...(mode === 'observe' ? judgeObserving(found, check) : judgeEnforcing(found, hidden, wanted)),
    hasMergeQueue
      ? finding('merge_queue', 'fail', 'its pull requests are merged by a queue', base)
      : finding('merge_queue', 'ok', 'none', base),
  ];
}

function judgeObserving(found: readonly RequiredCheck[], check: string): readonly Finding[] {
  const skipped = (['check_required', 'check_pinned'] as const).map((id) =>
    finding(id, 'skipped', 'the bot only observes', check),
  );
  return [
    ...skipped,
    found.length > 0
      ? finding('check_premature', 'warn', 'required, while the bot only observes', check)
      : finding('check_premature', 'ok', 'not required', check),
  ];
}

/** Rules add up: one that is pinned must be met, whatever the others take. */
function judgeEnforcing(
  found: readonly RequiredCheck[],
  hidden: boolean,
  { check, appId }: { readonly check: string; readonly appId: number },
): readonly Finding[] {
  const premature = finding('check_premature', 'skipped', 'the bot enforces', check);
  if (found.length === 0 && hidden) {
    const seen = 'the branch is protected, and GitHub does not show the App how';
    return [
      finding('check_required', 'unknown', seen, check),
      finding('check_pinned', 'unknown', seen, check),
      premature,
    ];
  }
  if (found.length === 0)
    return [
      finding('check_required', 'fail', 'no rule of the branch requires it', check),
      finding('check_pinned', 'skipped', 'it is not required', check),
      premature,
    ];
  const required = finding('check_required', 'ok', 'required', check);
  if (found.some((one) => one.appId === appId))
    return [required, finding('check_pinned', 'ok', `from App ${appId} alone`, check), premature];
  const other = found.find((one) => one.appId !== null && one.appId !== ANY_APP);
  const seen = other === undefined ? 'from any source' : `from App ${other.appId}, which is not this one`;
  return [required, finding('check_pinned', 'fail', seen, check), premature];
}
