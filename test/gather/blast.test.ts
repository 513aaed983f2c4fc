import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { customerOn } from '../../demo/customer/customer.ts';
import { Pipeline } from '../../demo/customer/pipeline.ts';
import { createGitHub, type GitHub } from '../../demo/github/github.ts';
import { headSha, type Pull } from '../../demo/github/model/pull.ts';
import type { Run } from '../../demo/github/model/run.ts';
import type { WatchedRun } from '../../src/alerts/run.ts';
import type { PullTarget } from '../../src/effect/effect.ts';
import { type BlastReader, readPassed, readSmokeReports, readTouched } from '../../src/gather/blast.ts';
import { ChangedPaths } from '../../src/gather/changes.ts';
import { RunReader } from '../../src/gather/runs.ts';
import { probotOf } from '../../src/github/app.ts';
import { createLog } from '../../src/log.ts';
import { Secret } from '../../src/secrets.ts';
import { readManifest } from '../../src/web/app-manifest.ts';
import { ran, smoke } from '../alerts/blast-given.ts';
import { serveByNock } from '../github-stand-in/nock.ts';
import { openTestStore, START, type TestStore } from '../support/store.ts';

const GRANTED = readManifest(new URL('../../app.yml', import.meta.url).pathname).default_permissions;
const API = 'https://api.github.com';
const ITEMS = [
  { check: 'codex-nest-api', status: 'ok' },
  { check: 'cli-domain-hr', status: 'skip' },
];

let stored: TestStore;
let github: GitHub;
let pipeline: Pipeline;
let pull: Pull;
let reader: BlastReader;
let target: PullTarget;
let unserve: () => void;

beforeAll(async () => {
  stored = await openTestStore();
});
afterAll(() => stored.close());

let repositories = 0;
beforeEach(async () => {
  github = createGitHub({ clock: { now: () => START } });
  const customer = customerOn(github, {
    permissions: GRANTED,
    events: [],
    webhookSecret: 'only-for-tests-0123456789abcdef',
  });
  const { app, installation, repository } = customer;
  unserve = serveByNock(github);
  pipeline = new Pipeline(customer);
  pull = pipeline.open();
  const probot = probotOf({
    appId: app.id,
    privateKey: new Secret(app.privateKeyPem),
    apiUrl: API,
    log: createLog({ level: 'silent' }),
  });
  const client = await probot.auth(installation.id);
  target = {
    installationId: installation.id,
    repositoryId: repository.id,
    owner: 'acme',
    repo: 'erp',
    number: pull.number,
  };
  // The store outlives the world, and GitHub counts from one in each: attempts of another are not ours.
  repositories += 1_000_000;
  const offset = repositories;
  const { runs } = stored.store;
  const store = {
    runs: Object.assign(Object.create(runs), {
      completed: (_: number, runId: number) => runs.completed(offset, runId),
      keep: (attempt: Parameters<typeof runs.keep>[0]) => runs.keep({ ...attempt, repositoryId: offset }),
    }),
  };
  const wholeStore = Object.assign(Object.create(stored.store), store);
  reader = {
    client,
    runs: new RunReader({
      reader: { client, download: fetch, apiUrl: API },
      store: wholeStore,
      pull: target,
    }),
    store: wholeStore,
    changedPaths: new ChangedPaths(),
    smoke: { artifact: 'codex-template-smoke-report', report: 'latest.json', paths: ['templates/**'] },
  };
});
afterEach(() => {
  unserve();
  expect(github.world.unexpected).toEqual([]);
});

const watched = (made: typeof ran, run: Run, over: Partial<WatchedRun> = {}): WatchedRun =>
  made({ repositoryId: target.repositoryId, runId: run.id, ...over });
const gets = (): number => github.service.requests.filter(({ method }) => method === 'GET').length;

describe('the reports of Codex Smoke', () => {
  test('are read of the green runs, once', async () => {
    const green = watched(smoke, pipeline.smoke(pull, { items: ITEMS }), { result: 'success' });
    const red = watched(smoke, pipeline.smoke(pull, { conclusion: 'failure' }));
    const expected = [{ runId: green.runId, attempt: 1, items: ITEMS }];
    expect(await readSmokeReports(reader, [red, green])).toEqual(expected);
    const asked = gets();
    expect(await readSmokeReports(reader, [red, green])).toEqual(expected);
    expect(gets()).toBe(asked);
  });

  test('are none where one is malformed, is of another attempt, or cannot be read', async () => {
    const run = pipeline.smoke(pull, { archive: new Uint8Array([1, 2, 3]) });
    expect(await readSmokeReports(reader, [watched(smoke, run, { result: 'success' })])).toEqual([]);
    const green = watched(smoke, pipeline.smoke(pull, { items: ITEMS }), { result: 'success' });
    expect(await readSmokeReports(reader, [{ ...green, attempt: 2 }])).toEqual([]);
    expect(await readSmokeReports(reader, [{ ...green, runId: 999_999 }])).toEqual([]);
  });
});

test('what passed in a failed run: its jobs and steps that ended in success', async () => {
  const run = pipeline.tests(pull, 'failure');
  const passed = await readPassed(reader, watched(ran, run));
  expect(passed).toEqual(expect.arrayContaining(['Set up job', 'Lint HR module']));
  expect(passed).not.toContain('lint-and-test');
  expect(passed).not.toContain('Test HR module');
  const asked = gets();
  await readPassed(reader, watched(ran, run));
  expect(gets()).toBe(asked);
  expect(await readPassed(reader, watched(ran, run, { attempt: 2 }))).toEqual([]);
});

describe('what PRs touch of what Codex Smoke is about', () => {
  test('is read once for a head; of one that cannot be read it is unknown', async () => {
    const other = pipeline.open('codex/docs', { 'templates/hr.md': null, 'docs/a.md': 'a\n' });
    const heads = [pull, other].map((each) => ({
      pull: { ...target, number: each.number },
      headSha: headSha(each),
    }));
    const missing = { pull: { ...target, number: 999 }, headSha: 'f'.repeat(40) };
    const touched = await readTouched(reader, [...heads, missing]);
    expect(touched.get(pull.number)).toEqual(['templates/hr.md']);
    expect(touched.get(999)).toBeNull();
    const asked = gets();
    await readTouched(reader, heads);
    expect(gets()).toBe(asked);
  });

  test('is unknown of a PR that changes very many files', async () => {
    const files = Object.fromEntries(Array.from({ length: 305 }, (_, i) => [`templates/${i}/a.md`, 'a\n']));
    const large = pipeline.open('codex/large', files);
    const ask = [{ pull: { ...target, number: large.number }, headSha: headSha(large) }];
    expect((await readTouched(reader, ask)).get(large.number)).toBeNull();
    const asked = gets();
    expect((await readTouched(reader, ask)).get(large.number)).toBeNull();
    expect(gets()).toBe(asked);
  });

  test('is unknown of one whose names were made to keep the globs busy, and nobody waits for it twice', async () => {
    const name = 'a'.repeat(200);
    const files = Object.fromEntries(Array.from({ length: 290 }, (_, i) => [`templates/${name}${i}`, 'a\n']));
    const busy = pipeline.open('codex/busy', files);
    const ask = [{ pull: { ...target, number: busy.number }, headSha: headSha(busy) }];
    const slow = { ...reader, smoke: { ...reader.smoke, paths: ['templates/*a*a*a*a*a*b'] } };
    expect((await readTouched(slow, ask)).get(busy.number)).toBeNull();
    const before = performance.now();
    for (let look = 0; look < 5; look += 1) await readTouched(slow, ask);
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});
