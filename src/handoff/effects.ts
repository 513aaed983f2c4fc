import type {
  AddLabelEffect,
  ApprovalCommentEffect,
  CancelRunEffect,
  DispatchEffect,
} from '../effect/effect.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';
import { approvalKey, approvalLabelKey, cancelKey, dispatchKey, escapeRef, slackKey } from './keys.ts';
import type { FollowedRun, Handoff } from './state.ts';
import type { Situation } from './step.ts';

/** Starts Auto Handoff on the default branch, never on the PR's own (H1). */
export function dispatchEffect(handoff: Handoff, { pull, settings }: Situation): DispatchEffect {
  return {
    kind: 'dispatch',
    key: dispatchKey(handoff),
    pull,
    purpose: 'handoff',
    workflowPath: settings.workflowPath,
    ref: settings.ref,
    inputs: filledInputs(settings.inputs, handoff),
    headSha: handoff.headSha,
    baseRef: handoff.baseRef,
  };
}

/** Workflow inputs for the handoff. Each placeholder is replaced once, so a value that looks like one stays as it is. */
export function filledInputs(
  templates: Readonly<Record<string, string>>,
  handoff: Handoff,
): Readonly<Record<string, string>> {
  const values = new Map([
    ['{pr}', String(handoff.number)],
    ['{head_sha}', handoff.headSha],
    ['{base_ref}', escapeRef(handoff.baseRef)],
    ['{handoff_id}', handoff.id],
  ]);
  const fill = (template: string) => template.replace(/\{\w+\}/g, (hole) => values.get(hole) ?? hole);
  return Object.fromEntries(Object.entries(templates).map(([name, template]) => [name, fill(template)]));
}

export function cancelEffect(run: FollowedRun, code: ReasonCode, { pull }: Situation): CancelRunEffect {
  return { kind: 'cancel_run', key: cancelKey(run), pull, runId: run.id, code };
}

/** The record of the approval (H4, R2). */
export function approvalCommentEffect(
  handoff: Handoff,
  run: FollowedRun,
  { pull, observation, settings }: Situation,
): ApprovalCommentEffect {
  return {
    kind: 'approval_comment',
    key: approvalKey(handoff),
    pull,
    locale: settings.locale,
    handoffId: handoff.id,
    headSha: handoff.headSha,
    baseRef: handoff.baseRef,
    runUrl: run.url,
    verdicts: observation.verdicts,
    about: settings.linksSlack ? slackKey(handoff) : null,
  };
}

/** The label that goes on with the approval comment, once that stands (H4). */
export function approvalLabelEffect(handoff: Handoff, { pull, settings }: Situation): AddLabelEffect {
  const { headSha } = handoff;
  return { kind: 'add_label', key: approvalLabelKey(handoff), pull, label: settings.approvalLabel, headSha };
}
