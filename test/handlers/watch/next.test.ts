import { describe, expect, test } from '@jest/globals';
import type { CountedRun, Episode, EpisodeState, Measure, Rule } from '../../../src/alerts/episode.ts';
import type { RunResult } from '../../../src/alerts/run.ts';
import type { EpisodeNext } from '../../../src/effect/episode.ts';
import { nextOf } from '../../../src/handlers/watch/next.ts';
import { at, handoff } from '../../alerts/world.ts';
import { incident, look, type WatchGiven } from './given.ts';

const NOW = 20;

const counted = (runId: number, result: RunResult): CountedRun => ({
  runId,
  attempt: 1,
  url: `https://github.test/runs/${runId}`,
  result,
  headSha: 'a',
  pulls: [],
  parts: [],
});
/** `.` passed, `x` failed; newest first. */
const rate = (runs: string) => ({
  failed: [...runs].filter((one) => one === 'x').length,
  of: runs.length,
  runs: [...runs].map((one, i) => counted(100 - i, one === 'x' ? 'failure' : 'success')),
});
const failures = (rule: 'smoke_failure_rate' | 'verify_failure', runs: string): Measure => ({
  rule,
  raw: rate(runs),
  confirmed: rate(runs),
  window: 7,
  inARow: 1,
});

const MEASURES: Readonly<Record<Rule, Measure>> = {
  smoke_failure_rate: failures('smoke_failure_rate', 'x......'),
  verify_failure: failures('verify_failure', 'x......'),
  verify_latency: { rule: 'verify_latency', limitMs: 600_000, slow: [] },
  handoff_lead_time: { rule: 'handoff_lead_time', limitMs: 2_700_000, late: [handoff('h1', -30)] },
  severe: {
    rule: 'severe',
    parts: ['smoke_failure_rate', 'verify_failure'],
    smoke: rate('x......'),
    verify: rate('x......'),
  },
};

const STATES = {
  noted: { kind: 'noted', since: at(10) },
  warning: { kind: 'warning', since: at(10) },
  rerunning: { kind: 'rerunning', since: at(10), until: at(25) },
  confirmed: { kind: 'confirmed', since: at(10) },
  recovering: { kind: 'recovering', since: at(15), goodRuns: 1 },
  resolved: { kind: 'resolved', since: at(15) },
} as const satisfies Record<EpisodeState['kind'], EpisodeState>;

const CALLED = { paged: { at: at(12), because: 'two_in_a_row' } } as const;
const HAS_IT = { acknowledged: { by: 'rin', at: at(14) } } as const;
const STOPPED: WatchGiven = {
  seen: {
    stop: {
      kind: 'stopped',
      scope: 'repository',
      source: 'store',
      by: 'mika',
      reason: null,
      cancels: false,
    },
  },
};
const HELD_DOWN = { by: 'Ren', pagerduty: 'P0REN', at: at(15), until: at(45), recalledAt: null };

const episode = (rule: Rule, state: keyof typeof STATES, over: Partial<Episode> = {}): Episode => ({
  id: rule,
  repositoryId: 7,
  rule,
  openedAt: at(10),
  state: STATES[state],
  measure: MEASURES[rule],
  confirmedAt: null,
  paged: null,
  reruns: [],
  acknowledged: null,
  heldDown: null,
  flapping: false,
  noDataSince: null,
  partOf: null,
  told: [],
  ...over,
});

/** `over(2, 25)`: times in minutes. */
function inShort(step: EpisodeNext): string {
  const minute = (iso: string) => (Date.parse(iso) - Date.parse(at(0))) / 60_000;
  switch (step.what) {
    case 'over':
      return `over(${step.runs}${step.at === null ? '' : `, ${minute(step.at)}`})`;
    case 'called_when':
      return `called_when(${step.when})`;
    case 'approval':
      return `approval(${step.of.map(({ name }) => name).join(', ')})`;
    default:
      return 'at' in step ? `${step.what}(${minute(step.at)})` : step.what;
  }
}

function next(of: Episode, given: WatchGiven = {}, others: readonly Episode[] = []): readonly string[] {
  return nextOf(of, look(NOW, [of, ...others], given)).map(inShort);
}

const SMOKE = 'smoke_failure_rate';
const LATE = 'handoff_lead_time';

/** Rule and state; then nobody called, called, and called with somebody who has it. */
const TABLE: readonly (readonly [Rule, keyof typeof STATES, string, string, string])[] = [
  [SMOKE, 'warning', 'called_when(failures)', 'climbs', 'person'],
  [SMOKE, 'rerunning', 'rerun_due(25) called_when(failures)', 'rerun_due(25) climbs', 'rerun_due(25)'],
  [SMOKE, 'confirmed', 'called_when(failures)', 'climbs', 'person'],
  [SMOKE, 'recovering', 'over(2, 25)', 'over(2, 25)', 'over(2, 25)'],
  [SMOKE, 'resolved', '', '', ''],
  ['verify_failure', 'warning', 'called_when(failures)', 'climbs', 'person'],
  ['verify_failure', 'confirmed', 'called_when(failures)', 'climbs', 'person'],
  ['verify_latency', 'warning', 'called_when(next_slow)', 'climbs', 'person'],
  [
    'verify_latency',
    'rerunning',
    'rerun_due(25) called_when(rerun_slow)',
    'rerun_due(25) climbs',
    'rerun_due(25)',
  ],
  ['verify_latency', 'recovering', 'over(2, 25)', 'over(2, 25)', 'over(2, 25)'],
  [LATE, 'noted', 'warned(35)', 'warned(35)', 'warned(35)'],
  [LATE, 'warning', 'called_at(25)', 'climbs', 'person'],
  [LATE, 'confirmed', 'called_at(25)', 'climbs', 'person'],
  [LATE, 'resolved', '', '', ''],
  ['severe', 'confirmed', 'look_again', 'climbs', 'person'],
];

describe('what comes next', () => {
  const noted = { seen: { handoffs: [handoff('h1', -10)] } };

  test.each(TABLE)('%s, %s', (rule, state, alone, called, taken) => {
    expect(next(episode(rule, state), noted).join(' ')).toBe(alone);
    expect(next(episode(rule, state, CALLED), noted).join(' ')).toBe(called);
    expect(next(episode(rule, state, { ...CALLED, ...HAS_IT }), noted).join(' ')).toBe(taken);
    // Whoever has it before anybody was called keeps nobody from being called.
    expect(next(episode(rule, state, HAS_IT), noted).join(' ')).toBe(alone);
  });

  test.each(TABLE)('%s, %s, while stopped', (rule, state, ...columns) => {
    const given = { seen: { ...noted.seen, ...STOPPED.seen } };
    const worlds = [{}, CALLED, { ...CALLED, ...HAS_IT }];
    expect(worlds.map((over) => next(episode(rule, state, over), given).join(' '))).toEqual(
      columns.map((steps) => (steps === '' ? '' : `${steps} stays_stopped`)),
    );
  });

  test.each<readonly [string, Episode, WatchGiven, string]>([
    [
      'a late handoff that waits for an approval, and when somebody is called',
      episode(LATE, 'warning', {
        measure: { rule: LATE, limitMs: 1, late: [handoff('h1', -30, ['rin', 'mona']), handoff('h2', -30)] },
      }),
      {},
      'approval(rin, mona) called_at(25)',
    ],
    [
      'the same, and somebody has it',
      episode(LATE, 'confirmed', {
        ...CALLED,
        ...HAS_IT,
        measure: { rule: LATE, limitMs: 1, late: [handoff('h1', -30, ['rin'])] },
      }),
      {},
      'approval(rin)',
    ],
    ['it flaps', episode(SMOKE, 'confirmed', { flapping: true }), {}, 'called_when(all_failures)'],
    [
      'it flaps, and somebody has looked',
      episode(SMOKE, 'confirmed', { flapping: true, ...HAS_IT }),
      {},
      'called_when(failures)',
    ],
    ['a slow one that flaps', episode('verify_latency', 'warning', { flapping: true }), {}, 'look_again'],
    [
      'resolved by hand though it is wrong',
      episode(SMOKE, 'confirmed', { ...CALLED, heldDown: HELD_DOWN }),
      {},
      'call_again(45)',
    ],
    [
      'the same, while a re-run is on its way',
      episode(SMOKE, 'rerunning', { ...CALLED, ...HAS_IT, heldDown: HELD_DOWN }),
      {},
      'rerun_due(25) call_again(45)',
    ],
    [
      'the same, once somebody was called again',
      episode(SMOKE, 'confirmed', { ...CALLED, heldDown: { ...HELD_DOWN, recalledAt: at(45) } }),
      {},
      'climbs',
    ],
    [
      'resolved by hand while it recovers',
      episode(SMOKE, 'recovering', { ...CALLED, heldDown: HELD_DOWN }),
      {},
      'over(2, 25)',
    ],
    [
      'acknowledged in PagerDuty, by a service',
      episode(SMOKE, 'confirmed', CALLED),
      { memory: { incidents: [incident(SMOKE, 12, 'acknowledged')] } },
      'person',
    ],
    ['there is no PagerDuty', episode(SMOKE, 'confirmed', CALLED), { pagerduty: false }, 'person'],
    ['the bot only observes', episode(SMOKE, 'confirmed', CALLED), { enforcing: false }, 'observes'],
    ['a part of a severe one', episode(SMOKE, 'confirmed', { partOf: 'severe' }), {}, 'severe_speaks'],
    [
      'ten minutes have passed, and good runs are lacking',
      episode(SMOKE, 'recovering', { state: { kind: 'recovering', since: at(5), goodRuns: 2 } }),
      {},
      'over(1)',
    ],
    [
      'only time is lacking',
      episode(SMOKE, 'recovering', { state: { kind: 'recovering', since: at(15), goodRuns: 4 } }),
      {},
      'over(0, 25)',
    ],
    [
      'what was confirmed would call somebody still: the older of two is three runs from leaving the window',
      episode(SMOKE, 'recovering', {
        measure: failures(SMOKE, '...xx..'),
        state: { kind: 'recovering', since: at(15), goodRuns: 3 },
      }),
      {},
      'over(3, 25)',
    ],
    [
      'it flaps: a whole window of good runs',
      episode(SMOKE, 'recovering', { flapping: true }),
      {},
      'over(6, 25)',
    ],
  ])('%s', (_name, of, given, expected) => {
    expect(next(of, given).join(' ')).toBe(expected);
  });

  test('a severe one waits for the re-run of its parts, and is over when both of them are', () => {
    const severe = episode('severe', 'confirmed', CALLED);
    const rerun = episode('verify_failure', 'rerunning', { partOf: severe.id });
    const wrong = episode(SMOKE, 'confirmed', { partOf: severe.id });
    expect(next(severe, {}, [rerun, wrong])).toEqual(['rerun_due(25)', 'climbs']);
    const early = episode(SMOKE, 'recovering', { state: { kind: 'recovering', since: at(12), goodRuns: 2 } });
    expect(
      next(episode('severe', 'recovering', CALLED), {}, [early, episode('verify_failure', 'recovering')]),
    ).toEqual(['over(2, 25)']);
  });
});
