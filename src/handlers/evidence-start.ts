import type { AskedBy, DispatchEffect, RerunRunEffect } from '../effect/effect.ts';
import { countingRuns } from '../policies/deciding-run.ts';
import type { RunFacts } from '../policies/facts.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';
import { dispatchesOf, evidenceDispatch, isUntouched, wasNotSent } from './evidence-dispatches.ts';
import type { DecideInput, Standing } from './standing.ts';

/** A run that speaks for a gate and that a person asks for. */
export interface EvidenceRequest {
  readonly purpose: 'smoke' | 'verify';
  readonly asked: AskedBy;
}

export type EvidenceStart =
  | { readonly kind: 'start'; readonly effect: DispatchEffect | RerunRunEffect }
  | { readonly kind: 'refused'; readonly code: ReasonCode }
  /** Could not be read now; looked at again. */
  | { readonly kind: 'unread'; readonly code: ReasonCode };

type Input = Pick<DecideInput, 'memory' | 'reading' | 'now'>;

const MINUTE = 60_000;
/** What was started shows among the runs by then; a person may ask again for what never did. */
const SHOWS_WITHIN_MS = 10 * MINUTE;
/**
 * GitHub runs nothing again that is older.
 * @see https://docs.github.com/actions/how-tos/manage-workflow-runs/re-run-workflows-and-jobs
 */
const RERUN_WINDOW_MS = 30 * 24 * 60 * MINUTE;

/**
 * What `/ai-ops smoke` and `/ai-ops verify` come to: the run of this head once more where one has ended, else a
 * dispatch by the rules of those that the bot sends by itself. Pure, and asked again right before the act.
 *
 * Where the workflow runs on the default branch it is always a dispatch: a run keeps the commit that it was made on
 * however often it is run again, and there what counts is the workflow as it stands now (docs/decisions/0016).
 */
export function evidenceStart(request: EvidenceRequest, input: Input, standing: Standing): EvidenceStart {
  if (!standing.enforcing) return refused('command_not_enforcing');
  const inTheWay = standing.verdicts.find(({ gate, outcome }) => gate === 'G5' && outcome !== 'pass');
  if (inTheWay?.outcome === 'unknown') return { kind: 'unread', code: inTheWay.code };
  if (inTheWay !== undefined) return refused(inTheWay.code);

  const { purpose, asked } = request;
  const { facts, settings } = input.reading;
  const { workflow, ref } = settings[purpose];
  const evidence = facts[purpose];
  if (!evidence.known || !facts.changes.known) return { kind: 'unread', code: `${purpose}_unknown` };
  const runs = countingRuns(evidence.value, { workflow, pull: facts.pull });
  if (runs.some(({ status }) => status !== 'completed') || isUnderWay(request, input, runs))
    return refused('command_run_in_progress');

  const ended = ref === 'head' ? runs.find((run) => canRunAgain(run, input.now)) : undefined;
  if (ended === undefined) {
    const dispatch = evidenceDispatch(purpose, input, asked.commandId);
    return dispatch === null
      ? refused('command_cannot_start')
      : { kind: 'start', effect: { ...dispatch, asked } };
  }
  return isUntouched(facts.changes.value, workflow)
    ? { kind: 'start', effect: rerun(ended, request, input) }
    : refused('command_cannot_start');
}

/** Something that was started for this head, at another command or by the bot itself, may still show up. */
function isUnderWay({ purpose, asked }: EvidenceRequest, input: Input, runs: readonly RunFacts[]): boolean {
  const { memory, reading, now } = input;
  const { headSha } = reading.facts.pull;
  const isRecent = (at: string) => now - Date.parse(at) < SHOWS_WITHIN_MS;
  const isShown = (id: number, attempt: number) =>
    runs.some((run) => run.id === id && run.attempt >= attempt);
  const dispatched = dispatchesOf(purpose, input).some(
    ({ outcome, createdAt, asked: by }) =>
      by?.commandId !== asked.commandId &&
      isRecent(createdAt) &&
      !wasNotSent(outcome) &&
      !(outcome.kind === 'sent' && isShown(outcome.run.id, outcome.run.attempt)),
  );
  const runAgain = memory.reruns.some(
    ({ effect, state, createdAt }) =>
      effect.purpose === purpose &&
      effect.headSha === headSha &&
      effect.asked.commandId !== asked.commandId &&
      isRecent(createdAt) &&
      state !== 'withdrawn' &&
      state !== 'rejected' &&
      !isShown(effect.runId, effect.attempt + 1),
  );
  return dispatched || runAgain;
}

/** A run of the head itself; one that GitHub lets nobody run yet (`action_required`) waits for a person there. */
function canRunAgain({ dispatchedByBot, conclusion, createdAt }: RunFacts, now: number): boolean {
  return (
    !dispatchedByBot && conclusion !== 'action_required' && now - Date.parse(createdAt) < RERUN_WINDOW_MS
  );
}

function rerun(
  run: RunFacts,
  { purpose, asked }: EvidenceRequest,
  { memory, reading }: Input,
): RerunRunEffect {
  const { headSha, baseRef } = reading.facts.pull;
  const before = memory.reruns.filter(
    ({ effect }) =>
      effect.runId === run.id && effect.attempt === run.attempt && effect.asked.commandId !== asked.commandId,
  );
  return {
    kind: 'rerun_run',
    key: `rerun:${run.id}:${run.attempt}:${before.length + 1}`,
    pull: memory.pull,
    purpose,
    runId: run.id,
    attempt: run.attempt,
    headSha,
    baseRef,
    asked,
  };
}

function refused(code: ReasonCode): EvidenceStart {
  return { kind: 'refused', code };
}
