import type { Probot } from 'probot';
import { application } from './app.ts';
import type { Clock } from './clock.ts';
import type { AppCredentials, Settings } from './config/settings.ts';
import { ChangedPaths } from './gather/changes.ts';
import { CommitPulls } from './gather/commit-pulls.ts';
import { People } from './gather/people.ts';
import { stopReader } from './gather/stop.ts';
import { botLogin, probotOf } from './github/app.ts';
import { CurrentProbot } from './github/app-access.ts';
import type { GitHubFor } from './github/client.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import { notifiersFor } from './notifiers/index.ts';
import { Secret } from './secrets.ts';
import type { Store } from './store/store.ts';
import { Workers } from './workers/workers.ts';

/** What the App signs in with. */
export interface AppAccess {
  /** Asked for each use: key and webhook secrets are rotated while the bot runs; the id stays. */
  readonly current: () => AppCredentials;
  /** GitHub has refused the key in force. */
  readonly refused: () => void;
}

export interface BotParts {
  readonly app: AppAccess;
  readonly settings: Pick<Settings, 'github' | 'stop'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** Puts the parts of the bot together; nothing runs before `start`. */
export async function buildWorkers(parts: BotParts): Promise<Workers> {
  const { app, settings, store, clock, log, metrics } = parts;
  const appId = app.current().id;
  const currentKey = () => app.current().privateKey;
  const probot = new CurrentProbot(currentKey, async (key) => {
    const built = probotWith(key, parts);
    await built.load(application(shared));
    await built.ready();
    return built;
  });
  const github = githubFor(probot, metrics);
  const commitPulls = new CommitPulls({ store, github, clock });
  const shared = { store, github, clock, log, metrics, appId, commitPulls };
  const markerKey = new Secret(await store.markerKey());
  const notifiers = notifiersFor({ github, appId, markerKey, now: () => clock.now() });
  await probot.get();
  return new Workers({
    ...shared,
    people: new People(clock),
    stop: stopReader({ stopped: settings.stop.always, stopFile: settings.stop.file, store }),
    botLogin: botLoginOf(probot),
    download: fetch,
    apiUrl: settings.github.apiUrl,
    configs: new Map(),
    changedPaths: new ChangedPaths(),
    notifierOf: (effect) => notifiers[effect.kind],
    receive: async (event) => (await probot.get()).receive(event),
  });
}

function probotWith(key: Secret, { app, settings, log }: BotParts): Probot {
  const { id, webhookSecrets } = app.current();
  return probotOf({
    appId: id,
    privateKey: key,
    webhookSecret: webhookSecrets[0],
    apiUrl: settings.github.apiUrl,
    log,
    onAppRefused: app.refused,
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
