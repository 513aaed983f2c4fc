import { describe, expect, test } from '@jest/globals';
import type { WatchedRun } from '../../src/alerts/run.ts';
import { monitoringSettings } from '../../src/alerts/settings.ts';
import { figuresOf } from '../../src/replay/figures.ts';
import { recorded } from '../../src/replay/history.ts';
import { recordedAttempt, recordedOf, watchedOf } from '../../src/replay/recorded-attempt.ts';
import { replay } from '../../src/replay/replay.ts';

const time = (minutes: number) =>
  new Date(Date.parse('2026-03-02T00:00:00Z') + minutes * 60_000).toISOString();
const line = (runId: number, from: number, more: object = {}) =>
  JSON.stringify({
    role: 'smoke',
    runId,
    result: 'success',
    requestedAt: time(from),
    startedAt: time(from + 1),
    endedAt: time(from + 5),
    ...more,
  });
const calm = [1, 2, 3, 4, 5, 6, 7].map((n) => line(n, n * 10));
const played = (...lines: readonly string[]) =>
  replay(recorded('runs.jsonl', lines.join('\n')), monitoringSettings.parse({}));

describe('a recorded history', () => {
  test('its own re-run is the one that the machine asked for', () => {
    const again = { attempt: 2, requestedAt: time(106), startedAt: time(107), endedAt: time(110) };
    const { acts, episodes } = played(
      ...calm,
      line(8, 100, { result: 'failure', failed: ['sdk'], items: 12, pulls: [4], headSha: 'a'.repeat(40) }),
      line(8, 0, again),
      '',
      ...[9, 10, 11].map((n) => line(n, 40 + n * 10)),
    );
    expect(acts.map((act) => (act.act === 'say' ? act.says : act.act))).toEqual([
      'opened',
      'rerun',
      'recovering',
      'resolved',
    ]);
    expect(episodes).toMatchObject([{ reruns: [{ outcome: { kind: 'ended', result: 'success' } }] }]);
  });

  test('a re-run that it does not have is refused: the failure stands', () => {
    const failed = (n: number, part: string) => line(n, n * 20, { result: 'failure', failed: [part] });
    const replayed = played(...calm, failed(8, 'a'), failed(9, 'b'));
    expect(figuresOf(replayed)).toMatchObject({
      runs: 9,
      warning_count: 1,
      page_count: 1,
      first_page_at_failed_run: 2,
    });
    expect(replayed.episodes[0]?.reruns[0]?.outcome).toEqual({ kind: 'not_done', because: 'refused' });
  });

  test('a slow LangGraph Verify is noticed at its limit, long before it ends', () => {
    const { acts } = played(line(1, 0, { role: 'verify', startedAt: time(1), endedAt: time(40) }));
    expect(acts[0]).toMatchObject({ act: 'say', says: 'opened', at: time(11) });
  });

  test('a run that never started, with a time zone of its own', () => {
    const { episodes } = played(
      line(1, 0, {
        role: 'verify',
        result: 'error',
        startedAt: undefined,
        endedAt: '2026-03-02T09:05:00+09:00',
      }),
    );
    expect(episodes).toMatchObject([{ rule: 'verify_failure', openedAt: time(5) }]);
  });
});

test('a byte order mark and the line ends of Windows do no harm', () => {
  const text = `\u{feff}${[line(1, 0), line(2, 10)].join('\r\n')}\r\n`;
  expect(recorded('runs.jsonl', text).attempts.map(({ runId }) => runId)).toEqual([1, 2]);
});

describe('what the bot has kept, as a line', () => {
  const kept = watchedOf(recordedAttempt.parse(JSON.parse(line(8, 0))));
  const again = (run: WatchedRun) =>
    recorded('runs.jsonl', JSON.stringify(recordedOf(run))).attempts.map(
      ({ result, times, failed, partCount, headBranch, pulls, url }) => ({
        result,
        times,
        failed,
        partCount,
        headBranch,
        pulls,
        url,
      }),
    );

  test('is the same again for every rule', () => {
    const failed: WatchedRun['failed'] = [
      { kind: 'item', name: 'sdk \u001b[31m' },
      { kind: 'job', job: 'lint', step: 'Run "x"', says: 'no', url: 'https://github.com/a' },
      { kind: 'job', job: '', step: null, says: null, url: '' },
    ];
    const run = {
      ...kept,
      result: 'failure',
      failed,
      partCount: 12,
      headBranch: 'b',
      pulls: [4, 5],
    } as const;
    expect(again({ ...run, url: 'https://github.com/acme/erp/actions/runs/8' })).toEqual([
      {
        ...{ result: 'failure', times: kept.times, partCount: 12, headBranch: 'b', pulls: [4, 5] },
        url: 'https://github.com/acme/erp/actions/runs/8',
        failed: [
          failed[0],
          { kind: 'job', job: 'lint', step: 'Run "x"', says: null, url: '' },
          { kind: 'job', job: '(no name)', step: null, says: null, url: '' },
        ],
      },
    ]);
  });

  const rows: [string, Partial<WatchedRun['times']>, Partial<WatchedRun['times']>][] = [
    ['a run that never began', { startedAt: null }, { startedAt: null }],
    [
      'clocks that differ',
      { startedAt: time(9), endedAt: time(4) },
      { startedAt: time(9), endedAt: time(9) },
    ],
    ['an end that nobody told', { endedAt: null }, { endedAt: kept.seenUpdatedAt }],
    ['a wait longer than the run', { waitedMs: 1e9 + 0.5 }, { waitedMs: 300_000 }],
  ];
  test.each(rows)('takes %s', (_, times, read) => {
    expect(again({ ...kept, times: { ...kept.times, ...times } })).toMatchObject([
      { times: { ...kept.times, ...read } },
    ]);
  });

  const others: [string, Partial<WatchedRun>][] = [
    ['Auto Handoff', { role: 'handoff' }],
    ['a fork', { eligible: false }],
    ['what has not ended', { result: null, status: 'running' }],
  ];
  test.each(others)('there is none of %s', (_, change) => {
    expect(recordedOf({ ...kept, ...change })).toBeNull();
  });
});

describe('a history that cannot be read names file, line and field', () => {
  const rows: [string, readonly string[], readonly string[]][] = [
    ['empty', ['', ' '], ['runs.jsonl: has no run']],
    ['no JSON', [line(1, 0), '{"role":"smoke",'], ['runs.jsonl:2: is not JSON']],
    ['a list', ['[1]'], ['runs.jsonl:1: must be one run, as a JSON object']],
    [
      'a list over many lines',
      JSON.stringify([JSON.parse(line(1, 0))], null, 2).split('\n'),
      ['runs.jsonl: is one JSON text over many lines; a history has one run a line'],
    ],
    [
      'an unknown result',
      [line(1, 0, { result: 'fine' })],
      ['runs.jsonl:1: result: must be `success` or `failure` or `timeout`'],
    ],
    ['a field that is missing', [line(1, 0, { endedAt: undefined })], ['runs.jsonl:1: endedAt: is missing']],
    ['a number that is missing', [line(1, 0, { runId: undefined })], ['runs.jsonl:1: runId: is missing']],
    ['a number that is text', [line(1, 0, { runId: '7' })], ['runs.jsonl:1: runId: must be a number']],
    [
      'a field too many',
      [line(1, 0, { colour: 'red' })],
      ['runs.jsonl:1: "colour": is not a known field; known are role, runId, attempt'],
    ],
    [
      'a slip in a field',
      [line(1, 0, { headSHA: 'a'.repeat(40) })],
      ['runs.jsonl:1: "headSHA": is not a known field; did you mean `headSha`?'],
    ],
    [
      'an end before it was asked for',
      [line(1, 10, { startedAt: undefined, endedAt: time(9) })],
      ['runs.jsonl:1: endedAt: must not be before `requestedAt`'],
    ],
    [
      'an end before it began',
      [line(1, 0, { startedAt: time(6) })],
      ['runs.jsonl:1: endedAt: must not be before `startedAt`'],
    ],
    [
      'more waiting than there was time',
      [line(1, 0, { waitedMs: 1e12 })],
      ['runs.jsonl:1: waitedMs: must not be more than the 300000 that it took in all'],
    ],
    ['a short SHA', [line(1, 0, { headSha: 'abc' })], ['runs.jsonl:1: headSha: must be a full commit SHA']],
    ['within a list', [line(1, 0, { pulls: [1, 0] })], ['runs.jsonl:1: pulls.1: must be 1 or more']],
    [
      'the same attempt twice',
      [line(1, 0), line(1, 0)],
      ['runs.jsonl:2: runId, attempt: are those of line 1 already'],
    ],
    ['many problems', Array.from({ length: 22 }, () => '[]'), ['runs.jsonl:1: ', 'and 2 more']],
  ];
  test.each(rows)('%s', (_, lines, problems) => {
    const read = () => recorded('runs.jsonl', lines.join('\n'));
    for (const problem of problems) expect(read).toThrow(problem);
  });
});
