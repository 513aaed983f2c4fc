import { Probot } from 'probot';
import { z } from 'zod';
import { application } from './app.ts';
import type { Clock } from './clock.ts';
import type { AppCredentials, Settings } from './config/settings.ts';
import { ChangedPaths } from './gather/changes.ts';
import { CommitPulls } from './gather/commit-pulls.ts';
import { People } from './gather/people.ts';
import { stopReader } from './gather/stop.ts';
import { expectAnswer } from './github/answer.ts';
import { type GitHubFor, tunedOctokit } from './github/client.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import { notifiersFor } from './notifiers/index.ts';
import { type PagerDutyEvents, pagerDutyEvents } from './pagerduty/events.ts';
import { Secret } from './secrets.ts';
import { type SlackSettings, slackFor } from './slack/client.ts';
import { Pace } from './slack/pace.ts';
import type { Store } from './store/store.ts';
import { VERSION } from './version.ts';
import { Workers } from './workers/workers.ts';

/** How PagerDuty is reached; without a routing key nobody can be paged. */
export interface PagerDutySettings {
  readonly routingKey: Secret | null;
  readonly eventsHost: string;
}

export interface BotParts {
  readonly credentials: AppCredentials;
  readonly settings: Pick<Settings, 'github' | 'stop'>;
  /** As they are now; `null` where the service is not set up. */
  readonly slack: () => SlackSettings | null;
  readonly pagerduty: () => PagerDutySettings | null;
  /** A service refused the bot's credentials: they are read again. */
  readonly refused: () => void;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
}

const appAnswer = z.object({ slug: z.string() });

/** Puts the parts of the bot together; nothing runs before `start`. */
export async function buildWorkers(parts: BotParts): Promise<Workers> {
  const { credentials, settings, store, clock, log, metrics } = parts;
  const probot = new Probot({
    appId: credentials.id,
    privateKey: credentials.privateKey.expose(),
    secret: credentials.webhookSecrets[0]?.expose() ?? '',
    log,
    baseUrl: settings.github.apiUrl,
    Octokit: tunedOctokit(),
  });
  const github = githubFor(probot, metrics);
  const commitPulls = new CommitPulls({ store, github, clock });
  const shared = { store, github, clock, log, metrics, appId: credentials.id, commitPulls };
  const markerKey = new Secret(await store.markerKey());
  const now = () => clock.now();
  const notifiers = notifiersFor({
    github: { github, appId: credentials.id, markerKey, now },
    slack: { slack: slackFor(parts.slack), pace: new Pace(), refused: parts.refused, now },
    pagerduty: {
      events: pagerDutyFor(parts.pagerduty),
      githubHost: new URL(settings.github.webUrl).host,
      refused: parts.refused,
    },
  });
  await probot.load(application(shared));
  await probot.ready();
  return new Workers({
    ...shared,
    people: new People(clock),
    stop: stopReader({ stopped: settings.stop.always, stopFile: settings.stop.file, store }),
    botLogin: botLoginOf(probot),
    download: fetch,
    apiUrl: settings.github.apiUrl,
    configs: new Map(),
    channels: () => ({ slack: parts.slack() !== null, pagerduty: canPage(parts.pagerduty()) }),
    changedPaths: new ChangedPaths(),
    notifierOf: (effect) => notifiers[effect.kind],
    receive: (event) => probot.receive(event),
  });
}

function canPage(settings: PagerDutySettings | null): boolean {
  return settings !== null && settings.routingKey !== null;
}

/** The Events API with the settings of now; `null` where nobody can be paged. */
function pagerDutyFor(settings: () => PagerDutySettings | null): () => PagerDutyEvents | null {
  return () => {
    const now = settings();
    if (now === null || !canPage(now)) return null;
    return pagerDutyEvents({
      host: now.eventsHost,
      routingKey: () => settings()?.routingKey ?? null,
      userAgent: `ai-ops-bot/${VERSION}`,
    });
  };
}

/** Installation clients, each with its own token, that count their calls. */
function githubFor(probot: Probot, metrics: Metrics): GitHubFor {
  return async (installationId) => {
    const client = await probot.auth(installationId);
    client.hook.after('request', (answer) => metrics.githubCall(answer.status));
    client.hook.error('request', (error) => {
      metrics.githubCall('response' in error && error.response !== undefined ? error.status : null);
      throw error;
    });
    return client;
  };
}

/** `<slug>[bot]`: who GitHub says started what the App started. Asked once. */
function botLoginOf(probot: Probot): () => Promise<string> {
  let asked: Promise<string> | null = null;
  return () => {
    asked ??= askSlug(probot).catch((error: unknown) => {
      asked = null;
      throw error;
    });
    return asked;
  };
}

async function askSlug(probot: Probot): Promise<string> {
  const app = await probot.auth();
  const answer = await app.request('GET /app');
  return `${expectAnswer(appAnswer, answer.data, 'App').slug}[bot]`;
}
