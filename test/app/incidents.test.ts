import { describe } from '@jest/globals';
import { incidentStopsSuite } from './incident-stops.suite.ts';
import { incidentsSuite } from './incidents.suite.ts';
import { episodeLadderSuite, ladderSuite } from './ladder.suite.ts';
import { monitoringCallsSuite } from './monitoring-calls.suite.ts';

describe('incidents', incidentsSuite);
describe('incidents that stop', incidentStopsSuite);
describe('the ladder', ladderSuite);

describe('the ladder of an episode', episodeLadderSuite);
describe('calls of episodes', monitoringCallsSuite);
