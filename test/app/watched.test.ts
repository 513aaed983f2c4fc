import { describe } from '@jest/globals';
import { runsSuite } from './runs.suite.ts';

describe('runs', runsSuite);
