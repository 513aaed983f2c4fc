import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { monitoringSettings } from '../../src/alerts/settings.ts';
import { type Figures, figuresOf } from '../../src/replay/figures.ts';
import { generated, type ServiceKind } from '../../src/replay/generate.ts';
import { recorded } from '../../src/replay/history.ts';
import { RecentRuns } from '../../src/replay/recent.ts';
import { replay } from '../../src/replay/replay.ts';

const DOCS = readFileSync(join(import.meta.dirname, '../../docs/monitoring.md'), 'utf8');
const SETTINGS = monitoringSettings.parse({});

const figures = (kind: ServiceKind, runs: number, seed: number): Figures =>
  figuresOf(replay(generated(kind, runs, seed), SETTINGS));

describe('what people get of 10,000 runs', () => {
  const healthy = figures('healthy', 10_000, 1);

  test('a healthy service: few warnings, hardly a page', () => {
    expect(healthy.runs).toBe(10_000);
    expect(healthy.warnings_per_1000).toBeLessThanOrEqual(20);
    expect(healthy.pages_per_1000).toBeLessThanOrEqual(0.5);
  });

  test('episodes of which nobody heard are counted apart', () => {
    expect(healthy.silent_episode_count).toBeGreaterThan(0);
    expect(healthy.episode_count - healthy.silent_episode_count).toBe(healthy.warning_count);
  });

  test('the table in docs/monitoring.md has these figures', () => {
    const broken = figures('broken', 1000, 1);
    const row = (name: string, one: Figures) =>
      `| ${name} | ${one.warnings_per_1000} | ${one.pages_per_1000} | ${one.first_page_at_failed_run ?? '—'} | ${one.naive_messages_per_1000} |`;
    expect(DOCS).toContain(row('healthy, 10,000 runs', healthy));
    expect(DOCS).toContain(row('broken, 1,000 runs', broken));
  });
});

describe('a service that breaks outright', () => {
  test.each([1, 2, 3])('the page comes at the second failed run (seed %i)', (seed) => {
    const { first_page_at_failed_run, page_count, warning_count } = figures('broken', 100, seed);
    expect({ first_page_at_failed_run, page_count, warning_count }).toEqual({
      first_page_at_failed_run: 2,
      page_count: 1,
      warning_count: 1,
    });
  });
});

describe('the first page', () => {
  test('after failures says how many', () => {
    expect(figures('broken', 100, 1).first_page).toEqual({
      at: expect.any(String),
      rule: 'smoke_failure_rate',
      runs: expect.any(Number),
      failed_runs: 2,
    });
  });

  test('of slow runs comes though nothing failed, so at no failed run', () => {
    const slow = (runId: number) =>
      JSON.stringify({
        ...{ role: 'verify', runId, result: 'success', requestedAt: `2026-03-02T0${runId}:00:00Z` },
        ...{ startedAt: `2026-03-02T0${runId}:00:00Z`, endedAt: `2026-03-02T0${runId}:40:00Z` },
      });
    const replayed = replay(recorded('slow', [slow(1), slow(2), slow(3)].join('\n')), SETTINGS);
    expect(figuresOf(replayed)).toMatchObject({
      page_count: 1,
      first_page_at_failed_run: null,
      first_page: { rule: 'verify_latency', failed_runs: 0 },
    });
  });
});

test('a calm stretch is passed over, and everything comes out as if each moment had been looked at', () => {
  const service = generated('healthy', 1_000, 4);
  const isLooked = jest.spyOn(RecentRuns.prototype, 'areFine').mockReturnValue(false);
  const slowly = replay(service, SETTINGS);
  isLooked.mockRestore();
  expect(replay(service, SETTINGS)).toEqual(slowly);
});

test('who waits is told how far it is', () => {
  const told: number[] = [];
  replay(generated('healthy', 2_500, 1), SETTINGS, (runs) => told.push(runs));
  expect(told).toEqual([1_000, 2_000]);
});

test('the same seed makes the same history, another one another', () => {
  expect(figures('healthy', 500, 5)).toEqual(figures('healthy', 500, 5));
  expect(generated('healthy', 20, 5).attempts).not.toEqual(generated('healthy', 20, 6).attempts);
});

test('no run at all', () => {
  expect(figures('healthy', 0, 1)).toMatchObject({
    runs: 0,
    warnings_per_1000: 0,
    first_page_at_failed_run: null,
  });
});
