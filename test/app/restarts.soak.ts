import { describe } from '@jest/globals';
import { restartsSuite } from './restarts.suite.ts';

describe('the bot is down when a time comes', restartsSuite);
