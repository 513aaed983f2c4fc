import type { DispatchEffect } from '../effect.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';
import type { SmokeSettings, VerifySettings } from '../policies/settings.ts';
import type { DecideInput, Standing } from './standing.ts';

/** After that many the way is open one moment and closed the next; a person can start it. */
const MOST_HELD_BACK = 10;

/**
 * Starts Codex Smoke or LangGraph Verify where the configuration says that the bot does so when
 * none ran for the head. Once per head and base: the key is the deed. Nothing is started while
 * something is in the way (G5); one that was held back right before it was sent is another deed.
 *
 * On the PR's branch only for branches of this repository whose change touches no protected path;
 * else on the default branch, with the head as an input. Nothing is ever dispatched on a fork.
 */
export function evidenceDispatches(input: DecideInput, standing: Standing): readonly DispatchEffect[] {
  if (!standing.enforcing || !standing.governed) return [];
  const { smoke, verify } = input.reading.settings;
  const says = (code: ReasonCode) => standing.verdicts.some((verdict) => verdict.code === code);
  if (!says('way_clear')) return [];
  return [
    ...(says('smoke_missing') ? start(input, 'smoke', smoke) : []),
    ...(says('verify_missing') ? start(input, 'verify', verify) : []),
  ];
}

function start(
  input: DecideInput,
  purpose: 'smoke' | 'verify',
  settings: SmokeSettings | VerifySettings,
): readonly DispatchEffect[] {
  if (settings.when_missing !== 'dispatch') return [];
  const { pull, changes, repository } = input.reading.facts;
  const onHead = settings.ref === 'head';
  const untouched = changes.known && changes.value.protectedPaths.length === 0;
  if (onHead && (pull.fromFork || !untouched)) return [];
  if (!onHead && settings.head_input === undefined) return [];
  const heldBack = timesHeldBack(purpose, input);
  if (heldBack >= MOST_HELD_BACK) return [];
  return [
    {
      kind: 'dispatch',
      key: `dispatch:${purpose}:${input.memory.pull.repositoryId}:${pull.number}:${pull.headSha}:${pull.baseRef}:${heldBack + 1}`,
      pull: input.memory.pull,
      purpose,
      workflowPath: settings.workflow,
      ref: onHead ? pull.headRef : repository.defaultBranch,
      inputs: onHead || settings.head_input === undefined ? {} : { [settings.head_input]: pull.headSha },
      headSha: pull.headSha,
      baseRef: pull.baseRef,
    },
  ];
}

function timesHeldBack(purpose: 'smoke' | 'verify', { memory, reading }: DecideInput): number {
  const { headSha, baseRef } = reading.facts.pull;
  return memory.dispatches.filter(
    (dispatch) =>
      dispatch.purpose === purpose &&
      dispatch.headSha === headSha &&
      dispatch.baseRef === baseRef &&
      dispatch.outcome.kind === 'withdrawn',
  ).length;
}
