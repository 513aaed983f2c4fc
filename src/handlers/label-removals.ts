import type { RemoveLabelEffect } from '../effect/effect.ts';
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

/** Labels on the PR that say what is not so: a governed one that does not count, an approval of another head. */
export function labelRemovals(input: DecideInput, standing: Standing): readonly RemoveLabelEffect[] {
  if (!standing.enforcing || !standing.governed) return [];
  return [...untrustedLabel(input, standing), ...staleApprovalLabel(input)];
}

function untrustedLabel({ memory, reading }: DecideInput, standing: Standing): readonly RemoveLabelEffect[] {
  const verdict = standing.verdicts.find(({ gate }) => gate === 'G4');
  const { label } = reading.facts;
  if (verdict === undefined || !NOT_COUNTING.has(verdict.code)) return [];
  if (!label.known || label.value.applied === null) return [];
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

/** The label that goes on with an approval is for that head and base only. */
function staleApprovalLabel({ memory, reading }: DecideInput): readonly RemoveLabelEffect[] {
  const { headSha, baseRef } = reading.facts.pull;
  const approved = memory.handoffs.some(
    (handoff) =>
      handoff.headSha === headSha && handoff.baseRef === baseRef && handoff.state.kind === 'approved',
  );
  if (!reading.approvalLabelOn || approved) return [];
  const { repositoryId, number } = memory.pull;
  return [
    {
      kind: 'remove_label',
      key: `unlabel-approval:${repositoryId}:${number}:${headSha}:${baseRef}`,
      pull: memory.pull,
      label: reading.config.config.approval_label,
      code: 'superseded_by_push',
    },
  ];
}
