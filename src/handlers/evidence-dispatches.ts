import type { DispatchEffect } from '../effect.ts';
import type { SmokeSettings, VerifySettings } from '../policies/settings.ts';
import type { DecideInput, Standing } from './standing.ts';

/**
 * Starts Codex Smoke or LangGraph Verify where the configuration says that the bot does so when
 * none ran for the head. Once per head and base: the key is the deed.
 *
 * On the PR's branch only for branches of this repository whose change touches no protected path;
 * else on the default branch, with the head as an input. Nothing is ever dispatched on a fork.
 */
export function evidenceDispatches(input: DecideInput, standing: Standing): readonly DispatchEffect[] {
  if (!standing.enforcing || !standing.governed) return [];
  if (input.reading.facts.stop.kind !== 'none') return [];
  const { smoke, verify } = input.reading.settings;
  const code = (gate: string) => standing.verdicts.find((verdict) => verdict.gate === gate)?.code;
  return [
    ...(code('G1') === 'smoke_missing' ? start(input, 'smoke', smoke) : []),
    ...(code('G3') === 'verify_missing' ? start(input, 'verify', verify) : []),
  ];
}

function start(
  { memory, reading }: DecideInput,
  purpose: 'smoke' | 'verify',
  settings: SmokeSettings | VerifySettings,
): readonly DispatchEffect[] {
  if (settings.when_missing !== 'dispatch') return [];
  const { pull, changes, repository } = reading.facts;
  const onHead = settings.ref === 'head';
  const untouched = changes.known && changes.value.protectedPaths.length === 0;
  if (onHead && (pull.fromFork || !untouched)) return [];
  if (!onHead && settings.head_input === undefined) return [];
  return [
    {
      kind: 'dispatch',
      key: `dispatch:${purpose}:${memory.pull.repositoryId}:${pull.number}:${pull.headSha}:${pull.baseRef}`,
      pull: memory.pull,
      purpose,
      workflowPath: settings.workflow,
      ref: onHead ? pull.headRef : repository.defaultBranch,
      inputs: onHead || settings.head_input === undefined ? {} : { [settings.head_input]: pull.headSha },
      headSha: pull.headSha,
      baseRef: pull.baseRef,
    },
  ];
}
