import { describe, expect, test } from '@jest/globals';
import type { Episode } from '../../../src/alerts/episode.ts';
import { statuses, statusId, statusKey } from '../../../src/handlers/watch/status.ts';
import type { Obligation } from '../../../src/handoff/obligation.ts';
import type { WatchMemory } from '../../../src/store/store.ts';

/** Minutes past nine. */
function at(minute: number): string {
  return new Date(Date.parse('2026-03-02T09:00:00Z') + minute * 60_000).toISOString();
}

const LATE: Episode = {
  id: '1:handoff_lead_time:1',
  repositoryId: 1,
  rule: 'handoff_lead_time',
  openedAt: at(-15),
  state: { kind: 'warning', since: at(0) },
  measure: {
    rule: 'handoff_lead_time',
    limitMs: 45 * 60_000,
    late: [
      {
        handoffId: 'h',
        pull: 7,
        since: at(-45),
        runUrl: null,
        segments: [],
        waitsFor: [],
        approveUrl: null,
      },
    ],
  },
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

const RERUNNING: Episode = { ...LATE, state: { kind: 'rerunning', since: at(0), until: at(10) } };
const OWED: Obligation = {
  id: statusId(LATE.id),
  kind: 'status',
  about: LATE.id,
  since: at(0),
  remindAt: at(12),
  dueAt: at(15),
  remindedAt: null,
  missedAt: null,
  settled: null,
};

type Memory = Pick<WatchMemory, 'obligations' | 'said' | 'episodes' | 'runs'>;
const NOTHING: Memory = { obligations: [], said: [], episodes: [], runs: [] };
const KNOWN: Memory = { ...NOTHING, obligations: [OWED], episodes: [LATE] };

function look(memory: Memory, minute: number, episode: Episode = LATE, owes = true) {
  return statuses(memory, { episodes: [episode], runs: [], owes, now: at(minute) });
}

function said(minute: number | null): Memory['said'] {
  const sentAt = minute === null ? null : at(minute);
  const state = sentAt === null ? 'pending' : 'sent';
  const url = sentAt === null ? null : 'https://slack.example/archives/C1/p1';
  return [{ key: statusKey(LATE), kind: 'slack_episode_note', state, createdAt: at(1), sentAt, url }];
}

describe('what is owed about an episode', () => {
  test('begins with the breach by GitHub’s time, and is due a quarter of an hour later', () => {
    expect(look(NOTHING, 1).changed).toEqual([OWED]);
  });

  test('heard of late, it is due no later, and Slack has it first', () => {
    expect(look(NOTHING, 13).changed).toMatchObject([{ since: at(0), remindAt: at(14), dueAt: at(15) }]);
  });

  test.each<[string, Memory, Episode, boolean]>([
    ['nothing where the bot only observes', NOTHING, LATE, false],
    ['nothing for a note', NOTHING, { ...LATE, state: { kind: 'noted', since: at(0) } }, true],
    ['nothing for a part of a severe failure', NOTHING, { ...LATE, partOf: '1:severe:1' }, true],
    ['nothing twice', { ...NOTHING, episodes: [LATE] }, LATE, true],
  ])('is %s', (_, memory, episode, owes) => {
    expect(look(memory, 1, episode, owes).changed).toEqual([]);
  });

  test('begins when what was noted becomes a warning', () => {
    const noted: Episode = { ...LATE, state: { kind: 'noted', since: at(-15) } };
    expect(look({ ...NOTHING, episodes: [noted] }, 1).changed).toHaveLength(1);
  });

  test.each([
    [4, 0],
    [5, 1],
  ])('is said after %i minutes at the latest, though a re-run is under way', (minute, times) => {
    const { toSay, wakeAt } = look({ ...KNOWN, episodes: [RERUNNING] }, minute, RERUNNING);
    expect(toSay).toHaveLength(times);
    expect(wakeAt).toContain(at(12));
    if (times === 0) expect(wakeAt).toContain(at(5));
  });

  test.each<[number, Memory['said'], string | null]>([
    [11, said(null), null],
    [12, said(null), 'reminder'],
    [15, said(null), 'missed'],
  ])('after %i minutes without Slack', (minute, messages, happened) => {
    const seen = look({ ...KNOWN, said: messages }, minute);
    expect(seen.happened.map((one) => one.happened)).toEqual(happened === null ? [] : [happened]);
    expect(seen.settled).toEqual([]);
  });

  describe('of a part of a severe failure', () => {
    const severe: Episode = { ...LATE, id: '1:severe:1', rule: 'severe' };
    const part: Episode = { ...LATE, partOf: severe.id };
    const ofSevere: Obligation = { ...OWED, id: statusId(severe.id), about: severe.id };
    const memory: Memory = { ...KNOWN, obligations: [OWED, ofSevere], episodes: [part, severe] };
    const lookAt = (messages: Memory['said'], minute: number) =>
      statuses(
        { ...memory, said: messages },
        { episodes: [part, severe], runs: [], owes: true, now: at(minute) },
      );
    const [line] = said(7);

    test('is said by the severe one alone', () => {
      expect(lookAt([], 6).toSay.map(({ id }) => id)).toEqual([severe.id]);
    });

    test('is settled by that, with its link', () => {
      const messages = line === undefined ? [] : [{ ...line, key: statusKey(severe) }];
      const proof = 'https://slack.example/archives/C1/p1';
      expect(lookAt(messages, 8).settled).toEqual(
        [OWED, ofSevere].map((owed) => ({ ...owed, settled: { by: null, at: at(7), note: null, proof } })),
      );
    });

    test('is settled by its own where that was said before', () => {
      expect(lookAt(said(7), 8).settled.map(({ about }) => about)).toEqual([LATE.id]);
    });
  });

  test.each<[number, string | null]>([
    [14, null],
    [16, at(16)],
  ])('sent after %i minutes, it is settled with its link', (minute, missedAt) => {
    expect(look({ ...KNOWN, said: said(minute) }, 20).settled).toEqual([
      {
        ...OWED,
        missedAt,
        settled: { by: null, at: at(minute), note: null, proof: 'https://slack.example/archives/C1/p1' },
      },
    ]);
  });
});
