import { describe, expect, test } from '@jest/globals';
import { ALL, type Given, given, send } from './given.ts';

const long = (length: number): string => 'x'.repeat(length);

const DISPATCH = 'POST /repos/acme/shop/actions/workflows/handoff.yml/dispatches';
const inputs = { handoff_id: '1' };

/** A check run that GitHub takes, with one thing changed. */
const check = (sha: string, change: object = {}): object => ({
  name: 'gates',
  head_sha: sha,
  status: 'completed',
  conclusion: 'success',
  output: { title: 'Open', summary: 'All gates are open.' },
  ...change,
});

type Row = readonly [
  name: string,
  spec: string,
  body: (given: Given) => unknown,
  status: number,
  message: string,
];

const rows: readonly Row[] = [
  [
    'an input that is not declared',
    DISPATCH,
    () => ({ ref: 'main', inputs: { ...inputs, x: '1' } }),
    422,
    'Unexpected inputs provided: ["x"]',
  ],
  [
    'a required input that is missing',
    DISPATCH,
    () => ({ ref: 'main' }),
    422,
    "Required input 'handoff_id' not provided",
  ],
  [
    'a choice that is none',
    DISPATCH,
    () => ({ ref: 'main', inputs: { ...inputs, level: 'mid' } }),
    422,
    'not in the list of allowed values',
  ],
  ['a branch that does not exist', DISPATCH, () => ({ ref: 'nope', inputs }), 422, 'No ref found for: nope'],
  [
    'a commit instead of a branch',
    DISPATCH,
    ({ pull }) => ({ ref: pull.heads[0], inputs }),
    422,
    'No ref found for',
  ],
  ['no ref', DISPATCH, () => ({}), 422, '"ref" wasn\'t supplied.'],
  [
    'a key that it does not know',
    DISPATCH,
    () => ({ ref: 'main', inputs, wait: true }),
    422,
    '"wait" is not a permitted key.',
  ],
  [
    'a workflow that is not dispatched',
    DISPATCH.replace('handoff', 'ci'),
    () => ({ ref: 'main' }),
    422,
    "Workflow does not have 'workflow_dispatch' trigger",
  ],
  [
    'a workflow that does not exist',
    DISPATCH.replace('handoff', 'nope'),
    () => ({ ref: 'main' }),
    404,
    'Not Found',
  ],
  [
    'a workflow by its display name',
    DISPATCH.replace('handoff.yml', 'Handoff'),
    () => ({ ref: 'main' }),
    404,
    'Not Found',
  ],

  [
    'a check on a commit that does not exist',
    'POST /repos/acme/shop/check-runs',
    () => check(long(40)),
    422,
    'No commit found for SHA',
  ],
  [
    'a check on a branch',
    'POST /repos/acme/shop/check-runs',
    () => check('main'),
    422,
    'No commit found for SHA',
  ],
  [
    'a conclusion before the end',
    'POST /repos/acme/shop/check-runs',
    ({ pull }) => check(pull.heads[0] ?? '', { status: 'in_progress' }),
    422,
    '"conclusion" is only permitted',
  ],
  [
    'an end without a conclusion',
    'POST /repos/acme/shop/check-runs',
    ({ pull }) => check(pull.heads[0] ?? '', { conclusion: undefined }),
    422,
    '"conclusion" wasn\'t supplied',
  ],
  [
    'a conclusion that only GitHub gives',
    'POST /repos/acme/shop/check-runs',
    ({ pull }) => check(pull.heads[0] ?? '', { conclusion: 'stale' }),
    422,
    'properties/conclusion',
  ],
  [
    'a fourth button',
    'POST /repos/acme/shop/check-runs',
    ({ pull }) =>
      check(pull.heads[0] ?? '', {
        actions: Array(4).fill({ label: 'a', description: 'b', identifier: 'c' }),
      }),
    422,
    'properties/actions',
  ],
  [
    'a long button',
    'POST /repos/acme/shop/check-runs',
    ({ pull }) =>
      check(pull.heads[0] ?? '', { actions: [{ label: long(21), description: 'b', identifier: 'c' }] }),
    422,
    'actions/0/label',
  ],
  [
    'a long description',
    'POST /repos/acme/shop/check-runs',
    ({ pull }) =>
      check(pull.heads[0] ?? '', { actions: [{ label: 'a', description: long(41), identifier: 'c' }] }),
    422,
    'actions/0/description',
  ],
  [
    'a long identifier',
    'POST /repos/acme/shop/check-runs',
    ({ pull }) =>
      check(pull.heads[0] ?? '', { actions: [{ label: 'a', description: 'b', identifier: long(21) }] }),
    422,
    'actions/0/identifier',
  ],
  [
    'a long summary',
    'POST /repos/acme/shop/check-runs',
    ({ pull }) => check(pull.heads[0] ?? '', { output: { title: 't', summary: long(65_536) } }),
    422,
    'output/summary',
  ],
  [
    'a long text',
    'POST /repos/acme/shop/check-runs',
    ({ pull }) => check(pull.heads[0] ?? '', { output: { title: 't', summary: 's', text: long(65_536) } }),
    422,
    'output/text',
  ],
  [
    'output without a summary',
    'POST /repos/acme/shop/check-runs',
    ({ pull }) => check(pull.heads[0] ?? '', { output: { title: 't' } }),
    422,
    'output/summary',
  ],

  [
    'an empty comment',
    'POST /repos/acme/shop/issues/1/comments',
    () => ({ body: ' \n' }),
    422,
    'Validation Failed',
  ],
  [
    'a comment that is too long',
    'POST /repos/acme/shop/issues/1/comments',
    () => ({ body: long(65_537) }),
    422,
    'Validation Failed',
  ],
  [
    'a comment on no pull request',
    'POST /repos/acme/shop/issues/99/comments',
    () => ({ body: 'x' }),
    404,
    'Not Found',
  ],
  [
    'a comment that is not there',
    'PATCH /repos/acme/shop/issues/comments/1',
    () => ({ body: 'x' }),
    404,
    'Not Found',
  ],
  [
    'a label that is too long',
    'POST /repos/acme/shop/issues/1/labels',
    () => ({ labels: [long(51)] }),
    422,
    'Validation Failed',
  ],
  [
    'taking off a label that is not on',
    'DELETE /repos/acme/shop/issues/1/labels/nope',
    () => undefined,
    404,
    'Label does not exist',
  ],
  ['a repository that does not exist', 'GET /repos/acme/nope', () => undefined, 404, 'Not Found'],
  ['a file that does not exist', 'GET /repos/acme/shop/contents/nope', () => undefined, 404, 'Not Found'],
  ['a member of no team', 'GET /orgs/acme/teams/ai-ops/memberships/alice', () => undefined, 404, 'Not Found'],
  [
    'the role of a bot',
    'GET /repos/acme/shop/collaborators/ai-ops-bot%5Bbot%5D/permission',
    () => undefined,
    404,
    'is not a user',
  ],
  [
    'a run that does not exist',
    'POST /repos/acme/shop/actions/runs/7/cancel',
    () => undefined,
    404,
    'Not Found',
  ],
];

test.each(rows)('refuses %s', (_, spec, body, status, message) => {
  const world = given();
  const answer = world.ask(spec, body(world));
  expect(answer.status).toBe(status);
  expect(JSON.stringify(answer.body)).toContain(JSON.stringify(message).slice(1, -1));
  expect(world.told()).toEqual([]);
});

test('what the table changes one thing of is taken as it is', () => {
  const { ask, pull } = given();
  expect(ask(DISPATCH, { ref: 'main', inputs }).status).toBe(204);
  expect(ask('POST /repos/acme/shop/check-runs', check(pull.heads[0] ?? '')).status).toBe(201);
  expect(ask('POST /repos/acme/shop/issues/1/comments', { body: long(65_536) }).status).toBe(201);
  expect(ask('POST /repos/acme/shop/issues/1/labels', { labels: [long(50)] }).status).toBe(200);
});

describe('without the permission the answer is 403', () => {
  const needed: readonly (readonly [permission: string, spec: string])[] = [
    ['checks', 'POST /repos/acme/shop/check-runs'],
    ['contents', 'GET /repos/acme/shop/contents/README.md'],
    ['actions', DISPATCH],
    ['pull_requests', 'GET /repos/acme/shop/pulls/1'],
    ['issues', 'POST /repos/acme/shop/issues/comments/1/reactions'],
    ['members', 'GET /orgs/acme/teams/ai-ops/memberships/bob'],
  ];

  test.each(needed)('%s: %s', (permission, spec) => {
    const permissions = Object.fromEntries(Object.entries(ALL).filter(([name]) => name !== permission));
    const answer = given({ permissions }).ask(spec, {});
    expect(answer.status).toBe(403);
    expect(answer.body.message).toBe('Resource not accessible by integration');
  });

  test('read is not write', () => {
    const { ask } = given({ permissions: { ...ALL, checks: 'read' } });
    expect(ask('POST /repos/acme/shop/check-runs', {}).status).toBe(403);
    expect(ask('GET /repos/acme/shop/commits/main/check-runs').status).toBe(200);
  });
});

test('a private repository elsewhere is not found, a public one is read only', () => {
  const { github, ask, alice } = given();
  const secret = github.addRepository({ owner: alice, name: 'secret' });
  const open = github.addRepository({ owner: alice, name: 'open', private: false });
  expect(ask(`GET /repos/alice/${secret.name}`).status).toBe(404);
  expect(ask(`GET /repos/alice/${open.name}/activity`).status).toBe(200);
  expect(ask(`POST /repos/alice/${open.name}/issues/1/comments`, { body: 'x' }).status).toBe(403);
});

test('a check run of another App cannot be changed', () => {
  const { github, ask, repository, pull } = given();
  const run = github.startRun(repository, { workflow: 'ci.yml', event: 'pull_request', pull });
  const id = run.suite.checkRuns[0]?.id;
  const answer = ask(`PATCH /repos/acme/shop/check-runs/${id}`, {
    status: 'completed',
    conclusion: 'success',
  });
  expect(answer.status).toBe(403);
  expect(answer.body.message).toContain('can only be modified by the GitHub App that created it');
});

describe('calls that it does not know', () => {
  test.each([
    ['GET /repos/acme/shop/milestones', 404],
    ['PUT /repos/acme/shop/pulls/1', 405],
  ])('%s is refused and kept', (spec, status) => {
    const { ask, github } = given();
    expect(ask(spec).status).toBe(status);
    expect(github.world.unexpected).toEqual([spec]);
  });

  test('a request that no client would send', () => {
    const { github } = given();
    const anonymous = send(github, 'GET /rate_limit', { headers: { 'user-agent': undefined } });
    expect(anonymous.status).toBe(403);
    const { ask } = given();
    expect(ask('GET /rate_limit', undefined, { 'x-github-api-version': '2019-01-01' }).status).toBe(400);
  });
});
