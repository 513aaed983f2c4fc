import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../src/clock.ts';
import { type OnCall, onCallOn } from '../customer/on-call.ts';
import { type Workspace, workspaceOn } from '../customer/workspace.ts';
import { createPagerDuty } from '../pagerduty/pagerduty.ts';
import { type PagerDutyServer, servePagerDuty } from '../pagerduty/server.ts';
import { botToken } from '../slack/model/app.ts';
import type { User } from '../slack/model/people.ts';
import { type SlackServer, serveSlack } from '../slack/server.ts';
import { createSlack } from '../slack/slack.ts';

/** What Slack promises: about one message a second in a channel, and a few at once. */
const POST_LIMITS = { perSecond: 1, burst: 2 };

/** Slack and PagerDuty as the customer has them, each served on this machine. */
export interface Services {
  readonly workspace: Workspace;
  /** In the channel, and nobody whom the configuration knows. */
  readonly visitor: User;
  readonly slack: SlackServer;
  readonly onCall: OnCall;
  readonly pagerDuty: PagerDutyServer;
  /** What the bot is told so that it reaches both. */
  readonly environment: Readonly<Record<string, string>>;
  /** Nothing of either can be reached. @returns brings both back */
  readonly goDown: () => () => void;
  readonly close: () => Promise<void>;
}

/** @param directory where the certificate of PagerDuty's Events API is written, for the bot to trust */
export async function startServices(directory: string): Promise<Services> {
  const workspace = workspaceOn(createSlack({ clock: systemClock, limits: POST_LIMITS }));
  const visitor = workspace.slack.addUser('ken.mori', { realName: 'Ken Mori' });
  workspace.slack.join(workspace.channel, visitor);
  const onCall = onCallOn(createPagerDuty({ clock: systemClock }));
  const slack = await serveSlack(workspace.slack);
  const pagerDuty = await servePagerDuty(onCall.pagerDuty);
  const certificate = join(directory, 'pagerduty.pem');
  writeFileSync(certificate, pagerDuty.certificate);
  return {
    workspace,
    visitor,
    slack,
    onCall,
    pagerDuty,
    environment: {
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: botToken(workspace.bot),
      SLACK_SIGNING_SECRET: workspace.bot.signingSecret,
      SLACK_CHANNEL: `#${workspace.channel.name}`,
      PAGERDUTY_API_URL: pagerDuty.apiUrl,
      PAGERDUTY_API_TOKEN: onCall.token,
      PAGERDUTY_EVENTS_HOST: pagerDuty.eventsHost,
      PAGERDUTY_ROUTING_KEY: onCall.integration.key,
      PAGERDUTY_SERVICE: onCall.service.name,
      NODE_EXTRA_CA_CERTS: certificate,
    },
    goDown: () => {
      const slackComesBack = workspace.slack.goDown();
      onCall.pagerDuty.goDown();
      return () => {
        slackComesBack();
        onCall.pagerDuty.comeBack();
      };
    },
    close: async () => {
      await Promise.all([slack.close(), pagerDuty.close()]);
    },
  };
}

/** How often the bot has called them, and how often in vain. */
export function callsTo({ workspace, onCall }: Services): {
  readonly all: number;
  readonly missedBySlack: number;
  readonly missedByPagerDuty: number;
} {
  const slack = workspace.slack.service.requests;
  const pagerDuty = onCall.pagerDuty.service.requests;
  return {
    all: slack.length + pagerDuty.length,
    missedBySlack: slack.filter(({ fault }) => fault !== null).length,
    missedByPagerDuty: pagerDuty.filter(({ fault }) => fault !== null).length,
  };
}
