import { describe } from '@jest/globals';
import { cancelSuite } from './cancel.suite.ts';
import { commandsSuite } from './commands.suite.ts';
import { commentsSuite } from './comments.suite.ts';
import { evidenceCommandsSuite } from './evidence-commands.suite.ts';
import { followUpSuite } from './follow-up.suite.ts';
import { rollbackSuite } from './rollback.suite.ts';
import { whoMaySuite } from './who-may.suite.ts';

describe('commands', commandsSuite);
describe('Smoke and Verify on command', evidenceCommandsSuite);
describe('the follow-up', followUpSuite);
describe('a rollback', rollbackSuite);
describe('a stop that cancels', cancelSuite);
describe('who may', whoMaySuite);
describe('generated comments', commentsSuite);
