import type { RemoveLabelEffect } from '../effect.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';
import type { DecideInput, Standing } from './standing.ts';

/** A label that is known not to count is taken off, so that the next one put on is a new word (G4). */
const NOT_COUNTING: ReadonlySet<ReasonCode> = new Set([
  'label_by_author',
  'label_by_bot',
  'label_by_outsider',
  'label_for_other_head',
  'label_before_push',
  'label_before_base_change',
]);

export function untrustedLabelRemoval(input: DecideInput, standing: Standing): readonly RemoveLabelEffect[] {
  const { memory, reading } = input;
  const verdict = standing.verdicts.find(({ gate }) => gate === 'G4');
  const { label } = reading.facts;
  if (!standing.enforcing || !standing.governed || verdict === undefined) return [];
  if (!NOT_COUNTING.has(verdict.code) || !label.known || label.value.applied === null) return [];
  const { repositoryId, number } = memory.pull;
  return [
    {
      kind: 'remove_label',
      key: `unlabel:${repositoryId}:${number}:${label.value.applied.at}`,
      pull: memory.pull,
      label: reading.settings.label.name,
      code: verdict.code,
    },
  ];
}
