import { describe } from '@jest/globals';
import { monitoringButtonsSuite } from './monitoring-buttons.suite.ts';
import { monitoringHandoffSuite } from './monitoring-handoff.suite.ts';
import { monitoringSmokeSuite } from './monitoring-smoke.suite.ts';
import { monitoringVerifySuite } from './monitoring-verify.suite.ts';

describe('episodes in Slack', monitoringButtonsSuite);
describe('handoffs are watched', monitoringHandoffSuite);
describe('LangGraph Verify is watched', monitoringVerifySuite);
describe('Codex Smoke is watched', monitoringSmokeSuite);
