import { expect, test } from '@jest/globals';
import { pullKey } from '../../src/store/store.ts';
import { claim, type TestStore } from '../support/store.ts';
import { newPull } from './samples.ts';

export function evaluationsSuite(stored: () => TestStore): void {
  test('requests become one evaluation, a second after the last', async () => {
    const { store } = stored();
    const pull = newPull();
    const key = pullKey(pull);
    for (const reason of ['check_run', 'check_run', 'label']) {
      await store.evaluations.request(pull, reason);
      await stored().pass(900);
      expect(await claim(store, 'evaluate', key)).toEqual([]);
    }
    await stored().pass(100);
    expect(await claim(store, 'evaluate', key)).toHaveLength(1);
    expect(await store.evaluations.begin(key)).toEqual({ pull, reasons: ['check_run', 'label'] });
    await stored().pass(10_000);
    expect(await claim(store, 'evaluate', key)).toEqual([]);
  });

  test('a steady stream is not put off beyond five seconds after the first', async () => {
    const { store } = stored();
    const pull = newPull();
    for (let passed = 0; passed < 4_900; passed += 700) {
      await store.evaluations.request(pull, `at ${passed}`);
      await stored().pass(700);
    }
    expect(await claim(store, 'evaluate', pullKey(pull))).toEqual([]);
    await stored().pass(100);
    await store.evaluations.request(pull, 'one more');
    expect(await claim(store, 'evaluate', pullKey(pull))).toHaveLength(1);
  });

  test('what must be now is not put off by what may wait', async () => {
    const { store } = stored();
    const pull = newPull();
    await store.evaluations.request(pull, 'waits');
    await store.evaluations.request(pull, 'now', { now: true });
    await store.evaluations.request(pull, 'waits too');
    expect(await claim(store, 'evaluate', pullKey(pull))).toHaveLength(1);
  });

  test('many at once are one', async () => {
    const { store } = stored();
    const pull = newPull();
    await Promise.all(Array.from({ length: 20 }, (_, n) => store.evaluations.request(pull, `r${n}`)));
    await stored().pass(1_000);
    const jobs = await claim(store, 'evaluate', pullKey(pull));
    for (const job of jobs) await store.jobs.done(job);
    expect(jobs).toHaveLength(1);
    expect((await store.evaluations.begin(pullKey(pull)))?.reasons).toHaveLength(20);
    expect(await claim(store, 'evaluate', pullKey(pull))).toEqual([]);
  });

  test('a request during an evaluation makes a new one, which waits for the first to end', async () => {
    const { store } = stored();
    const pull = newPull();
    const key = pullKey(pull);
    await store.evaluations.request(pull, 'first', { now: true });
    const [first] = await claim(store, 'evaluate', key);
    await store.evaluations.begin(key);
    await store.evaluations.request(pull, 'second', { now: true });
    expect(await claim(store, 'evaluate', key)).toEqual([]);
    if (first !== undefined) await store.jobs.done(first);
    expect(await claim(store, 'evaluate', key)).toHaveLength(1);
    expect((await store.evaluations.begin(key))?.reasons).toEqual(['second']);
  });

  test('one that failed after it began is begun again with the same reasons, however often', async () => {
    const { store } = stored();
    const pull = newPull();
    const key = pullKey(pull);
    await store.evaluations.request(pull, 'push', { now: true });
    for (let n = 0; n < 20; n += 1) {
      const [job] = await claim(store, 'evaluate', key);
      expect(job?.retries).toBe(n);
      expect(await store.evaluations.begin(key)).toEqual({ pull, reasons: ['push'] });
      if (job !== undefined)
        await store.jobs.failed(job, { code: 'AIOPS_TEST', message: 'GitHub answered 502' });
      await stored().pass(6 * 60_000);
    }
    expect(await store.deadLetters.list()).toEqual([]);
  });

  test('a job that was lost before its evaluation began is made again', async () => {
    const { store } = stored();
    const pull = newPull();
    const key = pullKey(pull);
    await store.evaluations.request(pull, 'first');
    await stored().pass(1_000);
    const [lost] = await claim(store, 'evaluate', key);
    if (lost !== undefined) await store.jobs.done(lost);
    await store.evaluations.request(pull, 'second');
    expect(await claim(store, 'evaluate', key)).toHaveLength(1);
  });

  test('what was never asked for cannot begin', async () => {
    expect(await stored().store.evaluations.begin('1#1')).toBeNull();
  });
}
