import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Episode } from '../../src/alerts/episode.ts';
import type { WatchedRun } from '../../src/alerts/run.ts';
import { recordedAttempt, watchedOf } from '../../src/replay/recorded-attempt.ts';
import { newPull } from '../store/samples.ts';
import { type OwnStore, ownStore } from './own-store.ts';

let own: OwnStore;
const inStore: OwnStore['inStore'] = (use) => own.inStore(use);
const ask: OwnStore['ask'] = (...args) => own.ask(...args);

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
  ...{ paged: { at: since, because: 'two_in_a_row' }, partOf: null, told: [], heldDown: null },
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
beforeAll(async () => {
  own = await ownStore();
  await inStore(async ({ store }) => {
    await store.installations.addRepositories([{ id, installationId, owner, name }]);
    const none = { expected: [], obligations: [], ledger: [], effects: [], stops: [], wakeAt: null };
    await store.watches.commit({ ...none, repository, runs, episodes: [over, silent, open] });
  });
});
afterAll(() => own.remove());

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
      ...['smoke_failure_rate', place, hour(8), 'confirmed', at, 'Codex Smoke 2/7 failed, 2/7 after re-runs'],
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
  expect(older.episodes.map((one: { readonly id: string }) => one.id)).toEqual([over.id, silent.id, open.id]);
});
