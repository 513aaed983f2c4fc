import type { Gate } from './gate.ts';
import { labelGate } from './label.ts';
import { smokeGate } from './smoke.ts';
import { testsGate } from './tests.ts';
import { verifyGate } from './verify.ts';
import { wayGate } from './way.ts';

/** Every gate, in the order in which they are judged and shown. */
export const ALL_GATES: readonly Gate[] = [smokeGate, testsGate, verifyGate, labelGate, wayGate];
