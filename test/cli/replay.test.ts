import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runCli, runUnread } from './run.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ai-ops-replay-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function fileOf(...lines: readonly string[]): Promise<string> {
  const file = join(directory, 'ai-ops.yml');
  await writeFile(file, lines.join('\n'));
  return file;
}

const BROKEN = ['replay', '--simulate', 'broken', '--runs', '100'];

describe('the thresholds of a configuration', () => {
  test('are tried beside the defaults, and what cannot be tried is said', async () => {
    const file = await fileOf(
      'monitoring:',
      '  smoke_failure_rate: { window: 4, percent: 50 }',
      '  handoff_lead_time: { alert_minutes: 60 }',
    );
    const { code, stdout, stderr } = await runCli([...BROKEN, '--config', file]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(
      [
        `Thresholds of ${file}:`,
        '  smoke_failure_rate.window: 4, by default 7',
        '  smoke_failure_rate.percent: 50, by default 5',
        `${file}: handoff_lead_time is not tried: a history has no handoffs.`,
      ].join('\n'),
    );
    const figures = stdout.split('\n').map((row) => row.split(/ {2,}/));
    expect(figures).toContainEqual(['', file, 'per 1,000 runs', 'the defaults', 'per 1,000 runs']);
    expect(figures).toContainEqual(['runs', '100', '100']);
    expect(figures).toContainEqual(['pages', '1', '10', '1', '10']);
  });

  test('as JSON too: the figures are those of the file, and the others under `defaults`', async () => {
    const file = await fileOf('monitoring: { smoke_failure_rate: { percent: 100 } }');
    const own = JSON.parse((await runCli([...BROKEN, '--config', file, '--json'])).stdout);
    const plain = JSON.parse((await runCli([...BROKEN, '--json'])).stdout);
    expect(own).toMatchObject({
      config: file,
      thresholds: [{ key: 'smoke_failure_rate.percent', value: 100, default: 5 }],
      naive_messages_per_1000: 0,
      defaults: { naive_messages_per_1000: plain.naive_messages_per_1000 },
    });
    expect(plain).toMatchObject({
      page_count: 1,
      first_page_at_failed_run: 2,
      warning_count: 1,
      note_count: 2,
    });
    expect(plain.pages).toMatchObject([{ severity: 'error', failed_runs: 2, resolved_at: null }]);
    expect(plain.messages.map(({ is }: { readonly is: string }) => is)).toEqual(['warning', 'note', 'note']);
    expect(plain).not.toHaveProperty('defaults');
  });

  const rows: [string, readonly string[], readonly string[]][] = [
    [
      'that are wrong are named as by check-config',
      ['monitoring:', '  smoke_failure_rate: { window: 3, page_at: 5 }'],
      ['line 2, monitoring.smoke_failure_rate.page_at: must not be more than `window`, which is 3'],
    ],
    [
      'that need another file ask for one',
      ['mode: enforce', 'extends: .github'],
      [
        'team: must name the AI Ops team where the mode is `enforce`',
        'extends .github, which is only known on GitHub: save both as one file to try it',
      ],
    ],
  ];
  test.each(rows)('%s', async (_, lines, problems) => {
    const file = await fileOf(...lines);
    const { code, stdout, stderr } = await runCli([...BROKEN, '--config', file]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toEqual(
      problems.map((problem) => `AIOPS_CONFIG_INVALID: ${file}: ${problem}`),
    );
  });
});

test('who reads no further is no error: nothing is said, and the exit code stays', async () => {
  expect(await runUnread([...BROKEN, '--json'])).toEqual({ code: 0, stderr: '' });
  const file = await fileOf('mode: enforc');
  expect(await runUnread(['check-config', file])).toEqual({ code: 1, stderr: '' });
});
