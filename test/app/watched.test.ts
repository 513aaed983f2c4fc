import { describe } from '@jest/globals';
import { runsSuite } from './runs.suite.ts';
import { watchAttacksSuite } from './watch-attacks.suite.ts';

describe('runs', runsSuite);
describe('attacks on what is watched', watchAttacksSuite);
