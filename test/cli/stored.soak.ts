import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { TestClock } from 'pg-boss';
import type { Episode } from '../../src/alerts/episode.ts';
import type { WatchedRun } from '../../src/alerts/run.ts';
import type { Obligation } from '../../src/handoff/obligation.ts';
import { judge, POLICY_VERSION } from '../../src/policies/evaluate.ts';
import { known } from '../../src/policies/verdict.ts';
import { recordedAttempt, watchedOf } from '../../src/replay/recorded-attempt.ts';
import type { Database } from '../../src/store/database.ts';
import { startEngine } from '../../src/store/engine.ts';
import { storeOver } from '../../src/store/open.ts';
import type { Decision, Store } from '../../src/store/store.ts';
import { commitOf, decision, draft, handoff, newPull, reaction } from '../store/samples.ts';
import { facts, label, settings } from '../support/facts.ts';
import { copiedDirectory, START } from '../support/store.ts';
import { type Ran, runCli } from './run.ts';

const QUIET = { info: () => {}, warn: () => {} };
const SECRETS = { WEBHOOK_SECRET: 'f2b7c9e04d5a61837c2e', PRIVATE_KEY: '-----BEGIN PRIVATE KEY-----\nMIIB' };

const judged = newPull();
const failing = [reaction(newPull()), reaction(newPull())];
const NAME = `${judged.owner}/${judged.repo}#${judged.number}`;

let place: Awaited<ReturnType<typeof copiedDirectory>>;
let markerKey: string;
beforeAll(async () => {
  place = await copiedDirectory();
  await inStore(async ({ store, clock }) => {
    const [older, newest] = decisions();
    await store.pulls.commit(commitOf(judged, { decision: older, ledger: [draft(), draft()] }));
    await store.pulls.commit(commitOf(judged, { decision: newest, ledger: [draft()] }));
    for (const effect of failing) {
      await store.pulls.commit(commitOf(effect.pull, { effects: [effect], ledger: [draft()] }));
      await buryEffects(store);
      await clock.setTime(clock.now() + 1_000);
    }
    markerKey = await store.markerKey();
  });
});
afterAll(() => place.remove());

/** The older one was changed after it was made; the newest quotes a login that would paint the terminal. */
function decisions(): readonly [Decision, Decision] {
  const paint = { id: 9, login: 'red\u001b[31mbot', kind: 'Bot' as const };
  const seen = facts({ label: known(label({ applied: { by: paint } })) });
  const newest = decision(judged, {
    id: 'newest',
    facts: seen,
    verdicts: judge(seen, settings()),
    policyVersion: POLICY_VERSION,
  });
  const verdicts = newest.verdicts.map((verdict) => ({ ...verdict, outcome: 'pass' as const }));
  return [{ ...newest, id: 'older', verdicts }, newest];
}

async function buryEffects(store: Store): Promise<void> {
  for (;;) {
    const jobs = await store.jobs.take('effect', 10);
    if (jobs.length === 0) return;
    const error = { code: 'AIOPS_TEST', message: 'GitHub answered 502' };
    for (const job of jobs) await store.jobs.failed(job, error, new Date(START).toISOString());
  }
}

/** Opens the store, which belongs to one process, and closes it again before the command line asks it. */
async function inStore<T>(
  use: (opened: {
    readonly store: Store;
    readonly database: Database;
    readonly clock: TestClock;
  }) => Promise<T>,
): Promise<T> {
  const clock = new TestClock(START);
  const engine = await startEngine({ ...place.settings, log: QUIET, jobClock: clock });
  const store = await storeOver(engine, { clock, log: QUIET });
  try {
    return await use({ store, database: engine.database, clock });
  } finally {
    await store.close();
  }
}

async function ask(...args: readonly string[]): Promise<Ran> {
  const ran = await runCli(args, { DATA_DIR: place.settings.dataDir, ...SECRETS });
  for (const secret of [...Object.values(SECRETS), markerKey]) {
    expect(ran.stdout + ran.stderr).not.toContain(secret);
  }
  return ran;
}

describe('explain', () => {
  test('shows the newest decision with what comes next, and makes it again', async () => {
    const { code, stdout, stderr } = await ask('explain', NAME);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`${NAME} at head ${'a'.repeat(40)}, base main\ndecision newest, made `);
    expect(stdout).toMatch(/^G1 +pass +smoke_passed /m);
    expect(stdout).toMatch(
      /^G4 +fail +label_by_bot +put on by red \[31mbot, .+ {2}\S.*`LG-Verified ✅` off,.+\.$/m,
    );
    expect(stdout).toContain('Made again from its stored facts, it comes to the same.\n');
    expect(stdout).toMatch(/Decisions, newest first:\n {2}\S+ {2}newest\n {2}\S+ {2}older\n$/);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  test('tells, as JSON too, that a past decision was changed, and the exit code is 1', async () => {
    const { code, stdout } = await ask('explain', NAME, '--at', 'older', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      pull: NAME,
      decision: { id: 'older', baseRef: 'main', facts: { readAt: expect.any(String) } },
      again: 'differs',
      recent: [{ id: 'newest' }, { id: 'older' }],
    });
  });

  test('names a PR that was never judged in one line, and prints no JSON', async () => {
    const { code, stdout, stderr } = await ask('explain', 'acme/none#404', '--json');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^AIOPS_UNKNOWN_PULL: acme\/none#404 was never judged here; [^\n]+\n$/);
  });
});

describe('deadlines', () => {
  const at = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
  const owed = (name: string, due: number, over: Partial<Obligation> = {}): Obligation => ({
    id: `follow_up:${name}`,
    kind: 'follow_up',
    about: name,
    since: at(due - 30),
    remindAt: at(due - 10),
    dueAt: at(due),
    remindedAt: null,
    missedAt: null,
    settled: null,
    ...over,
  });
  const settled = {
    by: 'rin',
    at: at(-70),
    note: 'told\u001b[31m them',
    proof: 'https://github.com/a/b/pull/1',
  };
  const one = handoff(judged);
  beforeAll(() =>
    inStore(async ({ store }) => {
      await store.pulls.commit(
        commitOf(judged, {
          handoffs: [one],
          obligations: [
            owed(one.id, -60, { settled }),
            owed('late', -65, { missedAt: at(-65), settled: { ...settled, at: at(-1) } }),
            owed('never', -50),
            owed('open', 25),
            owed('old', -60 * 24 * 40, { missedAt: at(-60 * 24 * 40) }),
          ],
        }),
      );
    }),
  );

  test('are listed by what they are about, with who settled them and the proof; then counts of each kind', async () => {
    const { code, stdout, stderr } = await ask('deadlines', NAME);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [heading, ...rows] = (stdout.split('\n\n')[0] ?? '').split('\n').map((row) => row.split(/ {2,}/));
    expect(heading).toEqual(['what', 'where', 'since', 'due', 'outcome', 'settled', 'by', 'proof']);
    expect(rows.map(([what, where, , , outcome, ...rest]) => [what, where, outcome, ...rest])).toEqual([
      ['follow-up of a handoff', NAME, 'missed, late', expect.any(String), 'rin', settled.proof],
      [`follow-up of the handoff of ${'a'.repeat(12)}`, NAME, 'met', settled.at, 'rin', settled.proof],
      ['follow-up of a handoff', NAME, 'missed'],
      ['follow-up of a handoff', NAME, 'open'],
    ]);
    expect(stdout).toMatch(/^kind +met +missed +open\nstatus +0 +0 +0\n.+\nfollow_up +1 +2 +1\nhistory/m);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  test('are told apart, as JSON too, and the counts are of all', async () => {
    const missed = await ask('deadlines', '--missed', '--since', '2020-01-01', '--json');
    expect(missed).toMatchObject({ code: 0, stderr: '' });
    const { deadlines, counts } = JSON.parse(missed.stdout);
    expect(deadlines).toMatchObject([
      { id: 'follow_up:old', outcome: 'missed', where: NAME, settledAt: null, by: null, proof: null },
      { id: 'follow_up:late', outcome: 'missed', by: 'rin', note: settled.note },
      { id: 'follow_up:never', outcome: 'missed', settledAt: null },
    ]);
    expect(counts).toMatchObject({ follow_up: { met: 1, missed: 3, open: 1 } });
    const open = await ask('deadlines', NAME.replace(/#.*/, ''), '--open', '--json');
    // The App is not installed there: by that name the PR alone is known.
    expect([open.code, open.stderr]).toEqual([1, expect.stringMatching(/^AIOPS_UNKNOWN_REPOSITORY: /)]);
    expect(JSON.parse((await ask('deadlines', NAME, '--open', '--json')).stdout).deadlines).toMatchObject([
      { id: 'follow_up:open', outcome: 'open' },
    ]);
  });
});

describe('what was watched', () => {
  const { number: _, ...repository } = newPull();
  const { repositoryId: id, installationId, owner, repo: name } = repository;
  const place = `${owner}/${name}`;
  const hour = (n: number): string =>
    new Date(Date.parse('2026-03-02T00:00:00Z') + n * 3_600_000).toISOString();
  const attempt = (runId: number, change: Partial<WatchedRun> = {}): WatchedRun => ({
    ...watchedOf(
      recordedAttempt.parse({
        ...{ role: 'smoke', runId, result: 'success', requestedAt: hour(runId), endedAt: hour(runId + 0.1) },
        ...{ startedAt: hour(runId), headSha: runId.toString(16).padStart(40, '0') },
      }),
    ),
    repositoryId: id,
    ...change,
  });
  const failed = [{ kind: 'item', name: 'sdk' }] as const;
  const runs = [
    ...[1, 2, 3, 4, 5, 6, 7].map((n) => attempt(n)),
    attempt(8, { result: 'failure', failed }),
    attempt(9, { result: 'failure', failed }),
    attempt(10, { eligible: false }),
    attempt(11, { role: 'handoff' }),
    attempt(12, { result: null, status: 'running' }),
  ];
  const rate = { failed: 2, of: 7, runs: [] };
  const measure = { rule: 'smoke_failure_rate', raw: rate, confirmed: rate, window: 7, inARow: 2 } as const;
  const since = new Date().toISOString();
  const open: Episode = {
    ...{ id: `${id}:smoke_failure_rate:1`, repositoryId: id, rule: 'smoke_failure_rate', openedAt: hour(8) },
    ...{
      state: { kind: 'confirmed', since },
      measure,
      confirmedAt: since,
      flapping: false,
      noDataSince: null,
    },
    ...{ paged: { at: since, because: 'two_in_a_row' }, partOf: null, told: [] },
    acknowledged: { by: 'rin\u001b[31m', at: since },
    reruns: [
      {
        ...{ of: { runId: 8, attempt: 1, url: 'https://x' }, role: 'smoke', askedAt: since },
        outcome: { kind: 'not_done', because: 'stopped' },
      },
    ],
  };
  const silent: Episode = {
    ...{
      ...open,
      id: `${id}:verify_failure:1`,
      rule: 'verify_failure',
      measure: { ...measure, rule: 'verify_failure' },
    },
    ...{ state: { kind: 'resolved', since }, paged: null, acknowledged: null, reruns: [] },
    ...{ flapping: true, told: ['flapping'] },
  };
  const over: Episode = {
    ...open,
    id: `${id}:smoke_failure_rate:0`,
    state: { kind: 'resolved', since: '2026-03-01T00:00:00.000Z' },
  };
  beforeAll(() =>
    inStore(async ({ store }) => {
      await store.installations.addRepositories([{ id, installationId, owner, name }]);
      const none = { expected: [], obligations: [], ledger: [], effects: [], stops: [], wakeAt: null };
      await store.watches.commit({ ...none, repository, runs, episodes: [over, silent, open] });
    }),
  );

  test('the runs are a history that replay reads, with the thresholds of a file', async () => {
    const kept = await ask('runs', place);
    expect(kept).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^9 attempts; 3 left out: [^\n]+\n$/),
    });
    const directory = await mkdtemp(join(tmpdir(), 'ai-ops-history-'));
    const [history, config] = [join(directory, 'h.jsonl'), join(directory, 'new.yml')];
    await writeFile(history, kept.stdout);
    await writeFile(config, 'monitoring: { smoke_failure_rate: { window: 3, percent: 90 } }');
    const replayed = await ask('replay', '--history', history, '--config', config, '--json');
    await rm(directory, { recursive: true });
    expect(replayed).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(replayed.stdout)).toMatchObject({
      ...{ runs: 9, naive_message_count: 0, page_count: 1, first_page_at_failed_run: 2 },
      episodes: [{ rule: 'smoke_failure_rate', opened_at: hour(9.1) }],
      defaults: { runs: 9, naive_message_count: 2, page_count: 1, first_page_at_failed_run: 2 },
    });
    const late = await ask('runs', place, '--since', hour(9));
    expect(
      late.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ role: 'smoke', runId: 9, attempt: 1, result: 'failure', failed: ['sdk'] }]);
  });

  test('the episodes are listed, with what they saw, who was called and who has them; then counts', async () => {
    const { code, stdout, stderr } = await ask('episodes', place);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [heading, ...rows] = (stdout.split('\n\n')[0] ?? '').split('\n').map((row) => row.split(/ {2,}/));
    expect(heading).toEqual([
      'rule',
      'where',
      'opened',
      'state',
      'since',
      'seen',
      'called',
      're-runs',
      'who has it',
    ]);
    const at = since;
    expect(rows).toEqual([
      [
        ...['verify_failure', place, hour(8), 'over, flapping, silent', at],
        'LangGraph Verify 2/7 failed, 2/7 after re-runs',
      ],
      [
        ...[
          'smoke_failure_rate',
          place,
          hour(8),
          'confirmed',
          at,
          'Codex Smoke 2/7 failed, 2/7 after re-runs',
        ],
        `${at}: two in a row failed (nobody was called)`,
        ...['smoke: not done (stopped)', `rin [31m (${at})`],
      ],
    ]);
    expect(stdout).toMatch(
      /^rule +episodes +open +calls asked for +called +silent\nsmoke_failure_rate +1 +1 +1 +0 +0\nverify_failure +1 +0 +0 +0 +1\n/m,
    );
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  test('as JSON too, of every repository and of those that are open', async () => {
    const { code, stdout } = await ask('episodes', '--open', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      repository: null,
      episodes: [
        { id: open.id, where: place, open: true, call: null, silent: false, acknowledged: open.acknowledged },
      ],
      counts: {
        smoke_failure_rate: { episodes: 1, open: 1, asked: 1, called: 0 },
        verify_failure: { silent: 1 },
      },
    });
    const older = JSON.parse((await ask('episodes', place, '--since', '2026-03-01', '--json')).stdout);
    expect(older.episodes.map((one: { readonly id: string }) => one.id)).toEqual([
      over.id,
      silent.id,
      open.id,
    ]);
  });
});

test('dead letters are listed, and one that is put back is listed no more', async () => {
  const [first, second] = failing.map(({ key }) => key);
  const listed = await ask('dead-letters', 'list');
  expect(listed).toMatchObject({ code: 0, stderr: '' });
  const [heading, ...rows] = listed.stdout.trimEnd().split('\n');
  expect(heading).toMatch(/^id +queue +died +about +error$/);
  expect(rows.map((row) => row.split(/ {2,}/).slice(1))).toEqual(
    [first, second].map((key) => ['effect', expect.any(String), key, 'AIOPS_TEST: GitHub answered 502']),
  );
  const [id = ''] = rows[0]?.split(' ') ?? [];
  expect(await ask('dead-letters', 'retry', id)).toEqual({
    code: 0,
    stdout: '1 put back to be tried again.\n',
    stderr: '',
  });
  const again = await ask('dead-letters', 'retry', id);
  expect(again).toMatchObject({ code: 1, stdout: '' });
  expect(again.stderr).toMatch(
    /^AIOPS_DEAD_LETTER_UNKNOWN: there is no dead letter \S+, and nothing [^\n]+\n$/,
  );
  const left = await ask('dead-letters', 'list', '--json');
  expect(JSON.parse(left.stdout)).toEqual([
    {
      id: expect.any(String),
      queue: 'effect',
      key: second,
      diedAt: expect.any(String),
      error: 'AIOPS_TEST: GitHub answered 502',
    },
  ]);
  const ready = await inStore(async ({ store, clock }) => {
    await clock.setTime(Date.now());
    return store.jobs.take('effect', 10);
  });
  expect(ready).toMatchObject([{ key: first, retries: 0 }]);
});

test('a stop is set and lifted for a place, and one that is not known is refused', async () => {
  const set = await ask('stop', NAME, '--reason', 'waits for legal', '--json');
  expect(set).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(set.stdout)).toMatchObject({ kind: 'set', place: NAME });
  expect(await inStore(({ store }) => store.stops.inForce(judged))).toMatchObject({
    kind: 'stopped',
    scope: 'pull_request',
    by: expect.stringMatching(/^cli:./),
    reason: 'waits for legal',
    cancels: false,
  });
  const cancelling = await ask('stop', NAME, '--cancel');
  expect(cancelling.stdout).toContain(`Stopped, and what runs is cancelled: ${NAME}.`);
  expect(await inStore(({ store }) => store.stops.inForce(judged))).toMatchObject({ cancels: true });
  expect((await ask('resume', NAME)).stdout).toContain(`No stop is set any more: ${NAME}.`);
  expect(await inStore(({ store }) => store.stops.inForce(judged))).toEqual({ kind: 'none' });
  const unknown = await ask('stop', 'acme/none');
  expect(unknown).toMatchObject({ code: 1, stdout: '' });
  expect(unknown.stderr).toMatch(
    /^AIOPS_UNKNOWN_REPOSITORY: the App is not installed on acme\/none; [^\n]+\n$/,
  );
});

test('a store that a running bot has is not opened, and the line says what can be done meanwhile', async () => {
  const stopped = await inStore(() => ask('stop', 'everywhere'));
  expect(stopped).toMatchObject({ code: 1, stdout: '' });
  expect(stopped.stderr).toMatch(
    /^AIOPS_DATA_DIR_IN_USE: the store in \S+ is in use by another process, such as the bot; [^\n]+STOP_FILE[^\n]+\n$/,
  );
});

test('ledger verify finds every chain intact, until somebody edits an entry: then the exit code is 1', async () => {
  const others = failing.map(({ pull }) => ({ repositoryId: pull.repositoryId, ok: true, entries: 1 }));
  const intact = await ask('ledger', 'verify', '--json');
  expect(intact).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(intact.stdout)).toMatchObject([
    { repositoryId: judged.repositoryId, ok: true, entries: 6 },
    ...others,
  ]);

  await inStore(({ database }) => edit(database, judged.repositoryId, 2));
  const broken = await ask('ledger', 'verify');
  expect(broken).toMatchObject({ code: 1, stderr: '' });
  expect(broken.stdout.split('\n')).toEqual([
    `repository ${judged.repositoryId}: BROKEN at entry 2: the entry does not match its hash`,
    ...others.map(({ repositoryId }) =>
      expect.stringMatching(`^repository ${repositoryId}: 1 entries, intact, head [0-9a-f]{64}$`),
    ),
    '',
  ]);
});

/** What only the owner of the database can do. */
async function edit({ sql: db }: Database, repositoryId: number, seq: number): Promise<void> {
  await sql`alter table ai_ops.ledger_entries disable trigger user`.execute(db);
  await sql`update ai_ops.ledger_entries set body = replace(body, 'ai-ops', 'mona')
    where repository_id = ${repositoryId} and seq = ${seq}`.execute(db);
  await sql`alter table ai_ops.ledger_entries enable trigger user`.execute(db);
}
