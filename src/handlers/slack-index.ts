import type { SlackHandler } from './slack-asked.ts';
import { slackButton } from './slack-button.ts';
import { slackCommand } from './slack-command.ts';

export type { SlackEvent, SlackHandlerDeps } from './slack-asked.ts';

/** What people do in Slack, one handler each. */
export const SLACK_HANDLERS = {
  button: slackButton,
  command: slackCommand,
} as const satisfies Readonly<Record<string, SlackHandler>>;
