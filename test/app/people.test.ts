import { describe } from '@jest/globals';
import { messagesSuite } from './messages.suite.ts';

describe('messages', messagesSuite);
