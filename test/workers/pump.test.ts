import { afterEach, describe, expect, test } from '@jest/globals';
import { CodedError } from '../../src/errors.ts';
import { createLog } from '../../src/log.ts';
import type { Job, Jobs, QueueName } from '../../src/store/store.ts';
import { NotYet } from '../../src/workers/not-yet.ts';
import { Pump } from '../../src/workers/pump.ts';

const LATER = '2026-03-02T09:05:00.000Z';

/** A store's jobs in memory; `refusal` is what the named method throws, as long as it is set. */
class JobsDouble implements Jobs {
  readonly ready: Job[] = [];
  readonly limits: number[] = [];
  readonly ended: string[] = [];
  readonly givenBack: { readonly key: string; readonly error: object; readonly at: string | undefined }[] =
    [];
  readonly listeners = new Set<() => void>();
  refusal: { readonly of: 'take' | 'done' | 'failed'; readonly error: Error } | null = null;

  /** New jobs, of which nobody is told yet. */
  add(...keys: readonly string[]): void {
    for (const key of keys) this.ready.push({ queue: 'effect', id: `id of ${key}`, key, retries: 2 });
  }

  tell(): void {
    for (const listener of this.listeners) listener();
  }

  async take(queue: QueueName, limit: number): Promise<readonly Job[]> {
    this.#refuse('take');
    this.limits.push(limit);
    return queue === 'effect' ? this.ready.splice(0, limit) : [];
  }

  async done(job: Job): Promise<void> {
    this.#refuse('done');
    this.ended.push(job.key);
  }

  async failed({ key }: Job, error: object, at?: string): Promise<void> {
    this.#refuse('failed');
    this.givenBack.push({ key, error, at });
  }

  onReady(queue: QueueName, listener: () => void): () => void {
    if (queue === 'effect') this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  async backlog(): Promise<never[]> {
    return [];
  }

  #refuse(method: 'take' | 'done' | 'failed'): void {
    if (this.refusal?.of === method) throw this.refusal.error;
  }
}

/** Work on a job goes on until the test ends it. */
function pumpOver(jobs: JobsDouble, concurrency: number) {
  const running = new Map<string, PromiseWithResolvers<void>>();
  const logged: string[] = [];
  let taken = 0;
  const log = createLog({ level: 'debug', destination: { write: (line) => void logged.push(line) } });
  const run = async ({ key }: Job) => {
    const end = Promise.withResolvers<void>();
    running.set(key, end);
    await end.promise.finally(() => running.delete(key));
  };
  const onTaken = () => {
    taken += 1;
  };
  const pump = new Pump({ queue: 'effect', concurrency, run }, { jobs, log, onTaken });
  stopPump = () => pump.stop();
  return {
    pump,
    running: () => [...running.keys()],
    lines: (level: string) => logged.map((line) => JSON.parse(line)).filter((line) => line.level === level),
    taken: () => taken,
    end: (key: string) => running.get(key)?.resolve(),
    fail: (key: string, error: unknown) => running.get(key)?.reject(error),
  };
}

let stopPump = () => {};
afterEach(() => stopPump());

/** One turn of the event loop: all that waits for promises alone has gone on, and the poll has not come yet. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test('no more jobs than allowed are worked on at once, and a place that gets free is filled', async () => {
  const jobs = new JobsDouble();
  jobs.add('a', 'b', 'c', 'd', 'e');
  const at = pumpOver(jobs, 3);
  void at.pump.run();
  await settled();
  expect(at.running()).toEqual(['a', 'b', 'c']);
  at.end('b');
  await settled();
  expect(at.running()).toEqual(['a', 'c', 'd']);
  at.end('a');
  at.end('c');
  await settled();
  expect(at.running()).toEqual(['d', 'e']);
  expect(jobs.ended).toEqual(['b', 'a', 'c']);
  expect(Math.max(...jobs.limits)).toBe(3);
});

describe('a job that fails is given back while the others go on', () => {
  const rows: [string, unknown, { code: string; message: string }, string | undefined][] = [
    [
      'with its code',
      new CodedError('AIOPS_TEST', 'GitHub answered 502'),
      { code: 'AIOPS_TEST', message: 'GitHub answered 502' },
      undefined,
    ],
    [
      'for the time that it named',
      new NotYet('AIOPS_GITHUB_LIMITED', 'too many requests', LATER),
      { code: 'AIOPS_GITHUB_LIMITED', message: 'too many requests' },
      LATER,
    ],
    [
      'with the first line of what nobody foresaw',
      new TypeError('x is not a function\n    at somewhere'),
      { code: 'AIOPS_BUG', message: 'x is not a function' },
      undefined,
    ],
  ];
  test.each(rows)('%s', async (_, thrown, error, at) => {
    const jobs = new JobsDouble();
    jobs.add('bad', 'good', 'next');
    const pumped = pumpOver(jobs, 2);
    void pumped.pump.run();
    await settled();
    pumped.fail('bad', thrown);
    await settled();
    expect(jobs.givenBack).toEqual([{ key: 'bad', error, at }]);
    expect(pumped.running()).toEqual(['good', 'next']);
    pumped.end('good');
    await settled();
    expect(jobs.ended).toEqual(['good']);
    expect(pumped.lines('warn')).toEqual([
      expect.objectContaining({ queue: 'effect', job: 'bad', tries: 3, ...error }),
    ]);
  });
});

describe('a store that fails does not end the pump', () => {
  const error = new CodedError('AIOPS_STORE_DOWN', 'no connection\nto 10.0.0.1');

  test('asked for jobs, it is logged, is no sign of life, and is asked again when woken', async () => {
    const jobs = new JobsDouble();
    jobs.add('a');
    jobs.refusal = { of: 'take', error };
    const at = pumpOver(jobs, 1);
    void at.pump.run();
    await settled();
    expect(at.lines('error')[0]).toMatchObject({
      code: 'AIOPS_STORE_DOWN',
      queue: 'effect',
      msg: 'jobs cannot be taken: no connection',
    });
    expect(at.taken()).toBe(0);
    jobs.refusal = null;
    jobs.tell();
    await settled();
    expect(at.running()).toEqual(['a']);
    expect(at.taken()).toBe(1);
  });

  test('told that a job is done, the job is given back', async () => {
    const jobs = new JobsDouble();
    jobs.add('a');
    jobs.refusal = { of: 'done', error };
    const at = pumpOver(jobs, 1);
    void at.pump.run();
    await settled();
    at.end('a');
    await settled();
    expect(jobs.givenBack).toMatchObject([{ key: 'a', error: { code: 'AIOPS_STORE_DOWN' } }]);
  });

  test('given a job back, it is logged, and the next job is worked on', async () => {
    const jobs = new JobsDouble();
    jobs.add('a', 'b');
    jobs.refusal = { of: 'failed', error };
    const at = pumpOver(jobs, 1);
    void at.pump.run();
    await settled();
    at.fail('a', new CodedError('AIOPS_TEST', 'GitHub answered 502'));
    await settled();
    expect(at.lines('error')).toEqual([
      expect.objectContaining({ job: 'a', msg: 'a job could not be given back: no connection' }),
    ]);
    expect(at.running()).toEqual(['b']);
  });
});

test('a new job is taken as soon as it is told', async () => {
  const jobs = new JobsDouble();
  const at = pumpOver(jobs, 2);
  void at.pump.run();
  await settled();
  jobs.add('a');
  jobs.tell();
  await settled();
  expect(at.running()).toEqual(['a']);
  jobs.add('b');
  jobs.tell();
  await settled();
  expect(at.running()).toEqual(['a', 'b']);
});

test('once stopped it takes no job, and ends when those in flight have ended', async () => {
  const jobs = new JobsDouble();
  jobs.add('good', 'bad');
  const at = pumpOver(jobs, 3);
  let over = false;
  const ended = at.pump.run().finally(() => {
    over = true;
  });
  await settled();
  at.pump.stop();
  jobs.add('late');
  jobs.tell();
  at.fail('bad', new CodedError('AIOPS_TEST', 'GitHub answered 502'));
  await settled();
  expect(at.running()).toEqual(['good']);
  expect(over).toBe(false);
  at.end('good');
  await ended;
  expect(jobs.ended).toEqual(['good']);
  expect(jobs.givenBack).toHaveLength(1);
  expect(jobs.ready).toHaveLength(1);
  expect(jobs.listeners.size).toBe(0);
});

test('drained, it works until nothing is ready and counts what it took', async () => {
  const jobs = new JobsDouble();
  jobs.add('a', 'b', 'c');
  const at = pumpOver(jobs, 2);
  const drained = at.pump.drain();
  await settled();
  expect(at.running()).toEqual(['a', 'b']);
  at.fail('a', new CodedError('AIOPS_TEST', 'GitHub answered 502'));
  at.end('b');
  await settled();
  at.end('c');
  expect(await drained).toBe(3);
  expect(jobs.ended).toEqual(['b', 'c']);
});

test('stopped while it waits for a job, it ends at once', async () => {
  const at = pumpOver(new JobsDouble(), 1);
  let over = false;
  void at.pump.run().finally(() => {
    over = true;
  });
  await settled();
  at.pump.stop();
  await settled();
  expect(over).toBe(true);
});

describe('woken while the store is asked', () => {
  /** The store's answers are the test's to give. */
  function slow() {
    const asked: PromiseWithResolvers<readonly Job[]>[] = [];
    const jobs = new JobsDouble();
    jobs.take = () => {
      const answer = Promise.withResolvers<readonly Job[]>();
      asked.push(answer);
      return answer.promise;
    };
    const work = { queue: 'effect', concurrency: 1, run: async () => {} } as const;
    const pump = new Pump(work, { jobs, log: createLog({ level: 'silent' }), onTaken: () => {} });
    return { asked, jobs, pump, over: pump.run() };
  }
  const passed = () => new Promise<void>((resolve) => setImmediate(resolve));

  test('for a job that its answer may lack, it asks again at once', async () => {
    const { asked, jobs, pump, over } = slow();
    await passed();
    jobs.tell();
    asked[0]?.resolve([]);
    await passed();
    expect(asked).toHaveLength(2);
    pump.stop();
    asked[1]?.resolve([]);
    await over;
  });

  test('to stop, it ends with the answer', async () => {
    const { asked, pump, over } = slow();
    await passed();
    pump.stop();
    asked[0]?.resolve([]);
    await over;
    expect(asked).toHaveLength(1);
  });
});
