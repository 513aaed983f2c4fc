import { afterEach, describe, expect, test } from '@jest/globals';
import { pushesOf } from '../../src/gather/pushes.ts';
import type { PullAnswer, TimelineNode } from '../../src/gather/query.ts';
import { nock } from '../support/nock.ts';
import { API, client, EARLIER, HEAD, pullAnswer } from './answers.ts';

afterEach(() => nock.cleanAll());

const at = (minute: number): string => `2026-03-02T09:${String(minute).padStart(2, '0')}:00Z`;
const pushed = (headSha: string, minute: number) => ({ headSha, since: at(minute) });
const logged = (after: string, minute: number) => ({ after, timestamp: at(minute) });
const forced = (oid: string | null, minute: number): TimelineNode => ({
  __typename: 'HeadRefForcePushedEvent',
  createdAt: at(minute),
  afterCommit: oid === null ? null : { oid },
});

interface Told {
  readonly pull?: Partial<PullAnswer>;
  readonly observed?: readonly { readonly headSha: string; readonly since: string }[];
  readonly timeline?: readonly TimelineNode[];
  /** The push log; a question for it fails where it is left out. */
  readonly log?: readonly unknown[];
}

function pushes({ pull, observed = [], timeline = [], log }: Told) {
  if (log !== undefined) {
    nock(API)
      .get('/repos/acme/shop/activity')
      .query({ ref: 'refs/heads/codex/hr', per_page: 100 })
      .reply(200, [...log]);
  }
  return pushesOf(pullAnswer(pull), { observed, timeline, client: client() });
}

describe('since when the head is the head', () => {
  const since = (minute: number) => ({ kind: 'since', at: at(minute) });
  const stale = (newer: string) => ({ kind: 'stale', newer });
  const untold = { kind: 'untold' };
  const fork = {
    isCrossRepository: true,
    headRepository: { databaseId: 9, name: 'shop', owner: { login: 'eve' } },
  };
  const told: readonly (readonly [string, Told, object])[] = [
    ['an event told', { observed: [pushed(EARLIER, 1), pushed(HEAD, 5)] }, since(5)],
    ['events told in the wrong order', { observed: [pushed(HEAD, 5), pushed(EARLIER, 1)] }, since(5)],
    ['a force push told', { observed: [pushed(EARLIER, 1)], timeline: [forced(HEAD, 6)] }, since(6)],
    [
      'pushed back to: the newest time counts',
      { observed: [pushed(HEAD, 1), pushed(EARLIER, 3)], timeline: [forced(HEAD, 6)] },
      since(6),
    ],
    [
      'only the push log tells',
      { observed: [pushed(EARLIER, 1)], log: [logged(HEAD, 4), logged(EARLIER, 1)] },
      since(4),
    ],
    ['the push log in the wrong order', { log: [logged(EARLIER, 1), logged(HEAD, 4)] }, since(4)],
    [
      'an event told of a newer head',
      { observed: [pushed(HEAD, 1), pushed(EARLIER, 5)], log: [logged(HEAD, 1)] },
      stale(EARLIER),
    ],
    ['the push log has a newer head', { log: [logged(EARLIER, 5), logged(HEAD, 1)] }, stale(EARLIER)],
    [
      'the push log does not know the head',
      { observed: [pushed(EARLIER, 1)], log: [logged(EARLIER, 1)] },
      stale(EARLIER),
    ],
    ['a fork’s push that nobody told of', { pull: fork, observed: [pushed(EARLIER, 1)] }, untold],
    [
      'a fork’s earlier head',
      { pull: fork, observed: [pushed(HEAD, 1), pushed(EARLIER, 2)] },
      stale(EARLIER),
    ],
    ['a fork that is gone', { pull: { ...fork, headRepository: null } }, untold],
    ['nothing told, and the log is empty', { log: [] }, untold],
    ['a force push whose commit is gone', { timeline: [forced(null, 3)], log: [] }, untold],
  ];
  test.each(told)('%s', async (_, given, expected) => {
    expect(await pushes(given).headSince()).toEqual(expected);
    expect(nock.isDone()).toBe(true);
  });
});

describe('which commit was the head when a label was put on', () => {
  const log = [logged(HEAD, 5), logged(EARLIER, 2)];
  test.each([
    ['after the last push', 6, HEAD],
    ['in the second of the push: the one before', 5, EARLIER],
    ['between two pushes', 3, EARLIER],
    ['in the second of the first push', 2, null],
    ['before the branch was', 1, null],
  ])('%s', async (_, minute, head) => {
    expect(await pushes({ log }).headAt(at(minute))).toBe(head);
  });

  test('what events told is not used: they tell of heads, not of what was between', async () => {
    expect(await pushes({ observed: [pushed(HEAD, 1)], log: [] }).headAt(at(6))).toBeNull();
  });
});

test('the push log is read once', async () => {
  const asked = pushes({ log: [logged(HEAD, 5), logged(EARLIER, 2)] });
  expect(await Promise.all([asked.headSince(), asked.headAt(at(6)), asked.headAt(at(3))])).toEqual([
    { kind: 'since', at: at(5) },
    HEAD,
    EARLIER,
  ]);
});

test('a push log that cannot be read is an error, not an empty one', async () => {
  nock(API)
    .get(/activity/)
    .query(true)
    .reply(502, 'bad gateway');
  await expect(pushes({}).headSince()).rejects.toMatchObject({ status: 502 });
  nock(API)
    .get(/activity/)
    .query(true)
    .reply(200, { message: 'no list' });
  await expect(pushes({}).headSince()).rejects.toThrow('no push log');
});
