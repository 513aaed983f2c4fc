import { expect, test } from '@jest/globals';
import { type Episode, hasMessage } from '../../src/alerts/episode.ts';

const AT = '2026-03-02T09:00:00Z';
const OPEN: Episode = {
  id: '1:verify_failure:0',
  repositoryId: 1,
  rule: 'verify_failure',
  openedAt: AT,
  state: { kind: 'warning', since: AT },
  measure: { rule: 'verify_latency', limitMs: 0, slow: [] },
  confirmedAt: null,
  paged: null,
  reruns: [],
  acknowledged: null,
  heldDown: null,
  flapping: false,
  noDataSince: null,
  partOf: null,
  told: [],
};

test.each<[string, Partial<Episode>, boolean]>([
  ['an open one', {}, true],
  ['one that is over', { state: { kind: 'resolved', since: AT } }, false],
  ['one that is only noted', { state: { kind: 'noted', since: AT } }, false],
  ['one that a severe one speaks for', { partOf: '1:severe:0' }, false],
  ['the first that flaps', { flapping: true }, true],
  ['the next that flaps, while nobody has looked', { flapping: true, told: ['flapping'] }, false],
  [
    'the next that flaps, once somebody has looked',
    { flapping: true, told: ['flapping'], acknowledged: { by: 'Ren', at: AT, pagerduty: 'P0REN' } },
    true,
  ],
])('%s has a message of its own, or none', (_, over, has) => {
  expect(hasMessage({ ...OPEN, ...over })).toBe(has);
});
