import { type Customer, customerOn } from '../../demo/customer/customer.ts';
import { informedOn, whoIsTold } from '../../demo/customer/escalation.ts';
import { type OnCall, onCallOn } from '../../demo/customer/on-call.ts';
import { Pipeline } from '../../demo/customer/pipeline.ts';
import { type Workspace, workspaceOn } from '../../demo/customer/workspace.ts';
import { createGitHub } from '../../demo/github/github.ts';
import type { Ruleset } from '../../demo/github/model/repository.ts';
import { createPagerDuty } from '../../demo/pagerduty/pagerduty.ts';
import { servePagerDuty } from '../../demo/pagerduty/server.ts';
import { botToken } from '../../demo/slack/model/app.ts';
import { createSlack } from '../../demo/slack/slack.ts';
import { SecretsManager } from '../../src/aws/secrets-manager.ts';
import { systemTimer } from '../../src/clock.ts';
import { privateKey } from '../../src/config/app-credentials.ts';
import { CHECKS } from '../../src/doctor/checks.ts';
import type { DoctorDeps, PagerDutySetUp } from '../../src/doctor/deps.ts';
import { examine } from '../../src/doctor/examine.ts';
import { pagerDutySetUp } from '../../src/doctor/set-up.ts';
import { Subject } from '../../src/doctor/subject.ts';
import type { Finding } from '../../src/effect/finding.ts';
import { probotOf } from '../../src/github/app.ts';
import { createLog } from '../../src/log.ts';
import { INCIDENT_EVENTS } from '../../src/pagerduty/incident-events.ts';
import { Secret } from '../../src/secrets.ts';
import { slackFor } from '../../src/slack/client.ts';
import { readManifest, WEBHOOK_PATH } from '../../src/web/app-manifest.ts';
import { AwsStandIn } from '../aws-stand-in/stand-in.ts';
import { processHas } from '../aws-stand-in/surroundings.ts';
import { serveByNock } from '../github-stand-in/nock.ts';
import { serveSlackByNock } from '../slack-stand-in/nock.ts';

const MANIFEST = readManifest(new URL('../../app.yml', import.meta.url).pathname);
const WEBHOOK_SECRET = 'only-for-tests-0123456789abcdef';
export const PAGERDUTY_URL = 'https://bot.example.com/api/pagerduty/webhooks';
const WEBHOOK_URL = `https://bot.example.com${WEBHOOK_PATH}`;
export const CHECK = 'AI Ops gates (main)';
export const WATCHED = ['ai/ops/langgraph', 'ai/ops/codex'] as const;
const API_URL = 'https://api.github.com';
const NOW = Date.parse('2026-03-02T09:00:00Z');

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A customer at whom everything is as the runbook wants it, until a test breaks it. */
export interface Patient {
  readonly customer: Customer;
  readonly pipeline: Pipeline;
  readonly workspace: Workspace;
  readonly onCall: OnCall;
  readonly aws: AwsStandIn;
  readonly ruleset: Ruleset;
  /** Epoch milliseconds, for the services and for the doctor. */
  readonly time: { now: number };
  /** What the doctor has besides the stand-ins. */
  readonly deps: Mutable<DoctorDeps>;
  /** Rewrites `.github/ai-ops.yml`. */
  configure(change: (text: string) => string): void;
  /** Rewrites a workflow file on the default branch, or takes it away. */
  rewrite(file: string, change: (text: string) => string | null): void;
  pagerduty(change: Partial<PagerDutySetUp>): void;
  examine(): Promise<readonly Finding[]>;
  close(): Promise<void>;
}

export async function openPatient(store: DoctorDeps['store']): Promise<Patient> {
  const time = { now: NOW };
  const clock = { now: () => time.now };
  const github = createGitHub({ clock });
  const workspace = workspaceOn(createSlack({ clock }));
  const onCall = onCallOn(createPagerDuty({ clock }));
  onCall.pagerDuty.subscribe({
    url: PAGERDUTY_URL,
    description: 'AI Ops',
    events: INCIDENT_EVENTS,
    filter: { type: 'service_reference', id: onCall.service.id },
  });
  const aws = await AwsStandIn.open();
  processHas(aws.keyed());
  for (const id of WATCHED) aws.put(id, 'nobody but its workflow may see this');
  const customer = customerOn(github, {
    workspace,
    permissions: MANIFEST.default_permissions,
    events: MANIFEST.default_events,
    webhookSecret: WEBHOOK_SECRET,
    webhookUrl: WEBHOOK_URL,
  });
  github.setMembership(customer.team, { user: customer.releaseOwner, state: 'active' });
  const { app, repository } = customer;
  const ruleset = github.addRuleset(repository, {
    branches: ['main'],
    requiredChecks: [{ context: CHECK, app: app.id }],
  });
  const pipeline = new Pipeline(customer);
  const pull = pipeline.open();
  pipeline.smoke(pull);
  pipeline.verify(pull);
  for (const delivery of github.world.deliveries)
    delivery.outcome = { statusCode: 202, at: new Date(NOW).toISOString() };
  const unserves = [serveByNock(github), serveSlackByNock(workspace.slack)];
  // Not by nock: what it makes of node:https leaves an error behind in OpenSSL, which the next key that is imported trips over.
  const calling = await servePagerDuty(onCall.pagerDuty);
  const deps = depsFor({ customer, workspace, onCall, aws, time, store, pagerdutyUrl: calling.apiUrl });
  const at = (path: string) => github.world.tip(repository).tree.get(path)?.content ?? '';
  const commit = (path: string, content: string | null) =>
    github.commitTo(repository, {
      branch: 'main',
      changes: { [path]: content },
      author: customer.maintainer,
    });
  const configure: Patient['configure'] = (change) =>
    commit('.github/ai-ops.yml', change(at('.github/ai-ops.yml')));
  configure((text) => `${text}${whoIsTold(informedOn(workspace))}`);
  return {
    customer,
    pipeline,
    workspace,
    onCall,
    aws,
    ruleset,
    time,
    deps,
    configure,
    rewrite: (file, change) => commit(`.github/workflows/${file}`, change(at(`.github/workflows/${file}`))),
    pagerduty: (change) => {
      const set = deps.pagerduty();
      if (set !== null) deps.pagerduty = () => ({ ...set, ...change });
    },
    examine: () => examine(CHECKS, new Subject({ owner: 'acme', repo: 'erp' }, deps)),
    close: async () => {
      for (const unserve of unserves) unserve();
      await calling.close();
      await aws.close();
    },
  };
}

function depsFor({
  customer,
  workspace,
  onCall,
  aws,
  time,
  store,
  pagerdutyUrl,
}: Pick<Patient, 'customer' | 'workspace' | 'onCall' | 'aws' | 'time'> & {
  readonly store: DoctorDeps['store'];
  readonly pagerdutyUrl: string;
}): Mutable<DoctorDeps> {
  const probot = probotOf({
    appId: customer.app.id,
    privateKey: privateKey.parse(customer.app.privateKeyPem),
    apiUrl: API_URL,
    log: createLog({ level: 'silent' }),
  });
  const pagerduty = pagerDutySetUp(
    {
      routingKey: new Secret(onCall.integration.key),
      apiToken: new Secret(onCall.token),
      from: 'ai-ops@example.com',
      service: onCall.service.name,
      ladder: ['AI Ops Triage', 'SRE (secondary)', 'Yui Mori (platform PM)'],
      webhookSecrets: [new Secret('only-for-tests-0123456789')],
      eventsHost: 'events.pagerduty.com',
      apiUrl: pagerdutyUrl,
    },
    { userAgent: 'ai-ops-bot/test', webhookUrl: PAGERDUTY_URL },
  );
  return {
    github: {
      app: () => probot.auth(),
      installed: (id) => probot.auth(id),
      appId: customer.app.id,
      permissions: MANIFEST.default_permissions,
      events: MANIFEST.default_events,
      webhookUrl: WEBHOOK_URL,
      apiUrl: API_URL,
      download: fetch,
    },
    slack: slackFor(() => ({
      botToken: new Secret(botToken(workspace.bot)),
      channel: '#ai-ops-alerts',
      apiUrl: 'https://slack.com/api',
    })),
    pagerduty: () => pagerduty,
    secrets: {
      own: () => Promise.resolve({ from: ['the AWS secret ai-ops/bot'], problems: [] }),
      watched: WATCHED,
      manager: new SecretsManager({ endpoint: aws.url }),
    },
    store,
    stop: { always: false, file: null },
    nodeVersion: 'v24.21.0',
    clock: { now: () => time.now },
    timer: systemTimer,
  };
}
