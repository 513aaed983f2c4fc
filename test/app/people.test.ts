import { describe } from '@jest/globals';
import { configChangeSuite } from './config-change.suite.ts';
import { historySuite } from './history.suite.ts';
import { messagesSuite } from './messages.suite.ts';

describe('messages', messagesSuite);
describe('configuration changes', configChangeSuite);
describe('history', historySuite);
