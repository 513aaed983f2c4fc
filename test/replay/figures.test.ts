import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { monitoringSettings } from '../../src/alerts/settings.ts';
import { type Figures, figuresOf } from '../../src/replay/figures.ts';
import { generated, type ServiceKind } from '../../src/replay/generate.ts';
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
