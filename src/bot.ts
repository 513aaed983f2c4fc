import type { Probot } from 'probot';
import { application } from './app.ts';
import { describeSecrets } from './aws/describe-secrets.ts';
import { SecretsManager } from './aws/secrets-manager.ts';
import type { Clock } from './clock.ts';
import type { AppCredentials, Settings } from './config/settings.ts';
import type { DoctorDeps } from './doctor/deps.ts';
import { pagerDutySetUp } from './doctor/set-up.ts';
import { ChangedPaths } from './gather/changes.ts';
import { CommitPulls } from './gather/commit-pulls.ts';
import type { PagerDutyNow } from './gather/incident.ts';
import { People } from './gather/people.ts';
import { stopReader } from './gather/stop.ts';
import { botLogin, probotOf } from './github/app.ts';
import { CurrentProbot } from './github/app-access.ts';
import type { GitHubFor } from './github/client.ts';
import type { WatchedSecrets } from './handlers/history/watch-secrets.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import { notifiersFor } from './notifiers/index.ts';
import { type PagerDutyEvents, pagerDutyEvents } from './pagerduty/events.ts';
import { pagerDutyRest } from './pagerduty/rest.ts';
import { Secret } from './secrets.ts';
import { type SlackFor, slackFor } from './slack/client.ts';
import { Pace } from './slack/pace.ts';
import { slackApplication } from './slack-app.ts';
import type { Store } from './store/store.ts';
import { VERSION } from './version.ts';
import { Workers } from './workers/workers.ts';

export interface BotParts {
  /** Credentials are asked for each use, since they are rotated while the bot runs; the App's id stays. */
  readonly app: () => AppCredentials;
  readonly settings: Pick<Settings, 'github' | 'stop' | 'locale' | 'aws'>;
  /** `null` where the service is not set up. */
  readonly slack: () => Settings['slack'];
  readonly pagerduty: () => Settings['pagerduty'];
  /** A service has refused the credentials in force: they are read again. */
  readonly refused: () => void;
  /** What the doctor knows besides. */
  readonly doctor: Pick<DoctorDeps, 'secrets' | 'timer'> &
    Pick<DoctorDeps['github'], 'permissions' | 'events' | 'webhookUrl'> & {
      /** Where PagerDuty's webhooks are to arrive; `null` where PUBLIC_URL is not set. */
      readonly pagerdutyWebhookUrl: string | null;
    };
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
}

const USER_AGENT = `ai-ops-bot/${VERSION}`;

/** Puts the parts of the bot together; nothing runs before `start`. */
export async function buildWorkers(parts: BotParts): Promise<Workers> {
  const { app, settings, store, clock, log, metrics } = parts;
  const appId = app().id;
  const currentKey = () => app().privateKey;
  const probot = new CurrentProbot(currentKey, async (key) => {
    const built = probotWith(key, parts);
    await built.load(application(shared));
    await built.ready();
    return built;
  });
  const github = githubFor(probot, metrics);
  const commitPulls = new CommitPulls({ store, github, clock });
  const asApp = async () => (await probot.get()).auth();
  const shared = { store, github, asApp, clock, log, metrics, appId, commitPulls };
  const markerKey = new Secret(await store.markerKey());
  const now = () => clock.now();
  const slack = slackFor(parts.slack);
  const ownLogin = botLoginOf(probot);
  const notifiers = notifiersFor({
    github: { github, appId, botLogin: ownLogin, markerKey, now },
    slack: { slack, pace: new Pace(), refused: parts.refused, now },
    pagerduty: {
      events: pagerDutyFor(parts.pagerduty),
      rest: () => pagerDutyNow(parts.pagerduty())?.rest ?? null,
      githubHost: githubHostOf(settings),
      refused: parts.refused,
    },
  });
  await probot.get();
  const people = new People(clock);
  const channels = () => ({ slack: parts.slack() !== null, pagerduty: canPage(parts.pagerduty()) });
  const askPagerDuty = () => pagerDutyNow(parts.pagerduty());
  const { locale } = settings;
  await store.keepAudience({ ...channels(), locale });
  return new Workers({
    ...shared,
    people,
    stop: stopReader({ stopped: settings.stop.always, stopFile: settings.stop.file, store }),
    botLogin: ownLogin,
    download: fetch,
    apiUrl: settings.github.apiUrl,
    configs: new Map(),
    githubHost: githubHostOf(settings),
    channels,
    changedPaths: new ChangedPaths(),
    notifierOf: (effect) => notifiers[effect.kind],
    watched: watchedBy(settings.aws),
    pagerdutyNow: askPagerDuty,
    locale,
    webUrl: settings.github.webUrl,
    receive: async (event) => (await probot.get()).receive(event),
    receiveSlack: slackApplication({
      ...shared,
      people,
      channels,
      pagerdutyNow: askPagerDuty,
      locale,
      webUrl: settings.github.webUrl,
    }),
    doctor: doctorOf(parts, { probot, github, slack }),
  });
}

function doctorOf(
  { doctor, settings, pagerduty, clock, app }: BotParts,
  {
    probot,
    github,
    slack,
  }: { readonly probot: CurrentProbot; readonly github: GitHubFor; readonly slack: SlackFor },
): Omit<DoctorDeps, 'store'> {
  return {
    github: {
      app: async () => (await probot.get()).auth(),
      installed: github,
      appId: app().id,
      permissions: doctor.permissions,
      events: doctor.events,
      webhookUrl: doctor.webhookUrl,
      apiUrl: settings.github.apiUrl,
      download: fetch,
    },
    slack,
    pagerduty: () =>
      pagerDutySetUp(pagerduty(), { userAgent: USER_AGENT, webhookUrl: doctor.pagerdutyWebhookUrl }),
    secrets: doctor.secrets,
    stop: settings.stop,
    nodeVersion: process.version,
    clock,
    timer: doctor.timer,
  };
}

/** Secrets of which the bot sees metadata alone. */
function watchedBy(aws: Settings['aws']): WatchedSecrets {
  const manager = new SecretsManager({ endpoint: aws?.endpoint ?? null });
  return { ids: aws?.watchedIds ?? [], describe: (ids) => describeSecrets(ids, manager) };
}

/** Where incidents are read and notes are written, with the settings of now; `null` where PagerDuty is not set up. */
function pagerDutyNow(settings: Settings['pagerduty']): PagerDutyNow | null {
  if (settings === null) return null;
  const { service, apiToken, apiUrl, from } = settings;
  const rest =
    apiToken === null
      ? null
      : pagerDutyRest({ apiUrl, apiToken: () => apiToken, from, userAgent: USER_AGENT });
  return { service, rest, canNote: rest !== null && from !== null };
}

function githubHostOf({ github }: Pick<Settings, 'github'>): string {
  return new URL(github.webUrl).host;
}

function canPage(settings: Settings['pagerduty']): boolean {
  return settings !== null && settings.routingKey !== null;
}

/** The Events API with the settings of now; `null` where nobody can be paged. */
function pagerDutyFor(settings: BotParts['pagerduty']): () => PagerDutyEvents | null {
  return () => {
    const now = settings();
    if (now === null || !canPage(now)) return null;
    return pagerDutyEvents({
      host: now.eventsHost,
      routingKey: () => settings()?.routingKey ?? null,
      userAgent: USER_AGENT,
    });
  };
}

function probotWith(key: Secret, { app, refused, settings, log }: BotParts): Probot {
  const { id, webhookSecrets } = app();
  return probotOf({
    appId: id,
    privateKey: key,
    webhookSecret: webhookSecrets[0],
    apiUrl: settings.github.apiUrl,
    log,
    onAppRefused: refused,
  });
}

/** Installation clients, each with its own token, that count their calls. */
function githubFor(probot: CurrentProbot, metrics: Metrics): GitHubFor {
  return async (installationId) => {
    const client = await (await probot.get()).auth(installationId);
    client.hook.after('request', (answer) => metrics.githubCall(answer.status));
    client.hook.error('request', (error) => {
      metrics.githubCall('response' in error && error.response !== undefined ? error.status : null);
      throw error;
    });
    return client;
  };
}

/** `<slug>[bot]`: who GitHub says started what the App started. Asked once. */
function botLoginOf(probot: CurrentProbot): () => Promise<string> {
  let asked: Promise<string> | null = null;
  return () => {
    asked ??= askLogin(probot).catch((error: unknown) => {
      asked = null;
      throw error;
    });
    return asked;
  };
}

async function askLogin(probot: CurrentProbot): Promise<string> {
  return botLogin(await probot.get());
}
