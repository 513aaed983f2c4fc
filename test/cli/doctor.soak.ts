import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Customer, customerOn } from '../../demo/customer/customer.ts';
import { type OnCall, onCallOn } from '../../demo/customer/on-call.ts';
import { type Workspace, workspaceOn } from '../../demo/customer/workspace.ts';
import { createGitHub } from '../../demo/github/github.ts';
import { serveGitHub } from '../../demo/github/server.ts';
import { createPagerDuty } from '../../demo/pagerduty/pagerduty.ts';
import { servePagerDuty } from '../../demo/pagerduty/server.ts';
import { botToken } from '../../demo/slack/model/app.ts';
import { serveSlack } from '../../demo/slack/server.ts';
import { createSlack } from '../../demo/slack/slack.ts';
import { systemClock } from '../../src/clock.ts';
import { type Finding, PRECONDITIONS } from '../../src/effect/finding.ts';
import { INCIDENT_EVENTS } from '../../src/pagerduty/incident-events.ts';
import { openStore } from '../../src/store/open.ts';
import { readManifest } from '../../src/web/app-manifest.ts';
import { AwsStandIn } from '../aws-stand-in/stand-in.ts';
import { copiedDirectory } from '../support/store.ts';
import { type Ran, runCli } from './run.ts';

const MANIFEST = readManifest(new URL('../../app.yml', import.meta.url).pathname);
const WEBHOOK_SECRET = 'only-for-tests-0123456789abcdef';

let customer: Customer;
let workspace: Workspace;
let onCall: OnCall;
let aws: AwsStandIn;
let environment: Readonly<Record<string, string>>;
const closing: (() => Promise<unknown>)[] = [];

/** The command as a person gives it, at services that it reaches by HTTP, with all the settings of a bot. */
beforeAll(async () => {
  const clock = systemClock;
  const github = createGitHub({ clock });
  workspace = workspaceOn(createSlack({ clock }));
  onCall = onCallOn(createPagerDuty({ clock }));
  const subscription = onCall.pagerDuty.subscribe({
    url: 'https://bot.example.com/api/pagerduty/webhooks',
    description: 'AI Ops',
    events: INCIDENT_EVENTS,
    filter: { type: 'service_reference', id: onCall.service.id },
  });
  aws = await AwsStandIn.open();
  aws.setTime(clock.now());
  for (const id of ['ai/ops/langgraph', 'ai/ops/codex']) aws.put(id, 'nobody may see this');
  aws.put('ai-ops/bot', { WEBHOOK_SECRET });
  customer = customerOn(github, {
    workspace,
    permissions: MANIFEST.default_permissions,
    events: MANIFEST.default_events,
    webhookSecret: WEBHOOK_SECRET,
    webhookUrl: 'https://bot.example.com/api/github/webhooks',
  });
  const [hub, slack, pager] = [
    await serveGitHub(github),
    await serveSlack(workspace.slack),
    await servePagerDuty(onCall.pagerDuty),
  ];
  const directory = await mkdtemp(join(tmpdir(), 'ai-ops-doctor-'));
  const key = join(directory, 'app.pem');
  writeFileSync(key, customer.app.privateKeyPem);
  closing.push(
    () => hub.close(),
    () => slack.close(),
    () => pager.close(),
    () => aws.close(),
    () => rm(directory, { recursive: true }),
  );
  environment = {
    APP_ID: String(customer.app.id),
    PRIVATE_KEY_PATH: key,
    GHE_HOST: new URL(hub.url).host,
    GHE_PROTOCOL: 'http',
    DATA_DIR: join(directory, 'data'),
    PUBLIC_URL: 'https://bot.example.com',
    SLACK_BOT_TOKEN: botToken(workspace.bot),
    SLACK_SIGNING_SECRET: workspace.bot.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    PAGERDUTY_ROUTING_KEY: onCall.integration.key,
    PAGERDUTY_API_TOKEN: onCall.token,
    PAGERDUTY_API_URL: pager.apiUrl,
    PAGERDUTY_FROM: 'ai-ops@example.com',
    PAGERDUTY_WEBHOOK_SECRET: subscription.secret,
    PAGERDUTY_LADDER: 'AI Ops Triage,SRE (secondary),Yui Mori (platform PM)',
    AWS_SECRET_IDS: 'ai-ops/bot',
    AWS_WATCHED_SECRET_IDS: 'ai/ops/langgraph,ai/ops/codex',
    ...aws.keyed(),
  };
});
afterAll(async () => {
  for (const close of closing) await close();
});

async function ask(
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<Ran & { readonly findings: readonly Finding[] }> {
  const ran = await runCli(['doctor', ...args], { ...environment, ...more });
  const secrets = [
    environment.SLACK_BOT_TOKEN,
    environment.PAGERDUTY_API_TOKEN,
    environment.PAGERDUTY_WEBHOOK_SECRET,
    WEBHOOK_SECRET,
    'PRIVATE KEY',
  ];
  for (const secret of secrets) expect(ran.stdout + ran.stderr).not.toContain(secret);
  const json = args.includes('--json') && ran.stdout !== '';
  return { ...ran, findings: json ? JSON.parse(ran.stdout).findings : [] };
}

const idsOf = (findings: readonly Finding[], status: Finding['status']) =>
  findings.filter((one) => one.status === status).map(({ id }) => id);

test('a precondition that does not hold: exit code 1, and every finding as JSON', async () => {
  const { code, stderr, findings } = await ask(['acme/erp', '--json']);
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(new Set(findings.map(({ id }) => id))).toEqual(new Set(Object.keys(PRECONDITIONS)));
  expect(idsOf(findings, 'fail')).toEqual(['check_required']);
  expect(idsOf(findings, 'unknown')).toEqual([]);
});

test('all hold, or only need a look: exit code 0, and a table', async () => {
  const { github, repository, app, team, releaseOwner } = customer;
  github.setMembership(team, { user: releaseOwner, state: 'active' });
  github.addRuleset(repository, {
    branches: ['main'],
    requiredChecks: [{ context: 'AI Ops gates (main)', app: app.id }],
  });
  for (const delivery of github.world.deliveries)
    delivery.outcome = { statusCode: 202, at: new Date().toISOString() };
  const { code, stdout, stderr } = await ask(['acme/erp']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^Preconditions of acme\/erp\n\napp\n {2}✓ app_installed /);
  expect(stdout).toMatch(/\n {2}! artifact_left +codex-template-smoke\.yml: no run .*\n {6}→ Run codex/);
  expect(stdout).toMatch(/\n {2}– store_reachable +there is no store in \S+ yet\n/);
  expect(stdout).toMatch(/\n✓ \d+ ok {2}! 2 warn {2}✗ 0 fail {2}\? 0 unknown {2}– \d+ skipped\n$/);
});

test('the store that a running bot has is left to it', async () => {
  const place = await copiedDirectory();
  const log = { info: () => undefined, warn: () => undefined };
  const held = await openStore({ ...place.settings, clock: systemClock, log });
  const { code, findings } = await ask(['acme/erp', '--json'], { DATA_DIR: place.settings.dataDir });
  await held.close();
  expect(code).toBe(0);
  expect(findings.find(({ id }) => id === 'store_reachable')).toMatchObject({
    status: 'skipped',
    seen: expect.stringContaining('the running bot has the store'),
  });
  const after = await ask(['acme/erp', '--json'], { DATA_DIR: place.settings.dataDir });
  expect(after.findings.find(({ id }) => id === 'store_reachable')).toMatchObject({ status: 'ok' });
  await place.remove();
});

test('services that cannot be reached are unknown, one line each, and hide nothing', async () => {
  const gone = await AwsStandIn.open();
  const nowhere = gone.url;
  await gone.close();
  const { code, findings } = await ask(['acme/erp', '--json'], {
    SLACK_API_URL: nowhere,
    PAGERDUTY_API_URL: nowhere,
  });
  expect(code).toBe(0);
  const unknown = findings.filter(({ status }) => status === 'unknown');
  expect(new Set(unknown.map(({ area }) => area))).toEqual(new Set(['slack', 'pagerduty']));
  for (const { seen } of unknown) expect(seen).toMatch(/^AIOPS_(SLACK|PAGERDUTY)_\w+: no connection/);
});

test('where GitHub cannot be reached all is said, and the exit code is 2', async () => {
  const gone = await AwsStandIn.open();
  const nowhere = new URL(gone.url).host;
  await gone.close();
  const { code, stderr, findings } = await ask(['acme/erp', '--json'], { GHE_HOST: nowhere });
  expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
  expect(findings.find(({ id }) => id === 'app_installed')).toMatchObject({
    status: 'unknown',
    seen: expect.stringMatching(/^AIOPS_GITHUB_\w+: no connection/),
  });
  expect(findings.find(({ id }) => id === 'node_version')).toMatchObject({ status: 'ok' });
});

test.each<[string, readonly string[], Readonly<Record<string, string>>, RegExp]>([
  ['no repository', [], {}, /^error: missing required argument 'repository'\n/],
  ['a slip in an option', ['acme/erp', '--jsn'], {}, /^error: unknown option '--jsn'\n/],
  [
    'a pull request',
    ['acme/erp#1'],
    {},
    /^AIOPS_USAGE: acme\/erp#1 is not a repository; write owner\/repo\n$/,
  ],
  ['no App', ['acme/erp'], { APP_ID: '', PRIVATE_KEY_PATH: '', AWS_SECRET_IDS: '' }, /^AIOPS_NO_APP: /],
  [
    'settings that cannot be used',
    ['acme/erp'],
    { PAGERDUTY_API_URL: 'x' },
    /^AIOPS_SETTINGS: PAGERDUTY_API_URL: /,
  ],
])('%s: exit code 2', async (_name, args, more, said) => {
  const { code, stdout, stderr } = await ask(args, more);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(said);
});
