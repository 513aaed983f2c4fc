import type { Probot } from 'probot';
import { application } from './app.ts';
import type { Clock } from './clock.ts';
import type { AppCredentials, Settings } from './config/settings.ts';
import { ChangedPaths } from './gather/changes.ts';
import { CommitPulls } from './gather/commit-pulls.ts';
import { People } from './gather/people.ts';
import { stopReader } from './gather/stop.ts';
import { botLogin, probotOf } from './github/app.ts';
import type { GitHubFor } from './github/client.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import { notifiersFor } from './notifiers/index.ts';
import { Secret } from './secrets.ts';
import type { Store } from './store/store.ts';
import { Workers } from './workers/workers.ts';

export interface BotParts {
  readonly credentials: AppCredentials;
  readonly settings: Pick<Settings, 'github' | 'stop'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** Puts the parts of the bot together; nothing runs before `start`. */
export async function buildWorkers(parts: BotParts): Promise<Workers> {
  const { credentials, settings, store, clock, log, metrics } = parts;
  const access = {
    appId: credentials.id,
    privateKey: credentials.privateKey,
    apiUrl: settings.github.apiUrl,
    log,
  };
  const probot = probotOf(access, credentials.webhookSecrets[0]);
  const github = githubFor(probot, metrics);
  const commitPulls = new CommitPulls({ store, github, clock });
  const shared = { store, github, clock, log, metrics, appId: credentials.id, commitPulls };
  const markerKey = new Secret(await store.markerKey());
  const notifiers = notifiersFor({ github, appId: credentials.id, markerKey, now: () => clock.now() });
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
    changedPaths: new ChangedPaths(),
    notifierOf: (effect) => notifiers[effect.kind],
    receive: (event) => probot.receive(event),
  });
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
    asked ??= botLogin(probot).catch((error: unknown) => {
      asked = null;
      throw error;
    });
    return asked;
  };
}
