import { describe, expect, test } from '@jest/globals';
import { gateAnswer, gateQuery } from '../../src/gather/query.ts';
import { ALL, CI, type Given, given } from './given.ts';

const PERSON = '__typename login ... on User { databaseId } ... on Bot { databaseId }';

/** Everything that a decision may ask for at once. */
const GATE = `query AiOpsGate($owner: String!, $repo: String!, $number: Int!, $team: String!, $withTeam: Boolean!) {
  rateLimit { cost remaining resetAt }
  organization(login: $owner) @include(if: $withTeam) {
    team(slug: $team) { databaseId members(first: 100, membership: ALL) { totalCount nodes { databaseId login } } }
  }
  repository(owner: $owner, name: $repo) {
    databaseId isArchived
    defaultBranchRef { name target { oid ... on Commit { file(path: "${CI}") { oid } } } }
    config: object(expression: "HEAD:README.md") { ... on Blob { text byteSize isTruncated isBinary oid } }
    label(name: "lg-verified ✅") { id }
    pullRequest(number: $number) {
      id number state isDraft mergeable isInMergeQueue isCrossRepository baseRefName baseRefOid headRefName headRefOid
      headRepository { databaseId nameWithOwner isFork owner { login } }
      author { ${PERSON} }
      reviewDecision changedFiles
      files(first: 100) { totalCount nodes { path changeType } }
      labels(first: 100) { totalCount nodes { id name } }
      timelineItems(last: 100, itemTypes: [LABELED_EVENT, UNLABELED_EVENT, HEAD_REF_FORCE_PUSHED_EVENT, BASE_REF_CHANGED_EVENT, BASE_REF_FORCE_PUSHED_EVENT]) {
        pageInfo { hasPreviousPage startCursor }
        nodes {
          __typename
          ... on LabeledEvent { id createdAt label { id name } actor { ${PERSON} } }
          ... on UnlabeledEvent { id createdAt label { id name } actor { __typename login } }
          ... on HeadRefForcePushedEvent { id createdAt beforeCommit { oid } afterCommit { oid } }
          ... on BaseRefChangedEvent { id createdAt previousRefName currentRefName }
          ... on BaseRefForcePushedEvent { id createdAt }
        }
      }
      commits(last: 1) { totalCount nodes { commit { oid checkSuites(first: 50) {
        totalCount pageInfo { hasNextPage endCursor }
        nodes {
          databaseId status conclusion createdAt updatedAt
          app { databaseId slug }
          workflowRun { databaseId event runNumber file { path repositoryName } workflow { databaseId name state resourcePath } }
          checkRuns(first: 30, filterBy: { checkType: LATEST }) {
            totalCount pageInfo { hasNextPage } nodes { databaseId name status conclusion startedAt completedAt }
          }
        }
      } } } }
    }
  }
}`;

const query = ({ ask }: Given, text: string, variables: object = {}) =>
  ask('POST /graphql', { query: text, variables }).body;

const PULL = 'repository(owner: "acme", name: "shop") { pullRequest(number: 1)';

test('the gate query is answered from the world', () => {
  const world = given();
  const { github, pull, bob, app, repository, time } = world;
  time.now += 60_000;
  github.label(pull, { name: 'LG-Verified ✅', by: bob });
  const run = github.startRun(repository, { workflow: 'ci.yml', event: 'pull_request', pull });
  github.completeRun(run, 'failure', { failedJob: 'unit' });
  const answer = query(world, GATE, {
    owner: 'acme',
    repo: 'shop',
    number: 1,
    team: 'ai-ops',
    withTeam: true,
  });
  expect(answer).not.toHaveProperty('errors');
  expect(github.world.unexpected).toEqual([]);
  expect(answer.data).toMatchObject({
    rateLimit: { cost: 1 },
    organization: { team: { members: { totalCount: 1, nodes: [{ databaseId: bob.id, login: 'bob' }] } } },
    repository: {
      databaseId: repository.id,
      defaultBranchRef: { name: 'main', target: { file: { oid: expect.stringMatching(/^[0-9a-f]{40}$/) } } },
      config: { text: '# shop\n', byteSize: 7, isTruncated: false, isBinary: false },
      label: { id: repository.labels[0]?.nodeId },
      pullRequest: {
        state: 'OPEN',
        headRefOid: pull.heads[0],
        isCrossRepository: false,
        author: { __typename: 'User', login: 'alice' },
        files: { totalCount: 1, nodes: [{ path: 'templates/a.txt', changeType: 'ADDED' }] },
        labels: { nodes: [{ name: 'LG-Verified ✅' }] },
        timelineItems: {
          pageInfo: { hasPreviousPage: false },
          nodes: [
            {
              __typename: 'LabeledEvent',
              createdAt: '2026-03-01T10:01:00Z',
              actor: { login: 'bob', databaseId: bob.id },
            },
          ],
        },
        commits: {
          nodes: [
            {
              commit: {
                oid: pull.heads[0],
                checkSuites: {
                  totalCount: 2,
                  nodes: [
                    { app: { databaseId: app.id }, workflowRun: null, status: 'QUEUED', conclusion: null },
                    {
                      app: { databaseId: 15_368, slug: 'github-actions' },
                      status: 'COMPLETED',
                      conclusion: 'FAILURE',
                      workflowRun: {
                        databaseId: run.id,
                        file: { path: CI, repositoryName: 'acme/shop' },
                        workflow: { name: 'CI', state: 'ACTIVE' },
                      },
                      checkRuns: {
                        nodes: [
                          { name: 'lint', conclusion: 'SUCCESS' },
                          { name: 'unit', conclusion: 'FAILURE' },
                        ],
                      },
                    },
                  ],
                },
              },
            },
          ],
        },
      },
    },
  });
});

test('the bot’s own query gets an answer of the shape that it expects', () => {
  const world = given();
  const { github, pull, bob, repository, alice } = world;
  github.label(pull, { name: 'LG-Verified ✅', by: bob });
  github.forcePush(pull, { to: { 'x.txt': '1\n' } });
  github.completeRun(github.startRun(repository, { workflow: 'ci.yml', event: 'pull_request', pull }));
  const { nodeId } = github.comment(pull, { by: alice, body: 'hi' });
  const text = gateQuery({ workflowPaths: [CI], labelName: 'LG-Verified ✅', extended: true });
  const label = 'LG-Verified ✅';
  const answer = query(world, text, { owner: 'acme', repo: 'shop', number: 1, label, own: [nodeId] });
  expect(github.world.unexpected).toEqual([]);
  expect(answer.errors).toMatchObject([{ type: 'NOT_FOUND', path: ['ownerConfig'] }]);
  expect(gateAnswer.safeParse(answer.data).error).toBeUndefined();
});

interface Page {
  readonly totalCount: number;
  readonly pageInfo: Readonly<Record<string, boolean | string | null>>;
  readonly nodes: readonly Readonly<Record<string, unknown>>[];
}

/** One page of a connection of the pull request. */
function page(world: Given, connection: string, args: string): Page {
  const fields = 'totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
  const nodes =
    connection === 'files' ? 'nodes { path }' : 'nodes { ... on LabeledEvent { label { name } } }';
  const answer = query(world, `{ ${PULL} { page: ${connection}(${args}) { ${fields} ${nodes} } } } }`);
  expect(answer).not.toHaveProperty('errors');
  const { repository } = answer.data as { repository: { pullRequest: { page: Page } } };
  return repository.pullRequest.page;
}

describe('lists go on', () => {
  test('forwards', () => {
    const world = given();
    world.github.push(world.pull, { changes: { 'a.txt': '1\n', 'b.txt': '2\n', 'c.txt': '3\n' } });
    const first = page(world, 'files', 'first: 3');
    expect(first).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    const second = page(world, 'files', `first: 3, after: "${first.pageInfo.endCursor}"`);
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect([...first.nodes, ...second.nodes].map(({ path }) => path)).toEqual([
      'a.txt',
      'b.txt',
      'c.txt',
      'templates/a.txt',
    ]);
  });

  test('backwards', () => {
    const world = given();
    for (const name of ['1', '2', '3']) world.github.label(world.pull, { name, by: world.bob });
    const newest = page(world, 'timelineItems', 'last: 2');
    expect(newest.nodes).toEqual([{ label: { name: '2' } }, { label: { name: '3' } }]);
    expect(newest.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
    const older = page(world, 'timelineItems', `last: 2, before: "${newest.pageInfo.startCursor}"`);
    expect(older.nodes).toEqual([{ label: { name: '1' } }]);
    expect(older.pageInfo).toMatchObject({ hasPreviousPage: false });
  });
});

describe('what GitHub refuses', () => {
  const errors = (world: Given, text: string) => query(world, text).errors;

  test.each([
    ['no page size', `{ ${PULL} { files { totalCount } } } }`, 'MISSING_PAGINATION_BOUNDARIES'],
    ['too large a page', `{ ${PULL} { files(first: 101) { totalCount } } } }`, 'EXCESSIVE_PAGINATION'],
    [
      'a made-up cursor',
      `{ ${PULL} { files(first: 1, after: "x") { totalCount } } } }`,
      'INVALID_CURSOR_ARGUMENTS',
    ],
    ['a repository that is not there', '{ repository(owner: "acme", name: "nope") { id } }', 'NOT_FOUND'],
    [
      'a pull request that is not there',
      '{ repository(owner: "acme", name: "shop") { pullRequest(number: 9) { id } } }',
      'NOT_FOUND',
    ],
    ['a node that is not there', '{ node(id: "x") { id } }', 'NOT_FOUND'],
  ])('%s', (_, text, type) => {
    expect(errors(given(), text)).toMatchObject([{ type }]);
  });

  test('a query that is not valid never runs', () => {
    const answer = query(given(), '{ repository(owner: "acme", name: "shop") { nonsense } }');
    expect(answer).not.toHaveProperty('data');
    expect(answer.errors).toMatchObject([
      { message: expect.stringContaining('Cannot query field "nonsense"') },
    ]);
  });

  test('a field without the permission for it is null, the rest is answered', () => {
    const world = given({
      permissions: Object.fromEntries(Object.entries(ALL).filter(([name]) => name !== 'checks')),
    });
    const answer = query(
      world,
      `{ ${PULL} { number commits(last: 1) { nodes { commit { oid checkSuites(first: 1) { totalCount } } } } } } }`,
    );
    expect(answer.errors).toMatchObject([
      {
        type: 'FORBIDDEN',
        path: ['repository', 'pullRequest', 'commits', 'nodes', 0, 'commit', 'checkSuites'],
      },
    ]);
    expect(answer.data).toMatchObject({ repository: { pullRequest: { number: 1 } } });
  });
});

test('of several nodes those that are there are given', () => {
  const world = given();
  const { github, pull, alice } = world;
  const comment = github.comment(pull, { by: alice, body: 'hi' });
  const gone = github.comment(pull, { by: alice, body: 'bye' });
  github.deleteComment(gone, alice);
  const answer = query(
    world,
    'query($ids: [ID!]!) { own: nodes(ids: $ids) { ... on IssueComment { id body editor { login } } ... on PullRequest { number } } }',
    {
      ids: [comment.nodeId, gone.nodeId, pull.nodeId],
    },
  );
  expect(answer).toMatchObject({
    data: { own: [{ body: 'hi', editor: null }, null, { number: 1 }] },
    errors: [{ type: 'NOT_FOUND', path: ['own', 1] }],
  });
});

test('files of a commit, of a branch and of nothing', () => {
  const world = given();
  const sha = world.pull.heads[0];
  const at = (expression: string): string => `object(expression: "${expression}") { ... on Blob { text } }`;
  const answer = query(
    world,
    `{ repository(owner: "acme", name: "shop") { head: ${at(`${sha}:templates/a.txt`)} main: ${at('main:templates/a.txt')} branch: ${at('refs/heads/feature:templates/a.txt')} none: ${at('nope:README.md')} } }`,
  );
  expect(answer).toEqual({
    data: { repository: { head: { text: 'one\n' }, main: null, branch: { text: 'one\n' }, none: null } },
  });
});

test('a field of the schema that the stand-in lacks is refused and kept, not answered with null', () => {
  const world = given();
  const answer = query(world, '{ viewer { login } }');
  expect(answer.errors).toMatchObject([
    { type: 'STAND_IN', message: expect.stringContaining('Query.viewer') },
  ]);
  expect(world.github.world.unexpected).toEqual(['GraphQL Query.viewer']);
});

test('whoever deleted the account is nobody', () => {
  const world = given();
  world.github.deleteAccount(world.alice);
  expect(query(world, `{ ${PULL} { author { login } } } }`)).toEqual({
    data: { repository: { pullRequest: { author: null } } },
  });
  expect(world.ask('GET /repos/acme/shop/pulls/1').body.user).toMatchObject({ login: 'ghost' });
});
