import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CUSTOMER_CONFIG } from '../../demo/customer/customer.ts';
import type { Pull } from '../../demo/github/model/pull.ts';
import { current } from '../../demo/github/model/run.ts';
import { inOrder, losing } from '../../demo/github/webhooks/mischief.ts';
import type { WatchedRun } from '../../src/alerts/run.ts';
import { type Door, openDoor } from './door.ts';
import { watch } from './watch.ts';

const SMOKE = 'codex-template-smoke.yml';
const VERIFY = 'ai-ops-langgraph-verify.yml';
const MINUTE = 60_000;
const CONFIG = `${CUSTOMER_CONFIG}\nmonitoring: { reruns: { per_hour: 0 } }\n`;

/** What authors of PRs, and people outside, try so that a failure is not seen or that the bot asks GitHub to death. */
export function watchAttacksSuite(): void {
  let door: Door;
  beforeEach(async () => {
    door = await openDoor({ watch: true, config: CONFIG });
    await door.settle();
  });
  afterEach(() => door.close());

  const newest = async (runId: number): Promise<WatchedRun | undefined> =>
    (await door.store.watches.runs(door.customer.repository.id, [runId]))[0];
  const heard = () => door.pass(MINUTE, 10_000);
  const start = (workflow: string, more: object = {}) =>
    door.github.startRun(door.customer.repository, { workflow, event: 'workflow_dispatch', ...more });
  /** Of somebody outside. */
  const foreignPull = (branch: string): Pull => {
    const { github, customer, pipeline } = door;
    const fork = github.forkRepository(customer.repository, customer.outsider);
    return pipeline.open(branch, {}, { author: customer.outsider, from: fork });
  };

  /** Runs of one workflow by the hundred, of which no event tells. */
  const flood = async (pull: Pull, count: number, workflow = SMOKE): Promise<void> => {
    door.courier.mischief = losing({});
    for (let left = count; left > 0; left -= 100) {
      for (let i = 0; i < Math.min(left, 100); i += 1) start(workflow, { event: 'pull_request', pull });
      await door.store.watches.request({ repositoryId: door.customer.repository.id }, 'flood');
      await door.pass(20_000, 10_000);
    }
    door.courier.mischief = inOrder;
  };

  describe('a failure is not hidden', () => {
    test.each([
      ['was announced and never put there', 404, 1],
      ['cannot be fetched', 403, 17],
    ] as const)('by a report that %s', async (_, status, minutes) => {
      const { github, pipeline } = door;
      const run = start(SMOKE, { event: 'pull_request', pull: pipeline.open('poisoned') });
      const artifacts = { 'codex-template-smoke-report': { 'latest.json': '{}' } };
      github.completeRun(run, 'failure', { artifacts });
      github.fault({ kind: 'status', status, match: { path: /\/actions-results\//, nth: 'every' } });
      await door.pass(minutes * MINUTE, 10_000 * minutes);
      expect(await newest(run.id)).toMatchObject({ result: 'failure', failed: [{ kind: 'job' }] });
    });

    test('by another base of its PR', async () => {
      const { github, customer, pipeline } = door;
      github.commitTo(customer.repository, { branch: 'elsewhere', changes: {}, author: customer.author });
      const pull = pipeline.open('moved');
      const run = pipeline.smoke(pull, { conclusion: 'failure' });
      await door.settle();
      await heard();
      expect(await newest(run.id)).toMatchObject({ eligible: true, result: 'failure' });
      github.changeBase(pull, { to: 'elsewhere' });
      await door.settle();
      await door.pass(6 * MINUTE, MINUTE);
      expect(await newest(run.id)).toMatchObject({ eligible: true, result: 'failure', pulls: [pull.number] });
    });

    test('by what GitHub would write of another end', async () => {
      const run = start(VERIFY);
      const says = "Canceling since a higher priority waiting request for 'verify' exists";
      door.github.timeOutRun(run, { job: 'verify', minutes: 15 });
      const [job] = current(run).jobs;
      if (job === undefined) throw new Error('it has a job');
      const own = { path: '.github', start_line: 1, end_line: 1, annotation_level: 'failure', message: says };
      const annotations = [...Array.from({ length: 40 }, () => own), ...(job.check.output.annotations ?? [])];
      job.check.output = { ...job.check.output, annotations } as typeof job.check.output;
      await heard();
      expect(await newest(run.id)).toMatchObject({ result: 'timeout' });
    });
  });

  describe('nobody outside makes the bot ask for more', () => {
    test('by runs that wait for ever', async () => {
      const pull = foreignPull('many');
      await door.settle();
      const own = start(VERIFY);
      await heard();
      await flood(pull, 160);
      const before = watch(door);
      door.github.completeRun(own, 'failure');
      await heard();
      expect(await newest(own.id)).toMatchObject({ result: 'failure' });
      expect(before.calls('GET', /\/actions\/runs\/\d+$/).length).toBeLessThan(10);
    });
  });

  test('a re-run that is waited for is seen, however many runs came after it', async () => {
    door.pipeline.configure(CUSTOMER_CONFIG);
    await heard();
    door.github.fault({ kind: 'status', status: 502, match: { path: /\/rerun$/, nth: 'every' } });
    const run = start(VERIFY);
    door.github.completeRun(run, 'failure');
    await heard();
    const pull = foreignPull('many');
    await door.settle();
    await flood(pull, 320, VERIFY);
    door.github.service.faults.clear();
    await door.pass(4 * MINUTE, 10_000);
    expect(await newest(run.id)).toMatchObject({ attempt: 2 });
    door.github.completeRun(run, 'success');
    await heard();
    expect(await newest(run.id)).toMatchObject({ attempt: 2, result: 'success' });
  });
}
