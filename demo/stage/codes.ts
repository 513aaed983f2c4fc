import type { ReasonCode } from '../../src/policies/reason-codes.ts';
import type { GateId } from '../../src/policies/verdict.ts';

/** What the check shows of each gate. */
export type Codes = Readonly<Record<GateId, ReasonCode>>;
