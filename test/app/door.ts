import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@jest/globals';
import type { TestClock } from 'pg-boss';
import { type Customer, type CustomerOptions, customerOn } from '../../demo/customer/customer.ts';
import { type OnCall, onCallOn } from '../../demo/customer/on-call.ts';
import { Pipeline } from '../../demo/customer/pipeline.ts';
import { type Workspace, workspaceOn } from '../../demo/customer/workspace.ts';
import { createGitHub, type GitHub } from '../../demo/github/github.ts';
import type { Changes } from '../../demo/github/model/commit.ts';
import type { Pull } from '../../demo/github/model/pull.ts';
import { Courier, type Post } from '../../demo/github/webhooks/courier.ts';
import { createPagerDuty } from '../../demo/pagerduty/pagerduty.ts';
import { Courier as PagerDutyCourier } from '../../demo/pagerduty/webhooks/courier.ts';
import { botToken } from '../../demo/slack/model/app.ts';
import { createSlack } from '../../demo/slack/slack.ts';
import { type BotParts, buildWorkers } from '../../src/bot.ts';
import { systemTimer } from '../../src/clock.ts';
import type { AppCredentials, Settings } from '../../src/config/settings.ts';
import { secretsSetUp } from '../../src/doctor/set-up.ts';
import type { Effect, PullTarget } from '../../src/effect/effect.ts';
import { HANDLERS } from '../../src/handlers/index.ts';
import type { Handoff } from '../../src/handoff/state.ts';
import { githubDoor } from '../../src/ingress/github.ts';
import { PAGERDUTY_PATH, pagerDutyDoor } from '../../src/ingress/pagerduty.ts';
import { SLACK_PATH, slackDoor } from '../../src/ingress/slack.ts';
import { createLog } from '../../src/log.ts';
import { noMetrics } from '../../src/metrics.ts';
import { INCIDENT_EVENTS } from '../../src/pagerduty/incident-events.ts';
import { Secret } from '../../src/secrets.ts';
import type { Database } from '../../src/store/database.ts';
import { type LedgerEntry, QUEUES, type Store } from '../../src/store/store.ts';
import { readManifest } from '../../src/web/app-manifest.ts';
import type { Workers } from '../../src/workers/workers.ts';
import { serveByNock } from '../github-stand-in/nock.ts';
import { serveByNock as servePagerDutyByNock } from '../pagerduty-stand-in/nock.ts';
import { serveSlackByNock } from '../slack-stand-in/nock.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

/** Where PagerDuty believes the bot to listen. */
const PAGERDUTY_URL = `https://bot.example.com${PAGERDUTY_PATH}`;
const WEBHOOK_SECRET = 'only-for-tests-0123456789abcdef';
const MANIFEST = readManifest(new URL('../../app.yml', import.meta.url).pathname);
const EVENTS: ReadonlySet<string> = new Set(Object.keys(HANDLERS));

/**
 * The whole bot behind its one door: real door, real store, real workers, real Probot and Octokit;
 * GitHub is the stand-in, behind nock, and the time is the test's.
 */
export interface Door {
  readonly github: GitHub;
  readonly customer: Customer;
  readonly pipeline: Pipeline;
  readonly courier: Courier;
  /** Of PagerDuty's webhooks, for which the bot is subscribed where services are set up. */
  readonly pagerDutyCourier: PagerDutyCourier;
  /** Where the customer's people talk, and who is called; both are there, and the bot knows of them where asked for. */
  readonly workspace: Workspace;
  readonly onCall: OnCall;
  readonly clock: TestClock;
  readonly store: Store;
  readonly database: Database;
  readonly workers: Workers;
  /** How often a service has refused the bot's credentials. */
  credentialsRefused(): number;
  /** What the bot logged, one JSON line each. */
  readonly logged: readonly string[];
  /** Delivers every waiting webhook through the door and works until nothing is ready, a few seconds on. */
  settle(): Promise<void>;
  /** Opens a PR and makes everything green at once; what the bot makes of it is settled. */
  ready(branch: string, changes?: Changes): Promise<Pull>;
  /** Takes such a PR on through its handoff and the Verify run that it starts, to the approval. */
  approved(branch: string): Promise<Pull>;
  /** Delivers every waiting webhook and decides, but carries nothing out: what was decided waits in the outbox. */
  decide(): Promise<void>;
  /** Works on the PR's evaluation alone, so that what it decided still waits in the outbox. */
  workUntilDecided(pull: Pull): Promise<void>;
  /** Newest handoff of the PR. */
  handoff(pull: Pull): Promise<Handoff | undefined>;
  /** Something happens on the PR that says nothing: it is looked at again, and settled. */
  lookAgain(pull: Pull): Promise<void>;
  /** Only these webhooks arrive from now on: whatever the others tell, reading the PR must tell as well. */
  hear(...events: readonly string[]): void;
  /** Lets time go by, in ten steps or in steps of `stepMs`, and works off what falls due. */
  pass(ms: number, stepMs?: number): Promise<void>;
  /** What the bot did to GitHub since the last call, in order: `METHOD path status`. Edits of what it shows are left out unless asked for. */
  deeds(options?: { readonly edits: boolean }): readonly string[];
  /** The bot's check on the PR's head. */
  check(pull: Pull): {
    readonly status: string;
    readonly conclusion: string | null;
    readonly title: string;
    readonly text: string;
  } | null;
  /** The code that the bot's check on the PR's head shows for each gate, such as `{ G1: 'smoke_passed', … }`. */
  gates(pull: Pull): Readonly<Record<string, string>>;
  /** What the ledger says of the PR, oldest first. */
  ledger(pull: Pull): Promise<readonly LedgerEntry[]>;
  /** Bodies of the bot's comments, oldest first. */
  comments(pull: Pull): readonly string[];
  target(pull: Pull): PullTarget;
  effects(): Promise<readonly Effect[]>;
  /** Ends this bot as a kill would, and starts another one over the same store. */
  restart(): Promise<void>;
  /** Lets time go by while no bot runs, and starts another one then. */
  sleep(until: number): Promise<void>;
  close(): Promise<void>;
}

export interface DoorOptions extends Partial<Pick<CustomerOptions, 'config'>> {
  /** Slack and PagerDuty are set up. */
  readonly services?: boolean;
  /** How the bot gets at its credentials, where they change; without it they stay as they are. */
  readonly access?: (
    credentials: AppCredentials,
    parts: Pick<BotParts, 'clock' | 'log'>,
  ) => Promise<Pick<BotParts, 'app' | 'refused'>>;
  readonly stop?: { readonly always: boolean; readonly file: string | null };
  /** The daily look at the preconditions comes when it is due; else never: it would ask for much in every test. */
  readonly doctor?: boolean;
  /** Incidents are looked at and told of; else never: there would be another message in every test. */
  readonly incidents?: boolean;
  /** Looks at what runs in the repository, too; else those jobs wait. */
  readonly watch?: boolean;
  /** The sweep every five minutes; without it only what was heard and what is timed is done. */
  readonly sweep?: boolean;
  /** What is asked of AWS. */
  readonly aws?: Settings['aws'];
}

/** Past the cap of a coalesced evaluation, short of the timers of a handoff. */
const SETTLE_STEP_MS = 1_500;
const QUIET_STEPS = 3;
/** However long the time, it goes by in so many steps at most. */
const PASS_STEPS = 10;

export async function openDoor(options: DoorOptions = {}): Promise<Door> {
  const testStore = await openTestStore();
  const { clock, store } = testStore;
  const github = createGitHub({ clock });
  const workspace = workspaceOn(createSlack({ clock }));
  const onCall = onCallOn(createPagerDuty({ clock }));
  // The others are nobody there, as far as the configuration knows.
  const mika = onCall.pagerDuty.addUser('Mika Tanaka');
  const unserves = [
    serveByNock(github),
    serveSlackByNock(workspace.slack),
    servePagerDutyByNock(onCall.pagerDuty),
  ];
  const customer = customerOn(github, {
    ...(options.services === true && { workspace, pagerduty: { mika: mika.id } }),
    ...(options.config === undefined ? {} : { config: options.config }),
    permissions: MANIFEST.default_permissions,
    events: MANIFEST.default_events,
    webhookSecret: WEBHOOK_SECRET,
  });
  const subscription = onCall.pagerDuty.subscribe({
    url: PAGERDUTY_URL,
    description: 'AI Ops',
    events: INCIDENT_EVENTS,
    filter: { type: 'service_reference', id: onCall.service.id },
  });
  const logged: string[] = [];
  const log = createLog({ level: 'debug', destination: { write: (line: string) => void logged.push(line) } });
  const credentials = {
    id: customer.app.id,
    privateKey: new Secret(customer.app.privateKeyPem),
    webhookSecrets: [new Secret(WEBHOOK_SECRET)],
  };
  let refusals = 0;
  const access = (await options.access?.(credentials, { clock, log })) ?? {
    app: () => credentials,
    refused: () => {
      refusals += 1;
    },
  };
  const build = () =>
    buildWorkers({
      ...access,
      settings: {
        github: { apiUrl: 'https://api.github.com', webUrl: 'https://github.com' },
        stop: options.stop ?? { always: false, file: null },
        locale: 'en',
        aws: options.aws ?? null,
      },
      slack: () => (options.services === true ? slackSettings(workspace) : null),
      pagerduty: () => (options.services === true ? pagerDutySettings(onCall, subscription) : null),
      doctor: {
        permissions: MANIFEST.default_permissions,
        events: MANIFEST.default_events,
        webhookUrl: null,
        pagerdutyWebhookUrl: PAGERDUTY_URL,
        secrets: secretsSetUp(null, () => Promise.resolve({ values: {}, origins: {}, problems: [] })),
        timer: systemTimer,
      },
      store,
      clock,
      log,
      metrics: noMetrics,
    });
  let workers = await build();
  const left: readonly string[] = [
    ...(options.doctor === true ? [] : ['doctor']),
    ...(options.incidents === true ? [] : ['incident']),
    ...(options.watch === true ? [] : ['watch']),
    ...(options.sweep === false ? ['sweep'] : []),
  ];
  const queues = QUEUES.filter((queue) => !left.includes(queue));
  const work = () => workers.drain(queues);
  const door = githubDoor({
    inbox: store.inbox,
    secrets: () => access.app().webhookSecrets,
    events: EVENTS,
    clock,
    log,
    metrics: noMetrics,
  });
  const slack = slackDoor({
    inbox: store.inbox,
    secrets: () => (options.services === true ? [new Secret(workspace.bot.signingSecret)] : []),
    clock,
    log,
    metrics: noMetrics,
  });
  const pagerDuty = pagerDutyDoor({
    inbox: store.inbox,
    secrets: () => (options.services === true ? [new Secret(subscription.secret)] : []),
    clock,
    log,
    metrics: noMetrics,
  });
  const doors = new Map([
    [SLACK_PATH, slack],
    [PAGERDUTY_PATH, pagerDuty],
  ]);
  const server = createServer((request, response) => {
    void (doors.get(request.url ?? '') ?? door)(request, response);
  });
  const port = await listen(server);
  const url = `http://127.0.0.1:${port}/api/github/webhooks`;
  workspace.bot.requestUrl = `http://127.0.0.1:${port}${SLACK_PATH}`;
  const post: Post = async ({ headers, body }) => {
    const response = await fetch(url, { method: 'POST', headers, body });
    await response.arrayBuffer();
    return response.status;
  };
  const courier = new Courier(github.world, post, { atOnce: 8 });
  const pagerDutyCourier = new PagerDutyCourier(onCall.pagerDuty.world, async ({ headers, body }) => {
    const response = await fetch(`http://127.0.0.1:${port}${PAGERDUTY_PATH}`, {
      method: 'POST',
      headers,
      body,
    });
    await response.arrayBuffer();
    return response.status;
  });
  const deliver = async (): Promise<number> => {
    const waiting = courier.waiting.length + pagerDutyCourier.due;
    await courier.deliver();
    await pagerDutyCourier.deliver();
    return waiting;
  };
  const settle = async (): Promise<void> => {
    for (let quiet = 0; quiet < QUIET_STEPS; quiet += 1) {
      if ((await deliver()) + (await work()) > 0) quiet = 0;
      await testStore.pass(SETTLE_STEP_MS);
    }
  };
  const decide = async (): Promise<void> => {
    await courier.deliver();
    await workers.drain(['delivery']);
    await testStore.pass(SETTLE_STEP_MS);
    await workers.drain(['evaluate']);
  };
  let seen = 0;
  const pipeline = new Pipeline(customer);
  const target = (pull: Pull): PullTarget => ({
    installationId: customer.installation.id,
    repositoryId: customer.repository.id,
    owner: 'acme',
    repo: 'erp',
    number: pull.number,
  });
  const newestHandoff = async (pull: Pull) => (await store.pulls.memory(target(pull))).handoffs.at(-1);
  const ready = async (branch: string, changes?: Changes): Promise<Pull> => {
    const pull = pipeline.open(branch, changes);
    // A label from the second of the push would not count.
    await testStore.pass(SETTLE_STEP_MS);
    pipeline.ready(pull);
    await settle();
    return pull;
  };

  return {
    github,
    customer,
    pipeline,
    ready,
    approved: async (branch) => {
      const pull = await ready(branch);
      const nested = pipeline.endHandoff(pipeline.handoffRun());
      await settle();
      pipeline.endNestedVerify(nested);
      await settle();
      expect(await newestHandoff(pull)).toMatchObject({ state: { kind: 'approved' } });
      return pull;
    },
    decide,
    workUntilDecided: async (pull) => {
      await decide();
      expect(await store.outbox.load(`dispatch:${(await newestHandoff(pull))?.id}:1`)).toMatchObject({
        state: 'pending',
      });
    },
    lookAgain: (pull) => {
      github.review(pull, { by: customer.outsider, state: 'commented' });
      return settle();
    },
    hear: (...events) => {
      courier.mischief = (waiting) => ({ send: waiting.filter(({ event }) => events.includes(event)) });
    },
    handoff: newestHandoff,
    target,
    courier,
    pagerDutyCourier,
    workspace,
    onCall,
    credentialsRefused: () => refusals,
    clock,
    store,
    database: testStore.database,
    get workers() {
      return workers;
    },
    logged,
    settle,
    pass: async (ms, step = Math.max(30_000, Math.ceil(ms / PASS_STEPS))) => {
      const end = clock.now() + ms;
      while (clock.now() < end) {
        await testStore.pass(Math.min(step, end - clock.now()));
        await work();
        await deliver();
        await work();
      }
    },
    deeds: ({ edits } = { edits: false }) => {
      const { requests } = github.service;
      const done = requests
        .slice(seen)
        .filter(({ method, path }) => isDeed(method, path) && (edits || method !== 'PATCH'));
      seen = requests.length;
      return done.map(
        ({ method, path, status }) =>
          `${method} ${path.replace('/repos/acme/erp', '')} ${status ?? 'nothing done'}`,
      );
    },
    check: (pull) => checkOf(github, customer, pull),
    gates: (pull) => gatesIn(checkOf(github, customer, pull)?.text ?? ''),
    ledger: async (pull) => {
      const entries = await store.ledger.entries(customer.repository.id, 1, 10_000);
      return entries.filter(({ subject }) => subject === `acme/erp#${pull.number}`);
    },
    comments: (pull) => pull.comments.filter(({ app }) => app === customer.app).map(({ body }) => body),
    effects: () => effectsOf(testStore),
    restart: async () => {
      workers = await build();
    },
    sleep: async (until) => {
      await testStore.pass(until - clock.now());
      workers = await build();
    },
    close: async () => {
      for (const unserve of unserves) unserve();
      await new Promise((resolve) => server.close(resolve));
      await testStore.close();
    },
  };
}

function slackSettings({ bot }: Workspace): Settings['slack'] {
  return {
    botToken: new Secret(botToken(bot)),
    signingSecrets: [new Secret(bot.signingSecret)],
    channel: '#ai-ops-alerts',
    apiUrl: 'https://slack.com/api',
  };
}

function pagerDutySettings(
  { integration, token, service }: OnCall,
  subscription: { readonly secret: string },
): Settings['pagerduty'] {
  return {
    routingKey: new Secret(integration.key),
    apiToken: new Secret(token),
    from: 'ai-ops@example.com',
    service: service.name,
    ladder: ['AI Ops Triage', 'SRE (secondary)', 'Yui Mori (platform PM)'],
    webhookSecrets: [new Secret(subscription.secret)],
    eventsHost: 'events.pagerduty.com',
    apiUrl: 'https://api.pagerduty.com',
  };
}

/** Reading by GraphQL and fetching a token change nothing. */
function isDeed(method: string, path: string): boolean {
  return method !== 'GET' && path !== '/graphql' && !path.endsWith('/access_tokens');
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function checkOf(github: GitHub, customer: Customer, pull: Pull): ReturnType<Door['check']> {
  const head = pull.heads.at(-1);
  const runs = github.world.suites
    .filter((suite) => suite.app.id === customer.app.id && suite.headSha === head)
    .flatMap(({ checkRuns }) => checkRuns)
    .filter(({ externalId }) => externalId.startsWith(`${pull.number}:`));
  const check = runs.at(-1);
  if (check === undefined) return null;
  const { title, summary, text } = check.output;
  return {
    status: check.status,
    conclusion: check.conclusion,
    title: title ?? '',
    text: `${summary ?? ''}\n${text ?? ''}`,
  };
}

/** From the rows of its table. */
function gatesIn(text: string): Readonly<Record<string, string>> {
  const rows = text.matchAll(/\*\*(G\d)\*\*[^|]*?`(\w+)`/g);
  return Object.fromEntries([...rows].map(([, gate, code]) => [gate, code]));
}

async function effectsOf({ database }: TestStore): Promise<readonly Effect[]> {
  const rows = await database.sql.selectFrom('effects').select('payload').orderBy('created_at').execute();
  return rows.map(({ payload }) => JSON.parse(payload) as Effect);
}
