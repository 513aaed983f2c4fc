import type { DispatchEffect } from '../effect.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';
import type { SmokeSettings, VerifySettings } from '../policies/settings.ts';
import type { DecideInput, Standing } from './standing.ts';

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
  return [
    {
      kind: 'dispatch',
      key: keyOf(purpose, input),
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

function keyOf(purpose: 'smoke' | 'verify', { memory, reading }: DecideInput): string {
  const { number, headSha, baseRef } = reading.facts.pull;
  const heldBack = memory.dispatches.filter(
    (dispatch) =>
      dispatch.purpose === purpose &&
      dispatch.headSha === headSha &&
      dispatch.baseRef === baseRef &&
      dispatch.outcome.kind === 'withdrawn',
  ).length;
  return `dispatch:${purpose}:${memory.pull.repositoryId}:${number}:${headSha}:${baseRef}:${heldBack + 1}`;
}
