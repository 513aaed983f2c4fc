import { expect, test } from '@jest/globals';
import type { StopFacts } from '../../src/policies/facts.ts';
import type { Seen } from '../../src/policies/said.ts';
import { wayGate } from '../../src/policies/way.ts';
import { facts, settings } from '../support/facts.ts';

const stopped: StopFacts = {
  kind: 'stopped',
  scope: 'everywhere',
  source: 'AI_OPS_STOP',
  by: null,
  reason: null,
  cancels: false,
};

const stopSeen = {
  say: 'stopped',
  scope: 'everywhere',
  source: 'AI_OPS_STOP',
  by: null,
  reason: null,
} as const;

const rows: [string, Parameters<typeof facts>[0], string, string, Seen][] = [
  ['clear', {}, 'pass', 'way_clear', { say: 'way_clear' }],
  ['archived', { repository: { archived: true } }, 'fail', 'repository_archived', { say: 'archived' }],
  ['closed', { pull: { state: 'closed' } }, 'fail', 'pr_closed', { say: 'pull_is', state: 'closed' }],
  ['merged', { pull: { state: 'merged' } }, 'fail', 'pr_closed', { say: 'pull_is', state: 'merged' }],
  ['draft', { pull: { draft: true } }, 'fail', 'pr_draft', { say: 'pull_is', state: 'draft' }],
  [
    'fork deleted',
    { pull: { headRepositoryId: null } },
    'fail',
    'head_repository_gone',
    { say: 'head_repository_gone' },
  ],
  ['a fork', { pull: { headRepositoryId: 2, fromFork: true } }, 'pass', 'way_clear', { say: 'way_clear' }],
  [
    'another base',
    { pull: { baseRef: 'side' } },
    'fail',
    'base_not_governed',
    { say: 'base_is', branch: 'side' },
  ],
  [
    'a base of a like name',
    { pull: { baseRef: 'Main' } },
    'fail',
    'base_not_governed',
    { say: 'base_is', branch: 'Main' },
  ],
  ['stopped', { stop: stopped }, 'fail', 'stopped', stopSeen],
  [
    'stopped by someone, for a reason',
    { stop: { ...stopped, scope: 'pull_request', source: 'comment', by: 'member', reason: 'x'.repeat(200) } },
    'fail',
    'stopped',
    {
      say: 'stopped',
      scope: 'pull_request',
      source: 'comment',
      by: 'member',
      reason: `${'x'.repeat(80)}…`,
    },
  ],
  [
    'stopped here',
    { stop: { ...stopped, scope: 'repository' } },
    'fail',
    'stopped',
    { ...stopSeen, scope: 'repository' },
  ],
  [
    'stop not read',
    { stop: { kind: 'unreadable', why: 'store down' } },
    'unknown',
    'stop_unreadable',
    { say: 'not_read', why: 'store down' },
  ],
  [
    'closed and stopped: what cannot be mended first',
    { pull: { state: 'closed' }, stop: stopped },
    'fail',
    'pr_closed',
    { say: 'pull_is', state: 'closed' },
  ],
];

test.each(rows)('%s', (_name, over, outcome, code, seen) => {
  const verdict = wayGate.evaluate(facts(over), settings());
  expect(verdict).toMatchObject({ gate: 'G5', outcome, code });
  expect(verdict.seen).toEqual(seen);
});

test('only the base branches that are listed are governed, and none where none is', () => {
  const release = facts({ pull: { baseRef: 'release' } });
  expect(wayGate.evaluate(release, settings({ base_branches: ['main', 'release'] })).code).toBe('way_clear');
  expect(wayGate.evaluate(release, settings({ base_branches: [] })).code).toBe('base_not_governed');
});
