import { expect, test } from '@jest/globals';
import { settledFollowUps } from '../../src/handlers/follow-up.ts';
import type { Obligation } from '../../src/handoff/obligation.ts';
import type { CommandRecord } from '../../src/store/store.ts';
import { ANNA, at, HEAD, handoff, OTHER_HEAD } from '../handoff/given.ts';
import { approved } from '../handoff/states.ts';

const MINUTE = 60;
const first = handoff(approved);
const second = handoff(approved, { headSha: OTHER_HEAD });

function owed(about: string, change: Partial<Obligation> = {}): Obligation {
  return {
    id: `follow_up:${about}`,
    kind: 'follow_up',
    about,
    since: at(0),
    remindAt: at(20 * MINUTE),
    dueAt: at(30 * MINUTE),
    remindedAt: null,
    missedAt: null,
    settled: null,
    ...change,
  };
}

function done(change: Partial<CommandRecord> = {}): CommandRecord {
  return {
    id: 'comment:77',
    repositoryId: 42,
    number: 12,
    source: 'comment',
    commentId: 77,
    name: 'done',
    argument: null,
    by: ANNA,
    shownHeadSha: null,
    at: at(10 * MINUTE),
    state: 'pending',
    code: null,
    used: false,
    ...change,
  };
}

function settled(command: CommandRecord, ...obligations: readonly Obligation[]): readonly Obligation[] {
  const said = {
    slack: [{ handoffId: first.id, url: 'https://acme.slack.com/archives/C1/p1' }],
    page: null,
  };
  return settledFollowUps(command, {
    memory: { handoffs: [first, second], obligations, said },
    reading: { repositoryUrl: 'https://github.test/acme/shop' },
  });
}

test('the comment is the proof', () => {
  expect(settled(done({ argument: 'told the shops' }), owed(first.id))).toEqual([
    owed(first.id, {
      settled: {
        by: 'anna',
        at: at(10 * MINUTE),
        note: 'told the shops',
        proof: 'https://github.test/acme/shop/pull/12#issuecomment-77',
      },
    }),
  ]);
});

test('a button’s proof is the message that it stands under, and only its handoff is meant', () => {
  const pressed = done({ commentId: null, shownHeadSha: HEAD });
  expect(settled(pressed, owed(first.id), owed(second.id))).toMatchObject([
    { about: first.id, settled: { proof: 'https://acme.slack.com/archives/C1/p1' } },
  ]);
  const other = done({ commentId: null, shownHeadSha: OTHER_HEAD });
  expect(settled(other, owed(first.id), owed(second.id))).toMatchObject([
    { about: second.id, settled: { proof: null } },
  ]);
});

test('a comment means all that is owed', () => {
  expect(settled(done(), owed(first.id), owed(second.id))).toHaveLength(2);
});

test.each([
  ['in time', 30 * MINUTE - 1, null, null],
  ['at the deadline', 30 * MINUTE, null, at(30 * MINUTE)],
  ['late, and noticed before', 40 * MINUTE, at(30 * MINUTE), at(30 * MINUTE)],
])('%s', (_, seconds, missedAt, expected) => {
  expect(settled(done({ at: at(seconds) }), owed(first.id, { missedAt }))).toMatchObject([
    { missedAt: expected },
  ]);
});

test('nothing that was settled, or that was not owed yet', () => {
  const before = { by: 'mika', at: at(1), note: null, proof: null };
  const later = owed(first.id, { since: at(11 * MINUTE) });
  expect(settled(done(), owed(first.id, { settled: before }), later)).toEqual([]);
});
