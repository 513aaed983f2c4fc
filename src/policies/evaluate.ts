import type { Facts } from './facts.ts';
import { ALL_GATES } from './index.ts';
import type { ReasonCode } from './reason-codes.ts';
import type { GateSettings } from './settings.ts';
import { type Overall, type Verdict, verdict } from './verdict.ts';

/** Stands in every decision; raised with each change to what a gate says of the same facts. */
export const POLICY_VERSION = '2';

/** All five verdicts, in order. The same facts and settings give the same verdicts, today and in a year. */
export function judge(facts: Facts, settings: GateSettings): readonly Verdict[] {
  return ALL_GATES.map((gate) => gate.evaluate(facts, settings));
}

/** What a person of the AI Ops team mends by putting the label on, or taking it off and on again. */
const MENDED_BY_LABELLING: ReadonlySet<ReasonCode> = new Set([
  'label_missing',
  'label_by_author',
  'label_by_bot',
  'label_by_outsider',
  'label_for_other_head',
  'label_before_push',
  'label_before_base_change',
]);

/**
 * The gates as one. Unknown first: what could not be read is read again before anything is said. A
 * label still to come neither closes nor asks for action while another gate waits.
 */
export function overall(verdicts: readonly Verdict[]): Overall {
  if (verdicts.some(({ outcome }) => outcome === 'unknown')) return 'unknown';
  const failed = verdicts.filter(({ outcome }) => outcome === 'fail');
  if (failed.some(({ code }) => !MENDED_BY_LABELLING.has(code))) return 'closed';
  if (verdicts.length === 0 || verdicts.some(({ outcome }) => outcome === 'wait')) return 'wait';
  return failed.length > 0 ? 'action' : 'open';
}

/** Every gate closed, because the configuration could not be read or says nothing that can be followed. */
export function closedByConfig(
  code: Extract<ReasonCode, 'config_unreadable' | 'config_invalid'>,
  problem: string,
): readonly Verdict[] {
  const outcome = code === 'config_unreadable' ? 'unknown' : 'fail';
  return ALL_GATES.map(({ id }) =>
    verdict({
      gate: id,
      outcome,
      code,
      seen: { say: 'config_problem', problem },
      wanted: { say: 'valid_configuration' },
    }),
  );
}
