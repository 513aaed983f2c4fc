import { describe } from '@jest/globals';
import { attacksSuite } from './attacks.suite.ts';
import { evidenceSuite } from './evidence.suite.ts';
import { gatesSuite } from './gates.suite.ts';
import { labelSuite } from './label.suite.ts';
import { modesSuite } from './modes.suite.ts';
import { tamperSuite } from './tamper.suite.ts';

describe('gates', gatesSuite);
describe('label', labelSuite);
describe('evidence', evidenceSuite);
describe('modes', modesSuite);
describe('tamper', tamperSuite);
describe('attacks', attacksSuite);
