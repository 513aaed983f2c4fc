import type { Facts } from './facts.ts';
import type { GateSettings } from './settings.ts';
import type { GateId, Verdict } from './verdict.ts';

/** One gate: pure, from facts and settings to one verdict. */
export interface Gate {
  readonly id: GateId;
  readonly evaluate: (facts: Facts, settings: GateSettings) => Verdict;
}
