import { expect, test } from '@jest/globals';
import { labelGate } from '../../src/policies/label.ts';
import type { LabelPutOn, Seen } from '../../src/policies/said.ts';
import { known, unknown } from '../../src/policies/verdict.ts';
import { AUTHOR, at, facts, label, MEMBER, OTHER_HEAD, settings } from '../support/facts.ts';

type Pull = Parameters<typeof facts>[0] & object;
type Label = Parameters<typeof label>[0] & object;

const rows: [string, Label, Pull['pull'] & object, string, string][] = [
  ['as it should be', {}, {}, 'pass', 'label_trusted'],
  ['not on', { present: false, applied: null }, {}, 'fail', 'label_missing'],
  [
    'another label of that name, since renamed or made anew',
    { present: false, identityChanged: true, applied: null },
    {},
    'fail',
    'label_identity_changed',
  ],
  [
    'the pinned one is on, but has lost its name to another',
    { identityChanged: true },
    {},
    'fail',
    'label_identity_changed',
  ],
  ['who put it on is not known', { applied: null }, {}, 'unknown', 'label_unknown'],
  [
    'by github-actions[bot]',
    { applied: { by: { id: 41898282, login: 'github-actions[bot]', kind: 'Bot' } } },
    {},
    'fail',
    'label_by_bot',
  ],
  [
    'by an organisation or whatever else is not a person',
    { applied: { by: { ...MEMBER, kind: 'Other' } } },
    {},
    'fail',
    'label_by_bot',
  ],
  ['by the author, a member', { applied: { by: AUTHOR } }, {}, 'fail', 'label_by_author'],
  [
    'by the author under a new login',
    { applied: { by: { ...AUTHOR, login: 'renamed' } } },
    {},
    'fail',
    'label_by_author',
  ],
  [
    'by a member who now has the login the author once had',
    { applied: { by: { ...MEMBER, login: AUTHOR.login } } },
    {},
    'pass',
    'label_trusted',
  ],
  ['the author is not known', {}, { author: null }, 'unknown', 'label_unknown'],
  [
    'the author is a bot',
    {},
    { author: { id: 300, login: 'codex[bot]', kind: 'Bot' } },
    'pass',
    'label_trusted',
  ],
  [
    'by a triager who is not in the team',
    { applied: { membership: known('none') } },
    {},
    'fail',
    'label_by_outsider',
  ],
  [
    'by someone who left the team since',
    { applied: { membership: known('none'), at: at(2) } },
    {},
    'fail',
    'label_by_outsider',
  ],
  ['by someone only invited', { applied: { membership: known('pending') } }, {}, 'fail', 'label_by_outsider'],
  [
    'membership not read',
    { applied: { membership: unknown('GitHub answered 502') } },
    {},
    'unknown',
    'label_unknown',
  ],
  ['for another head', { applied: { headSha: OTHER_HEAD } }, {}, 'fail', 'label_for_other_head'],
  ['for which head is not known', { applied: { headSha: null } }, {}, 'unknown', 'label_unknown'],
  [
    'for which head is not known, nor since when it is the head',
    { applied: { headSha: null } },
    { headSince: null },
    'unknown',
    'label_unknown',
  ],
  [
    'the event named this head, since when it is the head is not known',
    {},
    { headSince: null },
    'pass',
    'label_trusted',
  ],
  ['before the push', { applied: { at: at(1) } }, { headSince: at(2) }, 'fail', 'label_before_push'],
  [
    'in the second of the push',
    { applied: { at: at(2) } },
    { headSince: at(2) },
    'fail',
    'label_before_push',
  ],
  [
    'pushed away and back: the head is the same, but newer',
    { applied: { at: at(30) } },
    { headSince: at(40) },
    'fail',
    'label_before_push',
  ],
  ['at a time that is none', { applied: { at: 'soon' } }, {}, 'fail', 'label_before_push'],
  ['before the base was changed', {}, { baseChangedAt: at(40) }, 'fail', 'label_before_base_change'],
  ['in the second of the base change', {}, { baseChangedAt: at(30) }, 'fail', 'label_before_base_change'],
  ['after the base was changed', {}, { baseChangedAt: at(29) }, 'pass', 'label_trusted'],
  [
    'an outsider before the push, membership not read: the push is certain',
    { applied: { at: at(1), membership: unknown('502') } },
    { headSince: at(2) },
    'fail',
    'label_before_push',
  ],
  [
    'head not known, but before the push',
    { applied: { at: at(1), headSha: null } },
    { headSince: at(2) },
    'fail',
    'label_before_push',
  ],
];

test.each(rows)('%s', (_name, labelOver, pull, outcome, code) => {
  const verdict = labelGate.evaluate(facts({ label: known(label(labelOver)), pull }), settings());
  expect(verdict).toMatchObject({ gate: 'G4', outcome, code });
});

test('not read at all', () => {
  const verdict = labelGate.evaluate(facts({ label: unknown('GitHub answered 502') }), settings());
  expect(verdict).toMatchObject({
    outcome: 'unknown',
    code: 'label_unknown',
    seen: { say: 'not_read', why: 'GitHub answered 502' },
  });
});

test('says who, when, and what is wanted', () => {
  const named = settings({ label: { name: 'Verified' } });
  expect(labelGate.evaluate(facts(), named)).toMatchObject({
    seen: { say: 'label_by_member', login: 'member', at: '2026-11-22T12:30:00Z' },
    wanted: { say: 'label_by_team', label: 'Verified' },
  });
});

test.each<[string, Label, Pull['pull'] & object, Seen]>([
  ['replaced', { identityChanged: true }, {}, { say: 'label_replaced' }],
  ['by nobody known', { applied: null }, {}, { say: 'label_by_unknown' }],
  [
    'by a bot',
    { applied: { by: { ...MEMBER, kind: 'Bot' } } },
    {},
    { say: 'label_by_bot', login: MEMBER.login },
  ],
  ['by the author', { applied: { by: AUTHOR } }, {}, { say: 'label_by_author', login: AUTHOR.login }],
  [
    'by an outsider',
    { applied: { membership: known('none') } },
    {},
    { say: 'label_by_outsider', login: MEMBER.login, invited: false },
  ],
  [
    'by someone only invited',
    { applied: { membership: known('pending') } },
    {},
    { say: 'label_by_outsider', login: MEMBER.login, invited: true },
  ],
  [
    'before the push',
    { applied: { at: at(1) } },
    { headSince: at(2) },
    { say: 'label_before_push', at: at(1), pushedAt: at(2) },
  ],
  [
    'before the base was changed',
    {},
    { baseChangedAt: at(40) },
    { say: 'label_before_base_change', at: at(30), changedAt: at(40) },
  ],
  ['the author is not known', {}, { author: null }, { say: 'label_author_unknown' }],
  ['the head is not known', { applied: { headSha: null } }, {}, { say: 'label_head_unknown' }],
])('%s: that is said', (_name, labelOver, pull, seen) => {
  expect(labelGate.evaluate(facts({ label: known(label(labelOver)), pull }), settings()).seen).toEqual(seen);
});

test.each<[string, Label, LabelPutOn | null]>([
  ['never on', { applied: null }, null],
  ['taken off by a person though it counted', {}, null],
  [
    'taken off because of who had put it on',
    { applied: { membership: known('none') } },
    { say: 'label_by_outsider', login: MEMBER.login, invited: false },
  ],
  [
    'taken off because of a push',
    { applied: { headSha: OTHER_HEAD } },
    { say: 'label_for_head', headSha: OTHER_HEAD },
  ],
])('%s: that is said', (_name, labelOver, last) => {
  const gone = label({ ...labelOver, present: false });
  const verdict = labelGate.evaluate(facts({ label: known(gone) }), settings());
  const seen = { say: 'label_absent', last };
  expect(verdict).toMatchObject({ outcome: 'fail', code: 'label_missing', seen });
});
