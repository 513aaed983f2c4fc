import { expect, test } from '@jest/globals';
import { type LadderProblem, ladderProblems } from '../../src/pagerduty/ladder.ts';

const WANTED = ['AI Ops Triage', 'SRE (secondary)', 'PPM1'];

/** Levels by the names of whom they call; the platform PM is wanted by id. */
const policy = (...levels: readonly (readonly string[])[]) => ({
  levels: levels.map((names) => ({
    delayMinutes: 10,
    targets: names.map((name) => ({ id: name === 'Yui' ? 'PPM1' : `P${name}`, kind: 'user', name })),
  })),
});

test.each<[string, ReturnType<typeof policy>, readonly LadderProblem[]]>([
  ['as wanted', policy(['AI Ops Triage'], ['SRE (secondary)'], ['Yui']), []],
  ['with others besides', policy(['AI Ops Triage', 'Bob'], ['SRE (secondary)'], ['Yui', 'Eve']), []],
  [
    'called again later on',
    policy(['AI Ops Triage'], ['SRE (secondary)', 'AI Ops Triage'], ['Yui'], ['Yui']),
    [],
  ],
  [
    'two of them swapped',
    policy(['SRE (secondary)'], ['AI Ops Triage'], ['Yui']),
    [
      { kind: 'misplaced', wanted: 'AI Ops Triage', level: 1, found: 2 },
      { kind: 'misplaced', wanted: 'SRE (secondary)', level: 2, found: 1 },
    ],
  ],
  [
    'one called too early as well',
    policy(['AI Ops Triage', 'Yui'], ['SRE (secondary)'], ['Yui']),
    [{ kind: 'misplaced', wanted: 'PPM1', level: 3, found: 1 }],
  ],
  [
    'one missing, a stranger in its place',
    policy(['AI Ops Triage'], ['Bob', 'Eve'], ['Yui']),
    [
      { kind: 'missing', wanted: 'SRE (secondary)', level: 2 },
      { kind: 'unwanted', level: 2, targets: ['Bob', 'Eve'] },
    ],
  ],
  [
    'shorter',
    policy(['AI Ops Triage'], ['SRE (secondary)']),
    [{ kind: 'missing', wanted: 'PPM1', level: 3 }],
  ],
  [
    'longer',
    policy(['AI Ops Triage'], ['SRE (secondary)'], ['Yui'], ['Bob']),
    [{ kind: 'unwanted', level: 4, targets: ['Bob'] }],
  ],
  [
    'a name that is nearly the same',
    policy(['ai ops triage'], ['SRE (secondary)'], ['Yui']),
    [
      { kind: 'missing', wanted: 'AI Ops Triage', level: 1 },
      { kind: 'unwanted', level: 1, targets: ['ai ops triage'] },
    ],
  ],
  ['empty', policy(), WANTED.map((wanted, i): LadderProblem => ({ kind: 'missing', wanted, level: i + 1 }))],
])('a ladder %s', (_, given, problems) => {
  expect(ladderProblems(given, WANTED)).toEqual(problems);
});
