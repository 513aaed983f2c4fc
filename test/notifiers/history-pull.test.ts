import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Customer, customerOn } from '../../demo/customer/customer.ts';
import { createGitHub, type GitHub } from '../../demo/github/github.ts';
import type { Pull } from '../../demo/github/model/pull.ts';
import type { HistoryPullEffect } from '../../src/effect/effect.ts';
import { botLogin, probotOf } from '../../src/github/app.ts';
import { createLog } from '../../src/log.ts';
import { historyPullNotifier } from '../../src/notifiers/history-pull.ts';
import type { Outcome } from '../../src/notifiers/notifier.ts';
import { Secret } from '../../src/secrets.ts';
import { readManifest } from '../../src/web/app-manifest.ts';
import { serveByNock } from '../github-stand-in/nock.ts';
import { sending } from './effects.ts';
import { historyPull, PERMISSIONS, SECRETS } from './history-samples.ts';

const MANIFEST = readManifest(new URL('../../app.yml', import.meta.url).pathname);
const NOW = Date.parse('2026-11-22T12:40:00Z');
const BRANCH = 'ai-ops/history-c0ffee000001';
const PLAYBOOKS = 'docs/ai/ops-playbooks.md';
const RUNBOOK = 'docs/runbooks/ai-ops.md';

let github: GitHub;
let customer: Customer;
let unserve: () => void;

beforeEach(() => {
  github = createGitHub({ clock: { now: () => NOW } });
  customer = customerOn(github, {
    permissions: MANIFEST.default_permissions,
    events: [],
    webhookSecret: 'only-for-tests-0123456789abcdef',
  });
  unserve = serveByNock(github);
});
afterEach(() => {
  unserve();
  expect(github.world.unexpected).toEqual([]);
});

async function send(over: Partial<HistoryPullEffect> = {}): Promise<Outcome> {
  const { app, installation, repository } = customer;
  const probot = probotOf({
    appId: app.id,
    privateKey: new Secret(app.privateKeyPem),
    apiUrl: 'https://api.github.com',
    log: createLog({ level: 'silent' }),
  });
  const notifier = historyPullNotifier({
    github: async () => probot.auth(installation.id),
    appId: app.id,
    botLogin: () => botLogin(probot),
    markerKey: new Secret('unused'),
    now: () => NOW,
  });
  const where = { installationId: installation.id, repositoryId: repository.id, owner: 'acme', repo: 'erp' };
  return notifier.send(sending(historyPull({ repository: where, ...over })));
}

const pulls = (): readonly Pull[] =>
  github.world.pulls.filter(({ headRef }) => headRef.startsWith('ai-ops/'));
const file = (path: string, branch = BRANCH): string | undefined =>
  github.world.tip(customer.repository, branch).tree.get(path)?.content;
const mutations = (): number =>
  github.service.requests.filter(({ method, path, body, status }) => {
    if (status === null || status >= 300) return false;
    if (path === '/graphql') return JSON.stringify(body).includes('mutation');
    return method !== 'GET' && !path.endsWith('/access_tokens');
  }).length;
const onMain = (path: string, content: string): void => {
  github.commitTo(customer.repository, {
    branch: 'main',
    changes: { [path]: content },
    author: customer.maintainer,
  });
};

describe('the pull request', () => {
  test('adds the lines to each file, as the App, and leaves the rest as it is', async () => {
    onMain(RUNBOOK, '# AI Ops Runbook\r\n\r\n## History\r\n\r\n- 2025-10-16: begun\r\n');
    const before = file(PLAYBOOKS, 'main') ?? '';
    expect(await send()).toEqual({
      kind: 'sent',
      result: { id: 1, url: 'https://github.com/acme/erp/pull/1' },
    });
    const [pull] = pulls();
    expect(pull).toMatchObject({ author: customer.app.bot, baseRef: 'main', headRef: BRANCH });
    expect({ title: pull?.title, body: pull?.body }).toMatchSnapshot();
    expect(file(RUNBOOK)).toMatchSnapshot();
    const after = file(PLAYBOOKS) ?? '';
    const footer = before.slice(before.lastIndexOf('\n---\n'));
    expect(after.endsWith(footer)).toBe(true);
    expect(after.startsWith(before.slice(0, -footer.length))).toBe(true);
    expect(after).toContain(
      '\n## History\n\n- 2026-11-22 12:34 UTC: secret `ai/ops/langgraph` has a new value',
    );
    const tip = github.world.tip(customer.repository, BRANCH);
    expect(tip).toMatchObject({ author: customer.app.bot, message: pull?.title });
    expect(tip.parents).toEqual([github.world.tip(customer.repository)]);
  });

  test('in Japanese, with a file that is made and one that is no text', async () => {
    onMain('docs/binary.md', 'a\0b');
    const files = [RUNBOOK, 'docs/binary.md', RUNBOOK];
    expect((await send({ locale: 'ja', change: PERMISSIONS, files })).kind).toBe('sent');
    const [pull] = pulls();
    expect({ title: pull?.title, body: pull?.body }).toMatchSnapshot();
    const branch = 'ai-ops/history-c0ffee000003';
    expect(file(RUNBOOK, branch)).toMatchSnapshot();
    expect(file('docs/binary.md', branch)).toBe('a\0b');
  });

  test('a line that stands there already is not written again', async () => {
    onMain(RUNBOOK, 'By hand: `history-c0ffee000001`\n');
    await send({ files: [RUNBOOK, PLAYBOOKS] });
    expect(file(RUNBOOK)).toBe('By hand: `history-c0ffee000001`\n');
    expect(file(PLAYBOOKS)).toContain('history-c0ffee000001');
  });

  test('nothing is proposed where no file is text', async () => {
    onMain('docs/binary.md', 'a\0b');
    expect(await send({ files: ['docs/binary.md'] })).toMatchObject({
      kind: 'rejected',
      code: 'AIOPS_HISTORY_UNREADABLE',
    });
    expect(mutations()).toBe(0);
  });
});

describe('tried again', () => {
  const STEPS = [
    ['the branch', { method: 'POST', path: /git\/refs$/ }],
    ['the commit', { method: 'POST', path: /graphql$/, body: /createCommitOnBranch/ }],
    ['the pull request', { method: 'POST', path: /\/pulls$/ }],
  ] as const;

  test.each(STEPS)('after the answer to %s was lost, it goes on from there, once', async (_, match) => {
    github.fault({ kind: 'answer-lost', match });
    expect((await send()).kind).toBe('unanswered');
    expect(await send()).toMatchObject({ kind: 'sent', result: { id: 1 } });
    expect(await send()).toMatchObject({ kind: 'sent', result: { id: 1 } });
    expect(pulls()).toHaveLength(1);
    expect(mutations()).toBeLessThanOrEqual(4);
    expect(file(PLAYBOOKS)?.match(/history-c0ffee000001/g)).toHaveLength(SECRETS.secrets.length);
  });

  test.each(STEPS)('after %s was refused by a server in trouble', async (_, match) => {
    github.fault({ kind: 'status', status: 502, match });
    expect((await send()).kind).toBe('unanswered');
    expect(await send()).toMatchObject({ kind: 'sent', result: { id: 1 } });
    expect(pulls()).toHaveLength(1);
  });

  test.each(STEPS)('%s that may not be made is refused for good', async (_, match) => {
    github.fault({ kind: 'status', status: 403, match });
    expect(await send()).toMatchObject({ kind: 'rejected', code: 'AIOPS_GITHUB_REFUSED' });
  });

  test('one that a person closed stays closed', async () => {
    await send();
    const [pull] = pulls();
    if (pull !== undefined) github.closePull(pull, customer.maintainer);
    const before = mutations();
    expect(await send()).toMatchObject({ kind: 'sent', result: { id: 1 } });
    expect(mutations()).toBe(before);
  });
});

describe('what is somebody else’s', () => {
  test('a branch of that name is left as it is', async () => {
    github.commitTo(customer.repository, { branch: BRANCH, changes: { a: 'a' }, author: customer.outsider });
    expect(await send()).toMatchObject({
      kind: 'rejected',
      code: 'AIOPS_BRANCH_TAKEN',
      detail: expect.stringContaining('olli pushed to ai-ops/history-c0ffee000001'),
    });
    expect(pulls()).toEqual([]);
  });

  test('a pull request from such a branch is not taken for the bot’s own', async () => {
    github.openPull(customer.repository, {
      title: 'Record a change of secrets',
      author: customer.outsider,
      branch: BRANCH,
      changes: { [PLAYBOOKS]: 'history-c0ffee000001' },
    });
    expect(await send()).toMatchObject({ kind: 'rejected', code: 'AIOPS_BRANCH_TAKEN' });
  });

  test('a record of pushes that is behind is waited for', async () => {
    github.fault({ kind: 'answer-lost', match: { method: 'POST', path: /\/git\/refs$/ } });
    await send();
    customer.repository.pushes.pop();
    expect(await send()).toMatchObject({ kind: 'retry', code: 'AIOPS_BRANCH_UNTOLD' });
  });
});
