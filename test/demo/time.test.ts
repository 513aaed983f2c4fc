import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { timeAt } from '../../demo/time/course.ts';
import { FasterClock } from '../../demo/time/faster-clock.ts';

const MINUTE = 60_000;

describe('the time in the demo', () => {
  const leaps = [
    { from: 1_000, until: 2_000, gained: 9_000 },
    { from: 5_000, until: 6_000, gained: 500 },
  ];

  test.each([
    ['before a leap it is anybody’s', 1_000, 1_000],
    ['in the middle of one half of it is gained', 1_500, 6_000],
    ['at its end all of it', 2_000, 11_000],
    ['then it runs as anybody’s, ahead', 4_000, 13_000],
    ['leaps add up', 7_000, 16_500],
  ])('%s', (_, real, expected) => {
    expect(timeAt(real, leaps)).toBe(expected);
  });

  test('it never runs backwards', () => {
    const times = Array.from({ length: 800 }, (_, i) => timeAt(i * 10, leaps));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});

describe('the bot’s process', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'ai-ops-time-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  test('has the demo’s time in each of its threads, and dates as before', async () => {
    const clock = new FasterClock(directory);
    const isOver = clock.leap(30 * MINUTE, 0.5);
    while (!isOver()) await new Promise((resolve) => setTimeout(resolve, 10));
    const module = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`;
    const worker = module(
      `import { parentPort } from 'node:worker_threads'; parentPort.postMessage(Date.now());`,
    );
    const script = `
      import { Worker } from 'node:worker_threads';
      new Worker(new URL(${JSON.stringify(worker)}), { execArgv: [] }).on('message', (inThread) => {
        const now = new Date();
        console.log(JSON.stringify([now.getTime(), inThread, now instanceof Date, new Date(0).toISOString()]));
      });`;
    const before = clock.now();
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { env: { PATH: process.env.PATH ?? '', ...clock.environment } },
    );
    const [now, inThread, isDate, epoch]: readonly unknown[] = JSON.parse(stdout);
    const after = clock.now();
    for (const time of [now, inThread]) {
      expect(time).toBeGreaterThanOrEqual(before);
      expect(time).toBeLessThanOrEqual(after);
    }
    expect(Number(now) - Date.now()).toBeGreaterThan(29 * MINUTE);
    expect([isDate, epoch]).toEqual([true, '1970-01-01T00:00:00.000Z']);
  });
});
