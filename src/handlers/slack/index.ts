import type { SlackHandler } from './asked.ts';
import { slackButton } from './button.ts';
import { slackCommand } from './command.ts';

export type { SlackEvent, SlackHandlerDeps } from './asked.ts';

/** What people do in Slack, one handler each. */
export const SLACK_HANDLERS = {
  button: slackButton,
  command: slackCommand,
} as const satisfies Readonly<Record<string, SlackHandler>>;
