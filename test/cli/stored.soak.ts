import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Obligation } from '../../src/handoff/obligation.ts';
import { judge, POLICY_VERSION } from '../../src/policies/evaluate.ts';
import { known } from '../../src/policies/verdict.ts';
import type { Database } from '../../src/store/database.ts';
import type { Decision, Store } from '../../src/store/store.ts';
import { commitOf, decision, draft, handoff, newPull, reaction } from '../store/samples.ts';
import { facts, label, settings } from '../support/facts.ts';
import { START } from '../support/store.ts';
import { type OwnStore, ownStore } from './own-store.ts';

const judged = newPull();
const failing = [reaction(newPull()), reaction(newPull())];
const NAME = `${judged.owner}/${judged.repo}#${judged.number}`;

let own: OwnStore;
const inStore: OwnStore['inStore'] = (use) => own.inStore(use);
const ask: OwnStore['ask'] = (...args) => own.ask(...args);
beforeAll(async () => {
  own = await ownStore();
  await inStore(async ({ store, clock }) => {
    const [older, newest] = decisions();
    await store.pulls.commit(commitOf(judged, { decision: older, ledger: [draft(), draft()] }));
    await store.pulls.commit(commitOf(judged, { decision: newest, ledger: [draft()] }));
    for (const effect of failing) {
      await store.pulls.commit(commitOf(effect.pull, { effects: [effect], ledger: [draft()] }));
      await buryEffects(store);
      await clock.setTime(clock.now() + 1_000);
    }
  });
});
afterAll(() => own.remove());

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
