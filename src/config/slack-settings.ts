import { z } from 'zod';
import { Secret } from '../secrets.ts';
import { publicAddress } from './addresses.ts';
import type { Environment } from './environment.ts';
import { sharedSecrets } from './shared-secrets.ts';

export interface SlackSettings {
  /** `xoxb-…`, of the App in its workspace. */
  readonly botToken: Secret;
  /** At least one; a request may be signed with any. */
  readonly signingSecrets: readonly Secret[];
  /** `#name` or a channel id. */
  readonly channel: string;
  /** Base of the Web API, without a trailing slash. */
  readonly apiUrl: string;
}

/** Slack's names have no capitals, but letters of any script. */
const CHANNEL = /^(#[^\s\p{Lu}\p{C}\p{Z}#@.,:;"'`/\\]{1,80}|[CG][A-Z0-9]{6,20})$/u;

/** With `xoxe.` where the App's tokens are rotated by Slack. */
const BOT_TOKEN = /^(xoxe\.)?xoxb-[\w-]{10,500}$/;

export const slackVariables = z.object({
  SLACK_BOT_TOKEN: z
    .string()
    .regex(
      BOT_TOKEN,
      'must be the bot token that begins with xoxb-, from OAuth & Permissions of the Slack App',
    )
    .transform((token) => new Secret(token))
    .optional(),
  SLACK_SIGNING_SECRET: sharedSecrets('copy it from Basic Information of the Slack App').optional(),
  SLACK_CHANNEL: z
    .string()
    .regex(CHANNEL, 'must be a channel such as #ai-ops-alerts, or its id, such as C0123ABCD')
    .optional(),
  SLACK_API_URL: publicAddress.optional(),
});

/** `null`: Slack is not configured. */
export function slackSettings(read: z.output<typeof slackVariables>): SlackSettings | null {
  if (read.SLACK_BOT_TOKEN === undefined || read.SLACK_SIGNING_SECRET === undefined) return null;
  return {
    botToken: read.SLACK_BOT_TOKEN,
    signingSecrets: read.SLACK_SIGNING_SECRET,
    channel: read.SLACK_CHANNEL ?? '#ai-ops-alerts',
    apiUrl: read.SLACK_API_URL ?? 'https://slack.com/api',
  };
}

/** Who gives one part of it means to use Slack, and then token and signing secret belong together. */
export function missingForSlack(given: Environment): readonly string[] {
  if (Object.keys(slackVariables.shape).every((name) => given[name] === undefined)) return [];
  return [
    ...(given.SLACK_BOT_TOKEN === undefined
      ? ['SLACK_BOT_TOKEN: is missing; copy it from OAuth & Permissions of the Slack App']
      : []),
    ...(given.SLACK_SIGNING_SECRET === undefined
      ? ['SLACK_SIGNING_SECRET: is missing; copy it from Basic Information of the Slack App']
      : []),
  ];
}
