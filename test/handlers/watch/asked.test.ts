import { expect, test } from '@jest/globals';
import type { WatchedRun } from '../../../src/alerts/run.ts';
import { askedReruns } from '../../../src/handlers/watch/asked.ts';
import type { WatchMemory } from '../../../src/store/store.ts';

const AT = '2026-11-22T12:00:00.000Z';
const URL = 'https://github.com/acme/shop/actions/runs/7';

type Asked = WatchMemory['asked'][number];
type Known = Pick<WatchedRun, 'runId' | 'attempt' | 'url' | 'result'>;

const asked = (over: Partial<Asked> = {}): Asked => ({
  episodeId: 'e1',
  runId: 7,
  attempt: 1,
  role: 'smoke',
  by: 'octocat',
  at: AT,
  state: 'pending',
  ...over,
});
const run = (attempt: number, result: WatchedRun['result']): Known => ({
  runId: 7,
  attempt,
  url: `${URL}/attempts/${attempt}`,
  result,
});
const shown = (one: Asked, runs: readonly Known[]) => askedReruns({ id: 'e1' }, { asked: [one], runs });

test.each<[string, Partial<Asked>, readonly Known[], object]>([
  ['on its way', {}, [run(1, 'failure')], { came: 'on_its_way', url: `${URL}/attempts/1` }],
  ['on its way, its answer lost', { state: 'unanswered' }, [run(1, 'failure')], { came: 'on_its_way' }],
  ['taken by GitHub', { state: 'sent' }, [run(1, 'failure')], { came: 'running' }],
  ['under way', { state: 'sent' }, [run(2, null)], { came: 'running', url: `${URL}/attempts/2` }],
  ['over', { state: 'sent' }, [run(3, null), run(2, 'success'), run(1, 'failure')], { came: 'success' }],
  ['refused', { state: 'rejected' }, [run(1, 'failure')], { came: 'refused' }],
  [
    'withdrawn, though somebody else ran it',
    { state: 'withdrawn' },
    [run(2, 'success')],
    { came: 'refused' },
  ],
  ['of a run that is not known any more', {}, [], { came: 'on_its_way', url: null }],
])('a re-run that somebody asked for is shown with the person: %s', (_what, over, runs, expected) => {
  expect(shown(asked(over), runs)).toEqual([
    expect.objectContaining({ did: 'rerun_asked', at: AT, by: 'octocat', role: 'smoke', ...expected }),
  ]);
});

test('of another episode it is not shown', () => {
  expect(shown(asked({ episodeId: 'e2' }), [])).toEqual([]);
});
