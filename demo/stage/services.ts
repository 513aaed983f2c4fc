import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../src/clock.ts';
import { INCIDENT_EVENTS } from '../../src/pagerduty/incident-events.ts';
import { type Informed, informedOn } from '../customer/escalation.ts';
import { type OnCall, onCallOn } from '../customer/on-call.ts';
import { type Workspace, workspaceOn } from '../customer/workspace.ts';
import type { Subscription } from '../pagerduty/model/service.ts';
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
  readonly informed: Informed;
  readonly slack: SlackServer;
  readonly onCall: OnCall;
  /** The bot's, to what happens to its incidents. */
  readonly subscription: Subscription;
  readonly pagerDuty: PagerDutyServer;
  /** What the bot is told so that it reaches both. */
  readonly environment: Readonly<Record<string, string>>;
  /** Nothing of either can be reached. @returns brings both back */
  readonly goDown: () => () => void;
  readonly close: () => Promise<void>;
}

/** @param directory where the certificate of PagerDuty's Events API is written, for the bot to trust */
export async function startServices(directory: string, clock: Clock): Promise<Services> {
  const workspace = workspaceOn(createSlack({ clock, limits: POST_LIMITS }));
  const visitor = workspace.slack.addUser('ken.mori', { realName: 'Ken Mori' });
  workspace.slack.join(workspace.channel, visitor);
  const onCall = onCallOn(createPagerDuty({ clock }));
  const informed = informedOn(workspace);
  const { pagerDuty: atPagerDuty, service } = onCall;
  const subscription = atPagerDuty.subscribe({
    url: 'http://127.0.0.1',
    description: 'AI Ops',
    events: INCIDENT_EVENTS,
    filter: { type: 'service_reference', id: service.id },
  });
  const slack = await serveSlack(workspace.slack);
  const pagerDuty = await servePagerDuty(onCall.pagerDuty);
  const certificate = join(directory, 'pagerduty.pem');
  writeFileSync(certificate, pagerDuty.certificate);
  return {
    workspace,
    visitor,
    informed,
    slack,
    onCall,
    subscription,
    pagerDuty,
    environment: {
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: botToken(workspace.bot),
      SLACK_SIGNING_SECRET: workspace.bot.signingSecret,
      SLACK_CHANNEL: `#${workspace.channel.name}`,
      PAGERDUTY_API_URL: pagerDuty.apiUrl,
      PAGERDUTY_API_TOKEN: onCall.token,
      PAGERDUTY_FROM: 'ai-ops@example.com',
      PAGERDUTY_EVENTS_HOST: pagerDuty.eventsHost,
      PAGERDUTY_WEBHOOK_SECRET: subscription.secret,
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
