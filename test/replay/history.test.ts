import { describe, expect, test } from '@jest/globals';
import { monitoringSettings } from '../../src/alerts/settings.ts';
import { figuresOf } from '../../src/replay/figures.ts';
import { recorded } from '../../src/replay/history.ts';
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

describe('a history that cannot be read names file, line and field', () => {
  const rows: [string, readonly string[], readonly string[]][] = [
    ['empty', ['', ' '], ['runs.jsonl: has no run']],
    ['no JSON', [line(1, 0), '{'], ['runs.jsonl:2: Invalid input: expected object, received string']],
    ['an unknown result', [line(1, 0, { result: 'fine' })], ['runs.jsonl:1: result: Invalid option']],
    [
      'a field that is missing',
      [line(1, 0, { endedAt: undefined })],
      ['runs.jsonl:1: endedAt: must be a time such as'],
    ],
    ['a field too many', [line(1, 0, { colour: 'red' })], ['runs.jsonl:1: Unrecognized key: "colour"']],
    ['a short SHA', [line(1, 0, { headSha: 'abc' })], ['runs.jsonl:1: headSha: must be a full commit SHA']],
    ['within a list', [line(1, 0, { pulls: [1, 0] })], ['runs.jsonl:1: pulls.1: Too small']],
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
