import type { DispatchEffect } from '../effect/effect.ts';
import type { ChangeFacts } from '../policies/facts.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';
import type { DispatchRecord } from '../store/store.ts';
import type { DecideInput, Standing } from './standing.ts';

/** After that many the way is open one moment and closed the next; a person can start it. */
const MOST_HELD_BACK = 10;

type Purpose = 'smoke' | 'verify';
type Input = Pick<DecideInput, 'memory' | 'reading'>;

/**
 * Starts Codex Smoke or LangGraph Verify where the configuration says that the bot does so when
 * none ran for the head. Once per head and base: the key is the deed. Nothing is started while
 * something is in the way (G5), or where a person has started it; one that was held back right before it was sent
 * is another deed.
 */
export function evidenceDispatches(input: DecideInput, standing: Standing): readonly DispatchEffect[] {
  if (!standing.enforcing || !standing.governed) return [];
  const says = (code: ReasonCode) => standing.verdicts.some((verdict) => verdict.code === code);
  if (!says('way_clear')) return [];
  return [
    ...(says('smoke_missing') ? start(input, 'smoke') : []),
    ...(says('verify_missing') ? start(input, 'verify') : []),
  ];
}

function start(input: DecideInput, purpose: Purpose): readonly DispatchEffect[] {
  if (input.reading.settings[purpose].when_missing !== 'dispatch') return [];
  const earlier = dispatchesOf(purpose, input);
  if (earlier.some(({ asked, outcome }) => asked !== null && !wasNotSent(outcome))) return [];
  const heldBack = earlier.filter(
    ({ asked, outcome }) => asked === null && outcome.kind === 'withdrawn',
  ).length;
  if (heldBack >= MOST_HELD_BACK) return [];
  const effect = evidenceDispatch(purpose, input, String(heldBack + 1));
  return effect === null ? [] : [effect];
}

/**
 * On the PR's branch only for branches of this repository whose change touches no protected path; else on the
 * default branch, with the head as an input. Nothing is ever dispatched on a fork. `null` where it may not be.
 *
 * @param deed what makes it another one than all others for this head and base
 */
export function evidenceDispatch(
  purpose: Purpose,
  { memory, reading }: Input,
  deed: string,
): DispatchEffect | null {
  const { pull, changes, repository } = reading.facts;
  const { workflow, ref, head_input: headInput } = reading.settings[purpose];
  const onHead = ref === 'head';
  const untouched = changes.known && isUntouched(changes.value, workflow);
  if (onHead ? pull.fromFork || !untouched : headInput === undefined) return null;
  const { repositoryId, number } = memory.pull;
  return {
    kind: 'dispatch',
    key: `dispatch:${purpose}:${repositoryId}:${number}:${pull.headSha}:${pull.baseRef}:${deed}`,
    pull: memory.pull,
    purpose,
    workflowPath: workflow,
    ref: onHead ? pull.headRef : repository.defaultBranch,
    inputs: onHead || headInput === undefined ? {} : { [headInput]: pull.headSha },
    headSha: pull.headSha,
    baseRef: pull.baseRef,
  };
}

/** What would run is what stands on the default branch, as far as the PR's changes can tell. */
export function isUntouched({ paths, protectedPaths }: ChangeFacts, workflow: string): boolean {
  return protectedPaths.length === 0 && !paths.includes(workflow);
}

/** Those for the head and base of now, oldest first. */
export function dispatchesOf(purpose: Purpose, { memory, reading }: Input): readonly DispatchRecord[] {
  const { headSha, baseRef } = reading.facts.pull;
  return memory.dispatches.filter(
    (dispatch) =>
      dispatch.purpose === purpose && dispatch.headSha === headSha && dispatch.baseRef === baseRef,
  );
}

export function wasNotSent({ kind }: DispatchRecord['outcome']): boolean {
  return kind === 'withdrawn' || kind === 'refused';
}
