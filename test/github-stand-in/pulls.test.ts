import { describe, expect, test } from '@jest/globals';
import { type Given, given } from './given.ts';

const files = ({ ask }: Given, query = '') => ask(`GET /repos/acme/shop/pulls/1/files${query}`);

describe('the files of a pull request', () => {
  test('are what it changes since it left its base branch, renames with where they came from', () => {
    const world = given();
    const { github, pull, repository, bob } = world;
    github.commitTo(repository, { branch: 'main', changes: { 'elsewhere.txt': 'x\n' }, author: bob });
    github.push(pull, {
      changes: {
        'docs/READ.md': { from: 'README.md' },
        'templates/a.txt': 'changed\n',
        '.github/workflows/ci.yml': null,
      },
    });
    expect(files(world).body).toMatchObject([
      { filename: '.github/workflows/ci.yml', status: 'removed' },
      { filename: 'docs/READ.md', status: 'renamed', previous_filename: 'README.md' },
      { filename: 'templates/a.txt', status: 'added' },
    ]);
  });

  test('are listed page by page', () => {
    const world = given();
    world.github.push(world.pull, { changes: { 'b.txt': '1\n', 'c.txt': '2\n' } });
    expect(files(world, '?per_page=2').headers.link).toContain('page=2>; rel="next"');
    const last = files(world, '?per_page=2&page=2');
    expect(last.body).toHaveLength(1);
    expect(last.headers.link).toContain('rel="prev"');
    expect(last.headers.link).not.toContain('rel="next"');
  });
});

test('pull requests are found by state, head and base', () => {
  const { github, ask, repository, bob, pull } = given();
  github.commitTo(repository, { branch: 'release', changes: { 'r.txt': '1\n' }, author: bob });
  const second = github.openPull(repository, {
    title: 'b',
    author: bob,
    branch: 'b',
    base: 'release',
    changes: { 'b.txt': '1\n' },
  });
  github.closePull(pull);
  const numbers = (query: string): unknown => {
    const { body } = ask(`GET /repos/acme/shop/pulls?${query}`);
    return (body as unknown as readonly { number: number }[]).map(({ number }) => number);
  };
  expect(numbers('')).toEqual([second.number]);
  expect(numbers('state=all')).toEqual([2, 1]);
  expect(numbers('state=closed')).toEqual([1]);
  expect(numbers('head=acme:b')).toEqual([2]);
  expect(numbers('head=bob:b')).toEqual([]);
  expect(numbers('base=main&state=all')).toEqual([1]);
});

test('the pull requests of a commit: those that hold it, open or merged', () => {
  const { github, ask, pull, repository, alice } = given();
  const first = pull.heads[0];
  const shared = github.openPull(repository, {
    title: 'same head',
    author: alice,
    branch: 'feature',
    base: 'main',
  });
  github.push(pull, { changes: { 'x.txt': '1\n' } });
  const numbers = (sha: string | undefined): unknown => {
    const { body } = ask(`GET /repos/acme/shop/commits/${sha}/pulls`);
    return (body as unknown as readonly { number: number }[]).map(({ number }) => number);
  };
  expect(numbers(first)).toEqual([pull.number, shared.number]);
  github.closePull(shared);
  expect(numbers(pull.heads[1])).toEqual([pull.number]);
  github.mergePull(pull, alice);
  expect(numbers(first)).toEqual([pull.number]);
  const onMain = [...github.world.tip(repository).tree.keys()];
  expect(onMain).toEqual(expect.arrayContaining(['README.md', 'templates/a.txt', 'x.txt']));
  expect(repository.pushes.at(-1)).toMatchObject({ kind: 'pr_merge', ref: 'refs/heads/main' });
  expect(ask('GET /repos/acme/shop/commits/nope/pulls').status).toBe(422);
});

describe('who pushed what when', () => {
  test('is in the activity of the repository, newest first', () => {
    const { github, ask, pull, time } = given();
    time.now += 60_000;
    github.push(pull, { changes: { 'x.txt': '1\n' } });
    time.now += 60_000;
    github.forcePush(pull, { to: { 'y.txt': '1\n' } });
    const [first, second, third] = pull.heads;
    expect(ask('GET /repos/acme/shop/activity?ref=refs/heads/feature').body).toMatchObject([
      {
        activity_type: 'force_push',
        before: second,
        after: third,
        timestamp: '2026-03-01T10:02:00Z',
        actor: { login: 'alice' },
      },
      { activity_type: 'push', before: first, after: second, timestamp: '2026-03-01T10:01:00Z' },
      { activity_type: 'branch_creation', after: first },
    ]);
    expect(ask('GET /repos/acme/shop/activity?ref=feature&per_page=1').body).toHaveLength(1);
  });

  test('back to a commit that was there before is a forced push to it', () => {
    const { github, pull } = given();
    const [first = ''] = pull.heads;
    github.push(pull, { changes: { 'x.txt': '1\n' } });
    github.forcePush(pull, { to: first });
    expect(pull.heads.at(-1)).toBe(first);
    expect(pull.timeline).toMatchObject([{ kind: 'head_ref_force_pushed', after: first }]);
  });
});

describe('comments', () => {
  test('are written, edited, read and deleted', () => {
    const { ask, app, github, pull, bob } = given();
    const made = ask('POST /repos/acme/shop/issues/1/comments', { body: 'one' });
    const at = `/repos/acme/shop/issues/comments/${made.body.id}`;
    expect(made.body).toMatchObject({
      body: 'one',
      user: { login: 'ai-ops-bot[bot]', type: 'Bot' },
      performed_via_github_app: { id: app.id },
    });
    expect(ask(`PATCH ${at}`, { body: 'two' }).body).toMatchObject({ body: 'two' });
    github.comment(pull, { by: bob, body: 'three' });
    expect(ask('GET /repos/acme/shop/issues/1/comments').body).toMatchObject([
      { body: 'two' },
      { body: 'three', performed_via_github_app: null },
    ]);
    expect(ask(`DELETE ${at}`).status).toBe(204);
    expect(ask(`GET ${at}`).status).toBe(404);
  });

  test('a reaction is made once', () => {
    const { ask, github, pull, bob } = given();
    const { id } = github.comment(pull, { by: bob, body: '/ai-ops handoff' });
    const react = () => ask(`POST /repos/acme/shop/issues/comments/${id}/reactions`, { content: 'eyes' });
    const [first, second] = [react(), react()];
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.id).toBe(first.body.id);
    expect(ask(`POST /repos/acme/shop/issues/comments/${id}/reactions`, { content: 'clap' }).status).toBe(
      422,
    );
  });
});

test('labels go on and off, made where there are none, found in any case', () => {
  const { ask, pull } = given();
  const on = ask('POST /repos/acme/shop/issues/1/labels', { labels: ['LG-Verified ✅'] });
  expect(on.body).toMatchObject([{ name: 'LG-Verified ✅', node_id: pull.labels[0]?.nodeId }]);
  const name = encodeURIComponent('lg-verified ✅');
  expect(ask(`GET /repos/acme/shop/labels/${name}`).body).toMatchObject({ name: 'LG-Verified ✅' });
  expect(ask(`DELETE /repos/acme/shop/issues/1/labels/${name}`).body).toEqual([]);
  expect(pull.timeline.map(({ kind }) => kind)).toEqual(['labeled', 'unlabeled']);
});

test('who may do what, who is in which team', () => {
  const { github, ask, repository, organization, team, alice, bob } = given();
  github.setRole(repository, { user: bob, role: 'maintain' });
  github.setMembership(team, { user: alice, state: 'pending' });
  expect(ask('GET /repos/acme/shop/collaborators/bob/permission').body).toMatchObject({
    permission: 'write',
    role_name: 'maintain',
  });
  expect(ask('GET /repos/acme/shop/collaborators/alice/permission').body).toMatchObject({
    permission: 'none',
  });
  expect(ask('GET /orgs/acme/teams/ai-ops/memberships/bob').body).toMatchObject({
    state: 'active',
    role: 'member',
  });
  expect(ask('GET /orgs/acme/teams/ai-ops/memberships/alice').body).toMatchObject({ state: 'pending' });
  expect(organization.teams).toHaveLength(1);
});

test('check runs are made, found and completed; buttons come with the end', () => {
  const { github, ask, repository, pull, bob } = given();
  const made = ask('POST /repos/acme/shop/check-runs', {
    name: 'gates',
    head_sha: pull.heads[0],
    status: 'in_progress',
    external_id: '1:main:0',
    actions: [{ label: 'Hand off', description: 'Hand off now', identifier: 'handoff' }],
  });
  const id = Number(made.body.id);
  const check = github.world.checkRun(repository, id);
  if (check === undefined) throw new Error('no check run was made');
  expect(() => github.pressButton(check, { identifier: 'handoff', by: bob })).toThrow(
    'before it is completed',
  );
  const done = ask(`PATCH /repos/acme/shop/check-runs/${id}`, { conclusion: 'action_required' });
  expect(done.body).toMatchObject({
    status: 'completed',
    conclusion: 'action_required',
    external_id: '1:main:0',
  });
  expect(ask(`GET /repos/acme/shop/commits/${pull.heads[0]}/check-runs?check_name=gates`).body).toMatchObject(
    { total_count: 1 },
  );
  expect(() => github.pressButton(check, { identifier: 'other', by: bob })).toThrow('has no button');
  github.pressButton(check, { identifier: 'handoff', by: bob });
  const payload = JSON.parse(github.world.deliveries.at(-1)?.body ?? '{}');
  expect(payload).toMatchObject({
    action: 'requested_action',
    requested_action: { identifier: 'handoff' },
    sender: { login: 'bob' },
    check_run: { id },
  });
});
