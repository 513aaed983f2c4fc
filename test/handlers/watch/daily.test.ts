import { describe, expect, test } from '@jest/globals';
import { dailyKey } from '../../../src/effect/daily.ts';
import { type DailyOwed, dailyId, dailyStatus } from '../../../src/handlers/watch/daily.ts';
import type { Obligation } from '../../../src/handoff/obligation.ts';
import type { DailyMemory } from '../../../src/store/store.ts';

const SETTINGS = { enabled: true, at: '09:00', due: '09:30' };
const REPOSITORY = 7;
const [DAY, BEFORE] = ['2026-11-23', '2026-11-22'];
const SINCE = '2026-11-20T03:00:00.000Z';

/** A time in Japan on the day after the one that is told of. */
function jst(clock: string, day = '2026-11-24'): string {
  return new Date(`${day}T${clock}:00+09:00`).toISOString();
}

function owed(day: string, over: Partial<Obligation> = {}): Obligation {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return {
    id: dailyId(REPOSITORY, day),
    kind: 'daily_report',
    about: day,
    since: jst('00:00', next),
    remindAt: jst('09:25', next),
    dueAt: jst('09:30', next),
    remindedAt: null,
    missedAt: null,
    settled: null,
    ...over,
  };
}

const TOLD = owed(BEFORE, { settled: { by: null, at: jst('09:00', DAY), note: null, proof: null } });
const KNOWN: DailyMemory = { owedSince: SINCE, obligations: [TOLD], said: [said(BEFORE, jst('09:00', DAY))] };
const OPEN: DailyMemory = { ...KNOWN, obligations: [TOLD, owed(DAY)] };

function said(day: string, sentAt: string | null, isLate = false): DailyMemory['said'][number] {
  const url = sentAt === null ? null : 'https://slack.example/p1';
  return { key: dailyKey(REPOSITORY, day), sentAt, url, isLate };
}

function pending(isLate = false): DailyMemory {
  return { ...OPEN, said: [...KNOWN.said, said(DAY, null, isLate)] };
}

function look(memory: DailyMemory, now: string, owes: boolean | null = true): DailyOwed {
  return dailyStatus(memory, { repositoryId: REPOSITORY, settings: SETTINGS, owes, now });
}

const days = (obligations: readonly Obligation[]) => obligations.map(({ about }) => about);
const events = ({ happened }: DailyOwed) => happened.map((one) => `${one.obligation.about} ${one.happened}`);

describe('a day that is over', () => {
  test('is owed from midnight in Japan on, due at 09:30; the row begins at 09:00', () => {
    expect(look(KNOWN, jst('09:00')).changed).toEqual([owed(DAY)]);
    expect(look(KNOWN, '2026-11-23T23:59:59.999Z').changed).toEqual([]);
    expect(look(KNOWN, jst('00:00'))).toMatchObject({ changed: [], toSay: [] });
  });

  test.each([
    ['08:59', []],
    ['09:00', [DAY]],
    ['09:20', [DAY]],
  ])('at %s what is said is %j', (clock, toSay) => {
    expect(days(look(KNOWN, jst(clock)).toSay)).toEqual(toSay);
  });

  test('is said once', () => {
    expect(look(pending(), jst('09:01'))).toMatchObject({ toSay: [], changed: [] });
  });

  test('is settled by the message alone, with its time and its link', () => {
    const memory = { ...OPEN, said: [...KNOWN.said, said(DAY, jst('09:28'))] };
    const { settled, toSay } = look(memory, jst('09:40'));
    expect(settled).toMatchObject([
      { about: DAY, missedAt: null, settled: { at: jst('09:28'), proof: 'https://slack.example/p1' } },
    ]);
    expect(toSay).toEqual([]);
  });

  test('sent after its time it was missed, and the message says so', () => {
    const memory = { ...OPEN, said: [...KNOWN.said, said(DAY, jst('09:30'))] };
    const { settled, toSay } = look(memory, jst('09:40'));
    expect(settled).toMatchObject([{ missedAt: jst('09:30') }]);
    expect(days(toSay)).toEqual([DAY]);
    const after = { ...memory, obligations: [TOLD, ...settled], said: [said(DAY, jst('09:41'), true)] };
    expect(look(after, jst('09:42'))).toMatchObject({ changed: [], toSay: [] });
  });

  test('what Slack has not taken is told another way at 09:25, and missed at 09:30', () => {
    expect(events(look(pending(), jst('09:24')))).toEqual([]);
    const reminded = look(pending(), jst('09:25'));
    expect(events(reminded)).toEqual([`${DAY} reminder`]);
    const memory = { ...pending(), obligations: [TOLD, ...reminded.changed] };
    const missed = look(memory, jst('09:30'));
    expect(events(missed)).toEqual([`${DAY} missed`]);
    expect(days(missed.toSay)).toEqual([DAY]);
  });
});

describe('where the bot was down', () => {
  test('at 09:00, it is said when it is back', () => {
    const { toSay, changed } = look(KNOWN, jst('09:20'));
    expect(days(toSay)).toEqual([DAY]);
    expect(changed).toEqual([owed(DAY)]);
  });

  test('until 09:26, Slack has it first', () => {
    const seen = look(OPEN, jst('09:26'));
    expect(days(seen.toSay)).toEqual([DAY]);
    expect(events(seen)).toEqual([]);
    expect(seen.changed).toEqual([owed(DAY, { remindAt: jst('09:27') })]);
  });

  test('until 11:00, it was missed, and is said all the same', () => {
    const seen = look(KNOWN, jst('11:00'));
    expect(events(seen)).toEqual([`${DAY} missed`]);
    expect(seen.toSay).toMatchObject([{ about: DAY, missedAt: jst('11:00') }]);
  });

  test('for three days, the newest alone is said, and the others are missed', () => {
    const seen = look(KNOWN, jst('11:00', '2026-11-26'));
    expect(events(seen)).toEqual(['2026-11-23 missed', '2026-11-24 missed', '2026-11-25 missed']);
    expect(days(seen.toSay)).toEqual(['2026-11-25']);
  });

  test('for a year, a month is made up for at most', () => {
    const { changed } = look(KNOWN, jst('08:00', '2027-11-26'));
    expect(changed).toHaveLength(30);
    expect(changed.at(-1)).toMatchObject({ about: '2027-11-24', missedAt: jst('08:00', '2027-11-26') });
  });
});

describe('where it begins', () => {
  const NEW: DailyMemory = { owedSince: null, obligations: [], said: [] };

  test('before 09:00, it is owed from then on', () => {
    expect(look(NEW, jst('08:00'))).toMatchObject({ owedSince: jst('08:00'), changed: [] });
    const since = { ...NEW, owedSince: jst('08:00') };
    expect(look(since, jst('09:00')).changed).toEqual([owed(DAY, { since: jst('08:00') })]);
  });

  test('after 09:00, the next day is the first', () => {
    expect(look(NEW, jst('09:01'))).toMatchObject({ owedSince: jst('09:01'), changed: [] });
    expect(look({ ...NEW, owedSince: jst('09:01') }, jst('09:02')).changed).toEqual([]);
  });

  test('where it is switched off before that, nothing was owed', () => {
    const off = look(KNOWN, jst('08:00'), false);
    expect(off).toMatchObject({ owedSince: null, changed: [], toSay: [], wakeAt: [] });
    expect(look({ ...KNOWN, owedSince: null }, jst('09:05'), false)).toMatchObject({
      changed: [],
      toSay: [],
    });
  });

  test('what is on its way stays owed', () => {
    expect(look(pending(), jst('09:10'), false)).toMatchObject({ changed: [], toSay: [] });
    expect(events(look(pending(), jst('09:30'), false))).toEqual([`${DAY} missed`]);
  });

  test('the days meanwhile are not owed', () => {
    const back = look({ ...KNOWN, owedSince: null }, jst('10:00', '2026-11-26'));
    expect(back).toMatchObject({ changed: [], toSay: [], owedSince: jst('10:00', '2026-11-26') });
  });

  test('where the configuration cannot be used, nothing is said and time goes on', () => {
    const seen = look(OPEN, jst('09:30'), null);
    expect(seen).toMatchObject({ owedSince: SINCE, toSay: [] });
    expect(events(seen)).toEqual([`${DAY} missed`]);
  });
});

test.each([
  [KNOWN, '08:00', ['2026-11-24T00:00:00.000Z']],
  [pending(), '09:01', ['2026-11-24T00:25:00.000Z', '2026-11-25T00:00:00.000Z']],
  [
    { ...pending(), obligations: [owed(DAY, { remindedAt: jst('09:25') })] },
    '09:26',
    ['2026-11-24T00:30:00.000Z', '2026-11-25T00:00:00.000Z'],
  ],
])('it is looked at again when something comes due: case %#', (memory, clock, wakeAt) => {
  expect(look(memory, jst(clock)).wakeAt.toSorted()).toEqual(wakeAt);
});
