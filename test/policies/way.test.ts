import { expect, test } from '@jest/globals';
import type { StopFacts } from '../../src/policies/facts.ts';
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

const rows: [string, Parameters<typeof facts>[0], string, string, string][] = [
  ['clear', {}, 'pass', 'way_clear', 'open, no stop'],
  ['archived', { repository: { archived: true } }, 'fail', 'repository_archived', 'archived'],
  ['closed', { pull: { state: 'closed' } }, 'fail', 'pr_closed', 'closed'],
  ['merged', { pull: { state: 'merged' } }, 'fail', 'pr_closed', 'merged'],
  ['draft', { pull: { draft: true } }, 'fail', 'pr_draft', 'draft'],
  [
    'fork deleted',
    { pull: { headRepositoryId: null } },
    'fail',
    'head_repository_gone',
    'the head repository was deleted',
  ],
  ['a fork', { pull: { headRepositoryId: 2, fromFork: true } }, 'pass', 'way_clear', 'open, no stop'],
  ['another base', { pull: { baseRef: 'side' } }, 'fail', 'base_not_governed', 'base side'],
  ['a base of a like name', { pull: { baseRef: 'Main' } }, 'fail', 'base_not_governed', 'base Main'],
  ['stopped', { stop: stopped }, 'fail', 'stopped', 'stopped everywhere (AI_OPS_STOP)'],
  [
    'stopped by someone, for a reason',
    { stop: { ...stopped, scope: 'pull_request', source: 'comment', by: 'member', reason: 'x'.repeat(200) } },
    'fail',
    'stopped',
    `stopped on this PR by member (comment): ${'x'.repeat(80)}…`,
  ],
  [
    'stopped here',
    { stop: { ...stopped, scope: 'repository' } },
    'fail',
    'stopped',
    'stopped in this repository (AI_OPS_STOP)',
  ],
  [
    'stop not read',
    { stop: { kind: 'unreadable', why: 'store down' } },
    'unknown',
    'stop_unreadable',
    'store down',
  ],
  [
    'closed and stopped: what cannot be mended first',
    { pull: { state: 'closed' }, stop: stopped },
    'fail',
    'pr_closed',
    'closed',
  ],
];

test.each(rows)('%s', (_name, over, outcome, code, seen) => {
  expect(wayGate.evaluate(facts(over), settings())).toMatchObject({ gate: 'G5', outcome, code, seen });
});

test('only the base branches that are listed are governed, and none where none is', () => {
  const release = facts({ pull: { baseRef: 'release' } });
  expect(wayGate.evaluate(release, settings({ base_branches: ['main', 'release'] })).code).toBe('way_clear');
  expect(wayGate.evaluate(release, settings({ base_branches: [] })).code).toBe('base_not_governed');
});
