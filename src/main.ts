import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type BotParts, buildWorkers } from './bot.ts';
import { systemClock, systemTimer } from './clock.ts';
import { LiveSettings } from './config/live-settings.ts';
import { type AppCredentials, type Environment, readSettings, type Settings } from './config/settings.ts';
import { Sources } from './config/sources.ts';
import { credentialsFile, prepareToStore } from './config/stored-credentials.ts';
import { secretsSetUp } from './doctor/set-up.ts';
import { CodedError } from './errors.ts';
import { noticeCredentials } from './handlers/history/notice-change.ts';
import { HANDLERS } from './handlers/index.ts';
import { githubDoor } from './ingress/github.ts';
import { PAGERDUTY_EVENT, PAGERDUTY_PATH, pagerDutyDoor } from './ingress/pagerduty.ts';
import { SLACK_EVENTS, SLACK_PATH, slackDoor } from './ingress/slack.ts';
import { createLog, type Logger } from './log.ts';
import { openStore } from './store/open.ts';
import type { Store } from './store/store.ts';
import { VERSION } from './version.ts';
import { readManifest, WEBHOOK_PATH } from './web/app-manifest.ts';
import { healthRoutes } from './web/health.ts';
import { prometheusMetrics } from './web/metrics.ts';
import { WebServer } from './web/server.ts';
import { Setup } from './web/setup.ts';

/** How long in-flight requests and jobs may take to end after SIGTERM. */
const GRACE_MS = 20_000;

const MANIFEST = fileURLToPath(new URL('../app.yml', import.meta.url));
const EVENTS: ReadonlySet<string> = new Set(Object.keys(HANDLERS));
const COUNTED: ReadonlySet<string> = new Set([...EVENTS, ...SLACK_EVENTS, PAGERDUTY_EVENT]);

/** What runs until it is stopped. */
export interface Running {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Starts the bot, or first-run setup where nothing is configured.
 *
 * @throws {CodedError} `AIOPS_SETTINGS` with one line for each missing or malformed setting
 */
export async function serve(environment: Environment): Promise<Running> {
  const sources = new Sources(environment);
  const found = await sources.read();
  const read = readSettings(found.values, found);
  if (!read.ok) throw new CodedError('AIOPS_SETTINGS', read.problems.join('\n'));
  const { settings } = read;
  const log = createLog({ level: settings.logLevel });
  if (settings.app === null) return serveSetup(settings, log);
  const live = LiveSettings.begin({
    read: () => sources.read(),
    values: found.values,
    settings,
    clock: systemClock,
    timer: systemTimer,
    log,
  });
  return serveBot({ live, sources, credentials: settings.app, log });
}

async function serveBot(told: Omit<Told, 'settings'>): Promise<Running> {
  const settings = told.live.current();
  const store = await openStore({
    ...(settings.databaseUrl === null ? {} : { databaseUrl: settings.databaseUrl.expose() }),
    dataDir: settings.dataDir,
    clock: systemClock,
    log: told.log,
  });
  try {
    return await serveOver(store, { settings, ...told });
  } catch (error) {
    // What stays open would keep a process alive that serves nobody.
    await store.close();
    throw error;
  }
}

interface Told {
  /** As they were at start: what does not change while the bot runs. */
  readonly settings: Settings;
  readonly live: LiveSettings;
  readonly sources: Sources;
  /** As they were at start. */
  readonly credentials: AppCredentials;
  readonly log: Logger;
}

async function serveOver(store: Store, told: Told): Promise<Running> {
  const { settings, live, credentials, log } = told;
  const { clock } = store;
  const { metrics, route } = prometheusMetrics({ events: COUNTED, version: VERSION, store });
  const app = () => live.current().app ?? credentials;
  const workers = await buildWorkers({
    app,
    slack: () => live.current().slack,
    pagerduty: () => live.current().pagerduty,
    refused: () => void live.refused(),
    doctor: doctorParts(told),
    settings,
    store,
    clock,
    log,
    metrics,
  });
  const door = githubDoor({
    inbox: store.inbox,
    secrets: () => app().webhookSecrets,
    events: EVENTS,
    clock,
    log,
    metrics,
  });
  const slack = slackDoor({
    inbox: store.inbox,
    secrets: () => live.current().slack?.signingSecrets ?? [],
    clock,
    log,
    metrics,
  });
  const pagerduty = pagerDutyDoor({
    inbox: store.inbox,
    secrets: () => live.current().pagerduty?.webhookSecrets ?? [],
    clock,
    log,
    metrics,
  });
  const web = new WebServer({
    routes: [
      { method: 'POST', path: WEBHOOK_PATH, handle: door },
      { method: 'POST', path: SLACK_PATH, handle: slack },
      { method: 'POST', path: PAGERDUTY_PATH, handle: pagerduty },
      ...healthRoutes({ store, pump: () => workers.health(), clock }),
      route,
    ],
    log,
  });
  live.onReplaced(async (names) => void (await noticeCredentials(names, { store, clock })));
  const port = await web.listen(settings.http);
  workers.start();
  log.info(
    { port, version: VERSION, store: settings.databaseUrl === null ? 'embedded' : 'postgresql' },
    'ready',
  );
  return {
    port,
    stop: async () => {
      log.info('stopping: no new work is taken, work in flight ends first');
      live.stop();
      await Promise.all([web.close(GRACE_MS), workers.stop()]);
      await store.close();
      log.info('stopped');
    },
  };
}

function doctorParts({ settings, sources }: Told): BotParts['doctor'] {
  const { default_permissions: permissions, default_events: events } = readManifest(MANIFEST);
  const { publicUrl } = settings.http;
  return {
    permissions,
    events,
    webhookUrl: publicUrl === null ? null : `${publicUrl}${WEBHOOK_PATH}`,
    pagerdutyWebhookUrl: publicUrl === null ? null : `${publicUrl}${PAGERDUTY_PATH}`,
    secrets: secretsSetUp(settings.aws, () => sources.read()),
    timer: systemTimer,
  };
}

async function serveSetup(settings: Settings, log: Logger): Promise<Running> {
  prepareToStore(settings.dataDir);
  const setup = new Setup({
    settings,
    manifest: readManifest(MANIFEST),
    log,
    newToken: () => randomBytes(32).toString('base64url'),
  });
  const web = new WebServer({ routes: setup.routes(), log });
  const port = await web.listen({ ...settings.http, host: '127.0.0.1' });
  process.stdout.write(
    `\nNothing is configured yet. To make the GitHub App, open on this machine:\n\n  ${setup.link(port)}\n\nThe link works once. The credentials go to ${credentialsFile(settings.dataDir)}; then start the bot again. Ctrl-C ends this.\n\n`,
  );
  return { port, stop: () => web.close(GRACE_MS) };
}
