import { sign } from 'node:crypto';
import { createGitHub, type GitHub } from '../../demo/github/github.ts';
import type { Account, Organization, Team } from '../../demo/github/model/account.ts';
import type { App, Installation, Permissions } from '../../demo/github/model/app.ts';
import type { Delivery } from '../../demo/github/model/delivery.ts';
import type { Pull } from '../../demo/github/model/pull.ts';
import type { Repository } from '../../demo/github/model/repository.ts';

export const CI = '.github/workflows/ci.yml';
export const HANDOFF = '.github/workflows/handoff.yml';

const FILES = {
  'README.md': '# shop\n',
  [CI]: 'name: CI\non: [pull_request]\njobs:\n  lint:\n    steps:\n      - name: Lint\n        run: lint\n  unit:\n    steps:\n      - name: Test\n        run: test\n',
  [HANDOFF]: `name: Handoff
run-name: Handoff \${{ inputs.handoff_id }}
on:
  workflow_dispatch:
    inputs:
      handoff_id: { required: true }
      level: { type: choice, options: [low, high] }
jobs:
  go:
    environment: production
    steps:
      - name: Generate templates
        run: generate
      - name: Review
        run: review
`,
};

export const ALL: Permissions = {
  actions: 'write',
  checks: 'write',
  contents: 'read',
  issues: 'write',
  members: 'read',
  pull_requests: 'write',
};

const EVENTS = [
  'workflow_run',
  'workflow_job',
  'pull_request',
  'pull_request_review',
  'issue_comment',
  'label',
  'push',
];

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed where it is JSON. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
}

export interface Given {
  readonly github: GitHub;
  readonly time: { now: number };
  readonly organization: Organization;
  readonly team: Team;
  readonly alice: Account;
  readonly bob: Account;
  readonly repository: Repository;
  readonly app: App;
  readonly installation: Installation;
  readonly pull: Pull;
  /** Asks as the installation. */
  readonly ask: (spec: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Answer;
  /** Asks as the App. */
  readonly askAsApp: (spec: string, body?: unknown) => Answer;
  /** Names of the webhooks that were queued since this was last asked. */
  readonly told: () => readonly string[];
}

/**
 * A repository of an organization with the App installed, and one open pull request by alice.
 *
 * @param options.realTime tokens expire by the real time, for clients that sign in by it
 */
export function given(
  options: { readonly permissions?: Permissions; readonly realTime?: boolean } = {},
): Given {
  const time = { now: Date.parse('2026-03-01T10:00:00Z') };
  const clock = { now: () => time.now };
  const github = createGitHub({ clock, ...(options.realTime === true ? {} : { wall: clock }) });
  const organization = github.addOrganization('acme');
  const team = github.addTeam(organization, 'ai-ops');
  const alice = github.addUser('alice');
  const bob = github.addUser('bob');
  github.setMembership(team, { user: bob, state: 'active' });
  const repository = github.addRepository({ owner: organization, name: 'shop', files: FILES });
  const app = github.addApp({
    slug: 'ai-ops-bot',
    owner: organization,
    permissions: options.permissions ?? ALL,
    events: EVENTS,
    webhookSecret: 'a secret that nobody guesses',
  });
  const installation = github.install(app, { account: organization });
  const pull = github.openPull(repository, {
    title: 'Add a template',
    author: alice,
    branch: 'feature',
    changes: { 'templates/a.txt': 'one\n' },
  });
  let seen = 0;
  const told = (): readonly string[] => {
    const fresh = github.world.deliveries.slice(seen);
    seen = github.world.deliveries.length;
    return fresh.map(nameOf);
  };
  told();
  const askAsApp = (spec: string, body?: unknown): Answer =>
    send(github, spec, { authorization: `bearer ${jwt(app, time.now)}`, body });
  let token: string | null = null;
  const ask = (spec: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Answer => {
    token ??= String(askAsApp(`POST /app/installations/${installation.id}/access_tokens`).body.token);
    return send(github, spec, { authorization: `token ${token}`, body, headers });
  };
  return {
    github,
    time,
    organization,
    team,
    alice,
    bob,
    repository,
    app,
    installation,
    pull,
    ask,
    askAsApp,
    told,
  };
}

export function nameOf({ event, action }: Delivery): string {
  return action === null ? event : `${event}.${action}`;
}

export function send(
  github: GitHub,
  spec: string,
  how: {
    readonly authorization?: string;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string | undefined>>;
  },
): Answer {
  const [method = '', target = ''] = spec.split(' ');
  const url = new URL(target, 'http://x');
  const authorization = how.authorization === undefined ? {} : { authorization: how.authorization };
  const response = github.service.handle({
    method,
    path: url.pathname,
    query: url.searchParams,
    headers: { 'user-agent': 'test', ...authorization, ...how.headers },
    body: how.body === undefined ? '' : JSON.stringify(how.body),
  });
  const text =
    typeof response.body === 'string' ? response.body : Buffer.from(response.body).toString('latin1');
  const isJson = response.headers['content-type']?.startsWith('application/json') === true && text !== '';
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : {} };
}

/** A JWT as GitHub Apps sign them; `change` spoils a claim or the header. */
export function jwt(
  app: App,
  nowMs: number,
  change: { readonly head?: object; readonly claims?: object; readonly key?: string } = {},
): string {
  const now = Math.floor(nowMs / 1000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = part({ alg: 'RS256', typ: 'JWT', ...change.head });
  const claims = part({ iss: app.id, iat: now - 30, exp: now + 570, ...change.claims });
  const signature = sign('sha256', Buffer.from(`${head}.${claims}`), change.key ?? app.privateKeyPem);
  return `${head}.${claims}.${signature.toString('base64url')}`;
}
