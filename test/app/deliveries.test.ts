import { describe } from '@jest/globals';
import { dispatchSuite } from './dispatch.suite.ts';
import { doctorSuite } from './doctor.suite.ts';
import { eventsSuite } from './events.suite.ts';
import { handoffSuite } from './handoff.suite.ts';
import { inFlightSuite } from './in-flight.suite.ts';
import { poisonSuite } from './poison.suite.ts';
import { rotationSuite } from './rotation.suite.ts';
import { sweepSuite } from './sweep.suite.ts';

describe('handoff', handoffSuite);
describe('doctor', doctorSuite);
describe('events', eventsSuite);
describe('sweep', sweepSuite);
describe('poison', poisonSuite);
describe('dispatch', dispatchSuite);
describe('in flight', inFlightSuite);
describe('rotation', rotationSuite);
