import { describe } from '@jest/globals';
import { everySuite } from './suites.ts';

describe('on the embedded store', () => everySuite('embedded'));
