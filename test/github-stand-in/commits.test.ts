import { describe, expect, test } from '@jest/globals';
import { ALL, CI, type Given, given } from './given.ts';

const WRITE = { permissions: { ...ALL, contents: 'write' } } as const;
const COMMIT =
  'mutation Commit($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } ref { name } } }';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const tip = ({ github, repository }: Given, branch = 'main'): string =>
  github.world.tip(repository, branch).sha;

function commit(world: Given, change: object = {}) {
  const input = {
    branch: { repositoryNameWithOwner: 'acme/shop', branchName: 'feature' },
    expectedHeadOid: tip(world, 'feature'),
    message: { headline: 'Add a note', body: 'By the App.' },
    fileChanges: { additions: [{ path: 'docs/note.md', contents: base64('A note 🚀\n') }] },
    ...change,
  };
  return world.ask('POST /graphql', { query: COMMIT, variables: { input } }).body;
}

describe('createCommitOnBranch', () => {
  test('adds, changes and removes files in one commit by the App, and whoever has to know is told', () => {
    const world = given(WRITE);
    const { github, repository, pull, app, told } = world;
    const answer = commit(world, {
      fileChanges: {
        additions: [
          { path: 'docs/note.md', contents: base64('A note 🚀\n') },
          { path: 'README.md', contents: base64('') },
        ],
        deletions: [{ path: 'templates/a.txt' }],
      },
    });
    const made = github.world.tip(repository, 'feature');
    expect(answer).toEqual({
      data: { createCommitOnBranch: { commit: { oid: made.sha }, ref: { name: 'feature' } } },
    });
    expect(made).toMatchObject({ message: 'Add a note\n\nBy the App.', author: app.bot });
    expect(made.tree.get('docs/note.md')?.content).toBe('A note 🚀\n');
    expect(made.tree.get('README.md')?.content).toBe('');
    expect(made.tree.has('templates/a.txt')).toBe(false);
    expect(pull.heads.at(-1)).toBe(made.sha);
    expect(told()).toEqual(['push', 'check_suite.requested', 'pull_request.synchronize']);
  });

  const refused: readonly (readonly [string, (world: Given) => object, string, string])[] = [
    [
      'a branch that has moved on',
      (world) => ({ expectedHeadOid: tip(world) }),
      'STALE_DATA',
      'Expected branch to point to',
    ],
    [
      'a branch that is not there',
      () => ({ branch: { repositoryNameWithOwner: 'acme/shop', branchName: 'nope' } }),
      'NOT_FOUND',
      "'nope'",
    ],
    [
      'a repository that is not there',
      () => ({ branch: { repositoryNameWithOwner: 'acme/nope', branchName: 'main' } }),
      'NOT_FOUND',
      "'acme/nope'",
    ],
    [
      'a workflow file',
      () => ({ fileChanges: { additions: [{ path: CI, contents: base64('on: push\n') }] } }),
      'FORBIDDEN',
      'without `workflows` permission',
    ],
    [
      'removing what is not there',
      () => ({ fileChanges: { deletions: [{ path: 'nope' }] } }),
      'UNPROCESSABLE',
      'does not exist',
    ],
    [
      'contents that are not base64',
      () => ({ fileChanges: { additions: [{ path: 'a', contents: 'not base64!' }] } }),
      'UNPROCESSABLE',
      'base64',
    ],
  ];
  test.each(refused)('refuses %s', (_, change, type, message) => {
    const world = given(WRITE);
    const before = tip(world, 'feature');
    expect(commit(world, change(world))).toMatchObject({
      data: { createCommitOnBranch: null },
      errors: [{ type, path: ['createCommitOnBranch'], message: expect.stringContaining(message) }],
    });
    expect(tip(world, 'feature')).toBe(before);
    expect(world.told()).toEqual([]);
  });

  test('needs contents: write', () => {
    const world = given();
    expect(commit(world)).toMatchObject({ errors: [{ type: 'FORBIDDEN' }] });
  });
});

describe('a new branch', () => {
  const CREATE = 'POST /repos/acme/shop/git/refs';

  test('points where it was told to, and its push is on record', () => {
    const world = given(WRITE);
    const { ask, repository, told } = world;
    const answer = ask(CREATE, { ref: 'refs/heads/ai-ops/init', sha: tip(world) });
    expect(answer).toMatchObject({
      status: 201,
      body: { ref: 'refs/heads/ai-ops/init', object: { type: 'commit', sha: tip(world) } },
    });
    expect(repository.branches.get('ai-ops/init')).toBe(tip(world));
    expect(told()).toContain('push');
    expect(ask('GET /repos/acme/shop/activity?ref=refs/heads/ai-ops/init').body).toMatchObject([
      { activity_type: 'branch_creation', actor: { login: 'ai-ops-bot[bot]' }, after: tip(world) },
    ]);
  });

  const refused: readonly (readonly [string, object, string])[] = [
    ['one that is there', { ref: 'refs/heads/feature' }, 'Reference already exists'],
    ['one below another', { ref: 'refs/heads/feature/x' }, 'Reference update failed'],
    ['a commit that is not there', { ref: 'refs/heads/x', sha: 'f'.repeat(40) }, 'Object does not exist'],
    ['a bare name', { ref: 'x' }, 'Reference name is not valid'],
    ['a name that git does not take', { ref: 'refs/heads/a..b' }, 'Reference name is not valid'],
    ['no commit', { ref: 'refs/heads/x', sha: undefined }, `"sha" wasn't supplied.`],
  ];
  test.each(refused)('refuses %s', (_, body, message) => {
    const world = given(WRITE);
    const answer = world.ask(CREATE, { sha: tip(world), ...body });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain(message);
    expect(world.told()).toEqual([]);
  });

  test('needs contents: write', () => {
    expect(given().ask(CREATE, {}).status).toBe(403);
  });
});

describe('a pull request of the App', () => {
  const OPEN = 'POST /repos/acme/shop/pulls';
  const wanted = { title: 'Configure', head: 'config', base: 'main', body: 'What was found.' };

  function withBranch(): Given {
    const world = given();
    const { github, repository, app } = world;
    github.commitTo(repository, { branch: 'config', changes: { 'a.yml': 'a: 1\n' }, author: app.bot });
    world.told();
    return world;
  }

  test('is opened by its bot and told of', () => {
    const { ask, told, github, repository } = withBranch();
    const { status, body } = ask(OPEN, wanted);
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { number: 2, title: 'Configure', body: 'What was found.', user: { login: 'ai-ops-bot[bot]' } },
    });
    expect(told()).toEqual(['pull_request.opened']);
    expect(github.world.pull(repository, 2)?.headRef).toBe('config');
  });

  test('is written anew, and told of only where something changed', () => {
    const { ask, told } = withBranch();
    ask(OPEN, wanted);
    told();
    expect(ask('PATCH /repos/acme/shop/pulls/2', { title: 'Configure', body: 'More.' }).body).toMatchObject({
      title: 'Configure',
      body: 'More.',
    });
    expect(told()).toEqual(['pull_request.edited']);
    ask('PATCH /repos/acme/shop/pulls/2', { body: 'More.' });
    expect(told()).toEqual([]);
  });

  const refused: readonly (readonly [string, object, string])[] = [
    ['a branch that is not there', { head: 'nope' }, 'head is invalid'],
    ['a base that is not there', { base: 'nope' }, 'base is invalid'],
    ['a branch without a commit of its own', { head: 'main' }, 'No commits between main and main'],
    ['no title', { title: ' ' }, "can't be blank"],
    ['a title that is too long', { title: 'x'.repeat(257) }, 'title is too long'],
    ['a body that is too long', { body: 'x'.repeat(65_537) }, 'body is too long'],
    ['a key that it does not know', { labels: ['a'] }, 'not a permitted key'],
  ];
  test.each(refused)('is refused for %s', (_, change, message) => {
    const { ask, told } = withBranch();
    const answer = ask(OPEN, { ...wanted, ...change });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain(message);
    expect(told()).toEqual([]);
  });

  test('is refused where one is open for the branch, and where the permission is missing', () => {
    const { ask } = withBranch();
    ask(OPEN, wanted);
    expect(JSON.stringify(ask(OPEN, wanted).body)).toContain(
      'A pull request already exists for acme:config.',
    );
    const { pull_requests: _, ...less } = ALL;
    expect(given({ permissions: { ...less, pull_requests: 'read' } }).ask(OPEN, wanted).status).toBe(403);
  });
});

describe('what a repository holds', () => {
  test('a folder is shown with its entries, folders in it too, and what is not there is null', () => {
    const world = given();
    const query = `{ repository(owner: "acme", name: "shop") {
      folder: object(expression: "HEAD:.github") { ... on Tree { entries { name type object { ... on Tree { entries { name } } } } } }
      files: object(expression: "HEAD:.github/workflows") { ... on Tree { entries { name type object { ... on Blob { text } } } } }
      none: object(expression: "HEAD:docs") { __typename }
    } }`;
    expect(world.ask('POST /graphql', { query }).body).toEqual({
      data: {
        repository: {
          folder: {
            entries: [
              {
                name: 'workflows',
                type: 'tree',
                object: { entries: [{ name: 'ci.yml' }, { name: 'handoff.yml' }] },
              },
            ],
          },
          files: {
            entries: [
              { name: 'ci.yml', type: 'blob', object: { text: expect.stringContaining('name: CI') } },
              { name: 'handoff.yml', type: 'blob', object: { text: expect.stringContaining('Handoff') } },
            ],
          },
          none: null,
        },
      },
    });
  });

  test('labels and teams are listed page by page', () => {
    const { github, ask, organization, repository } = given();
    for (const name of ['one', 'two', 'three']) github.addLabel(repository, name);
    const labels = ask('GET /repos/acme/shop/labels?per_page=2');
    expect(labels.body).toMatchObject([{ name: 'one' }, { name: 'two' }]);
    expect(labels.headers.link).toContain('rel="next"');
    github.addTeam(organization, 'sre');
    expect(ask('GET /orgs/acme/teams').body).toMatchObject([{ slug: 'ai-ops' }, { slug: 'sre' }]);
    expect(ask('GET /orgs/nobody/teams').status).toBe(404);
    const { members: _, ...less } = ALL;
    expect(given({ permissions: less }).ask('GET /orgs/acme/teams').status).toBe(403);
  });
});

test('the App finds its installation by a repository, where it is installed', () => {
  const { github, askAsApp, installation, alice } = given();
  expect(askAsApp('GET /repos/acme/shop/installation').body).toMatchObject({
    id: installation.id,
    permissions: { contents: 'read' },
  });
  github.addRepository({ owner: alice, name: 'elsewhere' });
  expect(askAsApp('GET /repos/alice/elsewhere/installation').status).toBe(404);
  expect(askAsApp('GET /repos/acme/none/installation').status).toBe(404);
});
