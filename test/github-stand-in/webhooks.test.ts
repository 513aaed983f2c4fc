import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import type { WebhookDefinition } from '@octokit/webhooks-examples';
import { verify } from '@octokit/webhooks-methods';
import type { Delivery } from '../../demo/github/model/delivery.ts';
import { hookRequest } from '../../demo/github/webhooks/sign.ts';
import { type Given, given, HANDOFF } from './given.ts';

const examples: readonly WebhookDefinition[] = createRequire(import.meta.url)('@octokit/webhooks-examples');

/** Something of everything that GitHub tells an App. */
function everything({ github, pull, repository, alice, bob, installation, ask }: Given): void {
  github.push(pull, { changes: { 'templates/b.txt': 'two\n' } });
  github.label(pull, { name: 'LG-Verified ✅', by: bob });
  github.unlabel(pull, { name: 'LG-Verified ✅', by: bob });
  const comment = github.comment(pull, { by: alice, body: '/ai-ops status' });
  github.editComment(comment, { body: '/ai-ops help', by: bob });
  github.deleteComment(comment, bob);
  github.setDraft(pull, true);
  github.setDraft(pull, false);
  github.review(pull, { by: bob, state: 'approved' });
  github.commitTo(repository, { branch: 'release', changes: { 'r.txt': '1\n' }, author: bob });
  github.changeBase(pull, { to: 'release' });
  const label = github.addLabel(repository, 'other');
  github.renameLabel(repository, { label, to: 'another', by: bob });
  github.deleteLabel(repository, { label, by: bob });
  const run = github.startRun(repository, { workflow: HANDOFF, event: 'workflow_dispatch', actor: bob });
  github.holdJob(run, 'go');
  github.releaseJob(run, 'go');
  github.completeRun(run);
  const made = ask('POST /repos/acme/shop/check-runs', {
    name: 'gates',
    head_sha: pull.heads.at(-1),
    status: 'completed',
    conclusion: 'success',
    actions: [{ label: 'Hand off', description: 'Hand off now', identifier: 'handoff' }],
  });
  const check = github.world.checkRun(repository, Number(made.body.id));
  if (check === undefined) throw new Error('no check run was made');
  github.pressButton(check, { identifier: 'handoff', by: bob });
  github.rerequestCheck(check, bob);
  github.rerequestSuite(check.suite, bob);
  github.closePull(pull);
  github.reopenPull(pull);
  github.removeFromInstallation(installation, repository);
  github.addToInstallation(installation, repository);
  github.suspend(installation);
  github.unsuspend(installation);
  github.acceptPermissions(installation);
  github.uninstall(installation);
}

/** Fields that newer examples no longer have, or that only some of them show. */
const OPTIONAL = new Set([
  'organization',
  'installation',
  'requested_action',
  'requester',
  'master_branch',
  'deployment',
  'name',
  'email',
  'comment',
  'enterprise',
  'repositories',
  'color',
  'stargazers',
]);

describe('each webhook has the fields of GitHub’s own examples', () => {
  const world = given();
  everything(world);
  const sent = new Map(world.github.world.deliveries.map((one) => [`${one.event}.${one.action}`, one]));
  const rows = [...sent].map(([name, delivery]): [string, Delivery] => [name, delivery]);

  test.each(rows)('%s', (_, delivery) => {
    const payload: Record<string, unknown> = JSON.parse(delivery.body);
    const known = examplesOf(delivery);
    expect(known.length).toBeGreaterThan(0);
    const best = known
      .map((example) => missing(example, payload, delivery.event))
      .sort((a, b) => a.length - b.length);
    expect(best[0]).toEqual([]);
    expect(payload.installation).toMatchObject({ id: world.installation.id });
  });
});

/** Examples of the event and action; where there is none of the action, those of the event. */
function examplesOf({ event, action }: Delivery): readonly object[] {
  const all = examples.find(({ name }) => name === event)?.examples ?? [];
  const same = all.filter((example) => action === null || ('action' in example && example.action === action));
  return same.length > 0 ? same : all;
}

/** Paths that the example has and the payload lacks. */
function missing(example: object, payload: unknown, at: string): readonly string[] {
  if (typeof payload !== 'object' || payload === null) return [at];
  const has = new Map<string, unknown>(Object.entries(payload));
  return Object.entries(example).flatMap(([key, value]) => {
    if (OPTIONAL.has(key) && !has.has(key)) return [];
    if (!has.has(key)) return [`${at}.${key}`];
    if (key === 'permissions') return [];
    const ours = has.get(key);
    const deeper = typeof value === 'object' && value !== null && !Array.isArray(value) && ours !== null;
    return deeper ? missing(value, ours, `${at}.${key}`) : [];
  });
}

test('no two sends have one id, no two events one GUID, and ids do not fit a number', () => {
  const world = given();
  everything(world);
  const { deliveries } = world.github.world;
  expect(new Set(deliveries.map(({ id }) => id)).size).toBe(deliveries.length);
  expect(new Set(deliveries.map(({ guid }) => guid)).size).toBe(deliveries.length);
  expect(deliveries[0]?.id).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
});

test('the signature is right for these bytes and this secret, and for no others', async () => {
  const { github, app } = given();
  const [delivery] = github.world.deliveries;
  if (delivery === undefined) throw new Error('nothing was told');
  const { body, headers } = hookRequest(delivery);
  const signature = headers['x-hub-signature-256'] ?? '';
  expect(await verify(app.webhookSecret, body, signature)).toBe(true);
  expect(await verify(app.webhookSecret, `${body} `, signature)).toBe(false);
  expect(await verify('another secret', body, signature)).toBe(false);
  expect(headers['x-github-delivery']).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

describe('what is told, to whom, in which order', () => {
  test('a push to the branch of a pull request', () => {
    const { github, pull, told } = given();
    github.push(pull, { changes: { 'x.txt': '1\n' } });
    expect(told()).toEqual(['push', 'check_suite.requested', 'pull_request.synchronize']);
    expect(pull.heads).toHaveLength(2);
  });

  test('a run with its jobs and checks', () => {
    const { github, repository, pull, told } = given();
    const run = github.startRun(repository, { workflow: 'ci.yml', event: 'pull_request', pull });
    expect(told()).toEqual([
      'workflow_run.requested',
      'check_run.created',
      'workflow_job.queued',
      'check_run.created',
      'workflow_job.queued',
    ]);
    github.completeRun(run, 'failure', { failedJob: 'unit' });
    expect(told()).toEqual([
      'workflow_run.in_progress',
      'workflow_job.in_progress',
      'check_run.completed',
      'workflow_job.completed',
      'workflow_job.in_progress',
      'check_run.completed',
      'workflow_job.completed',
      'workflow_run.completed',
      'check_suite.completed',
    ]);
  });

  test('what the App does itself is told to it as well, as done by its bot', () => {
    const { github, ask, app, told } = given();
    ask('POST /repos/acme/shop/issues/1/comments', { body: 'hello' });
    ask('POST /repos/acme/shop/issues/1/labels', { labels: ['new'] });
    expect(told()).toEqual(['issue_comment.created', 'pull_request.labeled']);
    const payload = JSON.parse(github.world.deliveries.at(-2)?.body ?? '{}');
    expect(payload.sender).toMatchObject({ login: 'ai-ops-bot[bot]', type: 'Bot' });
    expect(payload.comment.performed_via_github_app.id).toBe(app.id);
  });

  test('a push to a fork is told to nobody here but as news of the pull request', () => {
    const { github, repository, alice, told } = given();
    const fork = github.forkRepository(repository, alice);
    const pull = github.openPull(repository, {
      title: 'x',
      author: alice,
      branch: 'f',
      from: fork,
      changes: { 'y.txt': '1\n' },
    });
    github.push(pull, { changes: { 'y.txt': '2\n' } });
    expect(told()).toEqual(['pull_request.opened', 'pull_request.synchronize']);
    const run = github.startRun(repository, { workflow: 'ci.yml', event: 'pull_request', pull });
    const payload = JSON.parse(
      github.world.deliveries.findLast(({ event }) => event === 'workflow_run')?.body ?? '{}',
    );
    expect(payload.workflow_run).toMatchObject({
      id: run.id,
      pull_requests: [],
      head_repository: { fork: true },
    });
  });

  test('an App that does not subscribe hears nothing, one that was suspended neither', () => {
    const { github, installation, app, pull, bob, told } = given();
    app.events = [];
    github.label(pull, { name: 'a', by: bob });
    expect(told()).toEqual([]);
    app.events = ['pull_request'];
    github.label(pull, { name: 'b', by: bob });
    expect(told()).toEqual(['pull_request.labeled']);
    github.suspend(installation);
    github.label(pull, { name: 'c', by: bob });
    expect(told()).toEqual(['installation.suspend']);
  });
});
