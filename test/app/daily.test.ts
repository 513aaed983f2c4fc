import { describe } from '@jest/globals';
import { dailySuite } from './daily.suite.ts';

describe('the daily status', dailySuite);
