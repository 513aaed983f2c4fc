import { describe } from '@jest/globals';
import { monitoringSmokeSuite } from './monitoring-smoke.suite.ts';

describe('Codex Smoke is watched', monitoringSmokeSuite);
