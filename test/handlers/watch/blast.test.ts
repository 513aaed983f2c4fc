import { describe, expect, test } from '@jest/globals';
import type { WatchedRun } from '../../../src/alerts/run.ts';
import { type BlastSubject, blastEffects, blastSubjects } from '../../../src/handlers/watch/blast.ts';
import type { SaidOfEpisode, WatchMemory } from '../../../src/store/watches.ts';
import { ELSEWHERE, HEAD, ran } from '../../alerts/blast-given.ts';
import { FULL, PASSED_SINCE } from '../../notifiers/blast-samples.ts';

const REPOSITORY = { installationId: 1, repositoryId: 2, owner: 'acme', repo: 'shop' };
const pull = (number: number) => ({ ...REPOSITORY, number });
const known = (number: number, headSha = HEAD) => ({
  pull: pull(number),
  headSha,
  headRef: 'feature',
  headRepositoryId: 2,
});
const commented = (number: number, state: SaidOfEpisode['state'] = 'sent'): SaidOfEpisode => ({
  key: `blast:2:${number}`,
  kind: 'blast_comment',
  state,
  createdAt: '2026-11-22T12:00:00.000Z',
  sentAt: null,
  url: null,
});

function memory(over: Partial<WatchMemory>): WatchMemory {
  return {
    repository: REPOSITORY,
    runs: [],
    episodes: [],
    obligations: [],
    handoffs: [],
    pulls: [known(7)],
    done: [],
    asked: [],
    cancelled: [],
    said: [],
    incidents: [],
    daily: { owedSince: null, obligations: [], said: [] },
    ...over,
  };
}

/** `#7: run 200/1 of aaaa, over: passed by 201/1`. */
const told = ({ pull: { number }, failed, over }: BlastSubject): string =>
  [
    `#${number}: `,
    failed === null
      ? 'forgotten'
      : `${failed.verify.runId}/${failed.verify.attempt} of ${failed.headSha.slice(0, 4)}`,
    over === null
      ? ''
      : over.because === 'passed'
        ? `, passed by ${over.run.runId}/${over.run.attempt}`
        : ', pushed',
  ].join('');

const failed = ran();
const passed = ran({ runId: 201, minute: 40, result: 'success' });
const later = (over: Partial<WatchedRun>) => ran({ attempt: 2, minute: 50, ...over });

describe('the PRs that a blast radius is shown for', () => {
  test.each<readonly [string, Partial<WatchMemory>, readonly string[]]>([
    ['one whose Verify failed', { runs: [failed] }, ['#7: 200/1 of aaaa']],
    ['by its newest attempt', { runs: [later({}), failed] }, ['#7: 200/2 of aaaa']],
    ['by a timeout, by an error', { runs: [later({ result: 'timeout' })] }, ['#7: 200/2 of aaaa']],
    [
      'not by one that was cancelled',
      { runs: [later({ result: 'cancelled' }), failed] },
      ['#7: 200/1 of aaaa'],
    ],
    [
      'none that the bot cancelled for being slow: nothing failed',
      { runs: [ran({ result: 'timeout', cancelledAsSlow: true })] },
      [],
    ],
    [
      'one that was cancelled for being slow, once its re-run failed',
      { runs: [later({}), ran({ result: 'timeout', cancelledAsSlow: true })] },
      ['#7: 200/2 of aaaa'],
    ],
    [
      'one that failed before another was cancelled for being slow',
      { runs: [later({ result: 'timeout', cancelledAsSlow: true }), failed] },
      ['#7: 200/1 of aaaa'],
    ],
    [
      'while it is run again',
      { runs: [later({ result: null, status: 'running' }), failed] },
      ['#7: 200/1 of aaaa'],
    ],
    ['none that passed', { runs: [passed, failed] }, []],
    ['none whose failure is of an earlier head', { runs: [ran({ headSha: ELSEWHERE })] }, []],
    ['none that is not open', { runs: [failed], pulls: [] }, []],
    ['none that is of another PR', { runs: [ran({ pulls: [8] })] }, []],
    ['none of whom Smoke failed', { runs: [ran({ role: 'smoke' })] }, []],
    [
      'one that passed since, where it has a comment',
      { runs: [passed, failed], said: [commented(7)] },
      ['#7: 200/1 of aaaa, passed by 201/1'],
    ],
    [
      'one that passed since, and its failure is not remembered',
      { runs: [passed], said: [commented(7)] },
      ['#7: forgotten, passed by 201/1'],
    ],
    [
      'one that was pushed to since, where it has a comment',
      { runs: [failed], pulls: [known(7, ELSEWHERE)], said: [commented(7)] },
      ['#7: 200/1 of aaaa, pushed'],
    ],
    [
      'one that passed and was pushed to since: it had passed',
      { runs: [passed, failed], pulls: [known(7, ELSEWHERE)], said: [commented(7)] },
      ['#7: 200/1 of aaaa, passed by 201/1'],
    ],
    [
      'not one whose comment GitHub refused',
      { runs: [passed, failed], said: [commented(7, 'rejected')] },
      [],
    ],
    [
      'two that share a head, and another',
      {
        runs: [ran({ pulls: [7, 8] }), ran({ runId: 210, minute: 45, pulls: [9] }), passed],
        pulls: [known(9), known(8), known(7)],
      },
      ['#9: 210/1 of aaaa', '#8: 200/1 of aaaa'],
    ],
    [
      'what goes on before what is over',
      {
        runs: [passed, ran({ minute: 39, pulls: [7] }), ran({ runId: 150, minute: 1, pulls: [8] })],
        pulls: [known(7), known(8)],
        said: [commented(7)],
      },
      ['#8: 150/1 of aaaa', '#7: 200/1 of aaaa, passed by 201/1'],
    ],
  ])('%s', (_, over, expected) => {
    expect(blastSubjects(memory(over), new Map()).map(told)).toEqual(expected);
  });

  test('a run that was dispatched for the head counts for it, wherever it ran', () => {
    const onMain = ran({ headSha: ELSEWHERE, headBranch: 'main' });
    const given = memory({ runs: [onMain] });
    expect(blastSubjects(given, new Map([[onMain.runId, HEAD]])).map(told)).toEqual(['#7: 200/1 of aaaa']);
    expect(blastSubjects(given, new Map([[onMain.runId, 'c'.repeat(40)]])).map(told)).toEqual([]);
  });

  test('ten at most, those that failed last', () => {
    const numbers = Array.from({ length: 15 }, (_, i) => i + 1);
    const given = memory({
      runs: numbers.map((number) => ran({ runId: number, minute: number, pulls: [number] })),
      pulls: numbers.map((number) => known(number)),
    });
    const subjects = blastSubjects(given, new Map()).map(({ pull: { number } }) => number);
    expect(subjects).toEqual([15, 14, 13, 12, 11, 10, 9, 8, 7, 6]);
  });
});

describe('the comments', () => {
  const showing = {
    locale: 'ja',
    repositoryUrl: 'https://github.com/acme/shop',
    playbookUrl: 'https://github.com/acme/shop/blob/main/p.md',
    slackUrl: null,
  } as const;
  const blasts = [
    { pull: pull(7), radius: FULL, over: null },
    { pull: pull(8), radius: null, over: PASSED_SINCE },
  ];

  test('one for each PR', () => {
    expect(blastEffects(blasts, { ...showing, mode: 'enforce' })).toEqual([
      { kind: 'blast_comment', key: 'blast:2:7', pull: pull(7), blast: FULL, over: null, ...showing },
      { kind: 'blast_comment', key: 'blast:2:8', pull: pull(8), blast: null, over: PASSED_SINCE, ...showing },
    ]);
  });

  test('none where the bot only observes', () => {
    expect(blastEffects(blasts, { ...showing, mode: 'observe' })).toEqual([]);
  });
});
