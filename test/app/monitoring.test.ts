import { describe } from '@jest/globals';
import { monitoringHandoffSuite } from './monitoring-handoff.suite.ts';
import { monitoringSmokeSuite } from './monitoring-smoke.suite.ts';
import { monitoringVerifySuite } from './monitoring-verify.suite.ts';

describe('handoffs are watched', monitoringHandoffSuite);
describe('LangGraph Verify is watched', monitoringVerifySuite);
describe('Codex Smoke is watched', monitoringSmokeSuite);
