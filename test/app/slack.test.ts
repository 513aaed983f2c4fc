import { describe } from '@jest/globals';
import { slackButtonsSuite } from './slack-buttons.suite.ts';
import { slackCommandsSuite } from './slack-commands.suite.ts';

describe('buttons in Slack', slackButtonsSuite);
describe('the slash command', slackCommandsSuite);
