import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CUSTOMER_CONFIG } from '../../demo/customer/customer.ts';
import { inOrder, losing } from '../../demo/github/webhooks/mischief.ts';
import type { WatchedRun } from '../../src/alerts/run.ts';
import { type Door, openDoor } from './door.ts';
import { watch } from './watch.ts';

const SMOKE = 'codex-template-smoke.yml';
const VERIFY = 'ai-ops-langgraph-verify.yml';
const MINUTE = 60_000;
/** The bot looks, and runs nothing again. */
const CONFIG = `${CUSTOMER_CONFIG}\nmonitoring: { reruns: { per_hour: 0 } }\n`;

/** What the bot keeps of the runs of watched workflows, whatever it hears of them (M1, M2, M3). */
export function runsSuite(): void {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor({ watch: true, config: CONFIG });
    await door.settle();
  });
  afterAll(() => door.close());
  afterEach(async () => {
    door.courier.mischief = inOrder;
    for (const pull of door.github.world.pulls) if (pull.state === 'open') door.github.closePull(pull);
    await door.settle();
  });

  const kept = async (runId: number): Promise<readonly WatchedRun[]> =>
    door.store.watches.runs(door.customer.repository.id, [runId]);
  const newest = async (runId: number): Promise<WatchedRun> => {
    const [run] = await kept(runId);
    if (run === undefined) throw new Error(`nothing is kept of run ${runId}`);
    return run;
  };
  const heard = () => door.pass(MINUTE, 10_000);
  const start = (workflow: string, more: object = {}) =>
    door.github.startRun(door.customer.repository, { workflow, event: 'workflow_dispatch', ...more });
  const at = (plus = 0) => new Date(Math.floor(door.clock.now() / 1000) * 1000 + plus).toISOString();

  describe('where its time goes', () => {
    test('queued, running and ended are told apart, and a re-run is a row of its own', async () => {
      const { github } = door;
      const asked = at();
      const run = start(VERIFY);
      await heard();
      expect(await newest(run.id)).toMatchObject({
        role: 'verify',
        attempt: 1,
        eligible: true,
        status: 'queued',
        result: null,
        times: { requestedAt: asked, startedAt: null, waitedMs: 0, waitingSince: null, endedAt: null },
      });
      const begun = at();
      github.progress(run, { job: 'verify' });
      await door.pass(2 * MINUTE, 10_000);
      expect(await newest(run.id)).toMatchObject({ status: 'running', times: { startedAt: begun } });
      const ended = at();
      github.completeRun(run, 'failure', { failedStep: 'Run the scenarios' });
      await heard();
      expect(await newest(run.id)).toMatchObject({
        status: 'completed',
        result: 'failure',
        times: { requestedAt: asked, startedAt: begun, endedAt: ended },
        failed: [{ kind: 'job', job: 'verify', step: 'Run the scenarios', says: null }],
        partCount: 1,
      });
      const again = at();
      github.rerun(run, { by: door.customer.maintainer });
      github.completeRun(run);
      await heard();
      expect(await kept(run.id)).toMatchObject([
        { attempt: 2, result: 'success', failed: [], times: { requestedAt: again } },
        { attempt: 1, result: 'failure', times: { requestedAt: asked, endedAt: ended } },
      ]);
    });

    test('a wait for people is counted apart, and who may end it is known', async () => {
      const { github } = door;
      const run = start('ai-ops-auto-handoff.yml');
      github.progress(run, { job: 'handoff' });
      await heard();
      const since = at();
      github.holdJob(run, 'handoff');
      await door.pass(5 * MINUTE, 10_000);
      const waiting = await newest(run.id);
      expect(waiting).toMatchObject({ role: 'handoff', status: 'waiting' });
      const noticed = Date.parse(waiting.times.waitingSince ?? '') - Date.parse(since);
      expect(Math.abs(noticed)).toBeLessThan(2 * MINUTE);
      github.releaseJob(run, 'handoff');
      await heard();
      expect((await newest(run.id)).times).toMatchObject({ waitingSince: null });
      github.progress(run, { job: 'handoff' });
      github.completeRun(run);
      await heard();
      expect(await newest(run.id)).toMatchObject({ result: 'success', times: { waitingSince: null } });
    });

    test('a slow one says what its queue and its log tell', async () => {
      const { github } = door;
      const run = start(VERIFY);
      await door.pass(5 * MINUTE, 30_000);
      github.progress(run, { job: 'verify' });
      github.writeLog(run, { job: 'verify', text: 'HTTP 429 Too Many Requests; retrying in 30 s' });
      await door.pass(11 * MINUTE, 30_000);
      expect(await newest(run.id)).toMatchObject({ status: 'running', slowBy: ['queue'] });
      const before = watch(door);
      github.completeRun(run);
      await heard();
      expect(await newest(run.id)).toMatchObject({ slowBy: ['queue', 'rate_limit', 'retries'] });
      expect(before.calls('GET', /jobs\/\d+\/logs$/)).toHaveLength(1);
      const quick = start(VERIFY);
      github.completeRun(quick);
      await heard();
      expect(before.calls('GET', /jobs\/\d+\/logs$/)).toHaveLength(1);
    });
  });

  describe('what an attempt came to', () => {
    test('cut off by its time limit is a timeout, superseded and cancelled are nobody’s failure', async () => {
      const { github } = door;
      const [slow, old, stopped] = [start(VERIFY), start(VERIFY), start(VERIFY)];
      github.timeOutRun(slow, { job: 'verify', minutes: 15 });
      github.supersedeRun(old, 'verify-main');
      github.cancelRun(stopped, door.customer.maintainer);
      await heard();
      expect(await newest(slow.id)).toMatchObject({
        result: 'timeout',
        failed: [{ job: 'verify', says: expect.stringContaining('exceeded the maximum execution time') }],
      });
      expect(await newest(old.id)).toMatchObject({ result: 'superseded', failed: [] });
      expect(await newest(stopped.id)).toMatchObject({ result: 'cancelled', failed: [] });
    });

    test('one that could not start, of which nobody tells, is found by the periodic look', async () => {
      const run = door.github.failToStart(door.customer.repository, {
        workflow: SMOKE,
        event: 'workflow_dispatch',
      });
      await door.pass(6 * MINUTE, MINUTE);
      expect(await newest(run.id)).toMatchObject({ result: 'error', status: 'completed' });
    });

    test('the items that its report names are what failed', async () => {
      const pull = door.pipeline.open('items');
      const items = [
        { check: 'codex-nest-api', status: 'ok' },
        { check: 'eslint-bi\u0000\n<script>', status: 'error' },
      ];
      const run = start(SMOKE, { event: 'pull_request', pull });
      const report = JSON.stringify({ generatedAt: '2026-03-02T09:00:00Z', items });
      door.github.completeRun(run, 'failure', {
        artifacts: { 'codex-template-smoke-report': { 'latest.json': report } },
      });
      await heard();
      expect(await newest(run.id)).toMatchObject({
        eligible: true,
        pulls: [pull.number],
        failed: [{ kind: 'item', name: 'eslint-bi <script>' }],
        partCount: 2,
      });
    });
  });

  describe('which runs count', () => {
    test('a fork’s never do, whatever its branch is called, and cost no question', async () => {
      const { github, customer } = door;
      const fork = github.forkRepository(customer.repository, customer.outsider);
      const pull = door.pipeline.open('main', {}, { author: customer.outsider, from: fork });
      const before = watch(door);
      const run = start(SMOKE, { event: 'pull_request', pull });
      github.completeRun(run, 'failure');
      await heard();
      expect(await newest(run.id)).toMatchObject({ eligible: false, pulls: [], failed: [] });
      // The gates look at it page by page.
      const asked = before.calls('GET', new RegExp(`/runs/${run.id}/attempts`));
      expect(asked.filter(({ query }) => !query.includes('&page=1'))).toEqual([]);
    });

    test('a branch of the repository counts once it is a head', async () => {
      const { github, customer } = door;
      github.commitTo(customer.repository, {
        branch: 'early',
        changes: { 'templates/x.md': 'x\n' },
        author: customer.author,
      });
      const run = start(SMOKE, { event: 'push', branch: 'early' });
      github.completeRun(run, 'failure');
      await heard();
      expect(await newest(run.id)).toMatchObject({ eligible: false });
    });
  });

  describe('when nothing is heard', () => {
    test('every run is found all the same, the bot restarted in between', async () => {
      door.courier.mischief = losing({});
      const run = start(VERIFY);
      await door.pass(6 * MINUTE, MINUTE);
      expect(await newest(run.id)).toMatchObject({ status: 'queued' });
      await door.restart();
      door.github.completeRun(run, 'failure');
      await door.pass(6 * MINUTE, MINUTE);
      expect(await newest(run.id)).toMatchObject({ result: 'failure' });
    });

    test('an event of a workflow that nobody watches asks for no look', async () => {
      await heard();
      const before = watch(door);
      const pull = door.pipeline.open('quiet');
      await door.settle();
      await heard();
      const looks = before.calls('GET', /workflows\/codex-template-smoke\.yml\/runs$/).length;
      door.pipeline.tests(pull);
      await door.settle();
      expect(before.calls('GET', /workflows\/codex-template-smoke\.yml\/runs$/)).toHaveLength(looks);
    });

    test('what did not change is not read again', async () => {
      await heard();
      const before = watch(door);
      await door.pass(6 * MINUTE, MINUTE);
      expect(before.calls('GET', /workflows\/[^/]+\/runs$/).length).toBeGreaterThan(0);
      expect(before.calls('GET', /attempts/)).toEqual([]);
    });
  });

  describe('when reading goes wrong', () => {
    test('one bad run holds up no other, and is read once it can be', async () => {
      const { github } = door;
      const [bad, good] = [start(VERIFY), start(VERIFY)];
      github.completeRun(bad, 'failure');
      github.completeRun(good, 'failure');
      github.fault({
        kind: 'status',
        status: 502,
        match: { path: new RegExp(`/runs/${bad.id}/attempts/1/jobs`) },
      });
      await heard();
      expect(await newest(good.id)).toMatchObject({ result: 'failure' });
      await door.pass(6 * MINUTE, MINUTE);
      expect(await newest(bad.id)).toMatchObject({ result: 'failure' });
    });

    test('with a configuration that cannot be used, only what is known to be under way is followed', async () => {
      const { github, pipeline } = door;
      const known = start(VERIFY);
      await heard();
      pipeline.configure('mode: [');
      const unknown = start(VERIFY);
      github.completeRun(known, 'failure');
      await door.pass(6 * MINUTE, MINUTE);
      expect(await newest(known.id)).toMatchObject({ result: 'failure' });
      expect(await kept(unknown.id)).toEqual([]);
      pipeline.configure(null);
      await door.pass(6 * MINUTE, MINUTE);
      expect(await newest(unknown.id)).toMatchObject({ status: 'queued' });
    });
  });
}
