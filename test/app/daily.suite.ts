import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { CUSTOMER_CONFIG } from '../../demo/customer/customer.ts';
import type { Message } from '../../demo/slack/model/channel.ts';
import type { Obligation } from '../../src/handoff/obligation.ts';
import { type Door, type DoorOptions, openDoor } from './door.ts';
import { MINUTE, Monitored, SECOND } from './monitored.ts';

const HOUR = 60 * MINUTE;
/** The test begins on 2 March, 18:00 in Japan: the next day there is told of on 3 March, 09:00. */
const [DAY, NEXT] = ['2026-03-02', '2026-03-03'];

/** The status of the day before is in Slack by 09:30 in Japan, once (O1). */
export function dailySuite(): void {
  let door: Door;
  let seen: Monitored;

  const open = async (options: DoorOptions = {}): Promise<void> => {
    door = await openDoor({ services: true, watch: true, ...options });
    seen = new Monitored(door);
    await seen.settle();
  };
  beforeEach(() => open());
  afterEach(() => door.close());

  /** The bot works until then; `HH:MM` in Japan. */
  async function until(clock: string, day = NEXT): Promise<void> {
    const end = Date.parse(`${day}T${clock}:00+09:00`);
    const left = () => end - door.clock.now();
    if (left() > HOUR) await door.clock.setTime(end - 4 * MINUTE);
    if (left() > 4 * MINUTE) await door.pass(left() - 4 * MINUTE, 5 * MINUTE);
    if (left() > 0) await door.pass(left(), MINUTE);
  }

  /** The bot is not there until then. */
  async function down(clock: string, day = NEXT): Promise<void> {
    await door.clock.setTime(Date.parse(`${day}T${clock}:00+09:00`));
    await door.restart();
    await seen.settle();
  }

  const told = (): readonly Message[] =>
    door.workspace.channel.messages.filter(({ content }) => content.text.startsWith('[AI Ops] Daily status'));

  const shown = (): readonly string[] => told().map(({ content }) => JSON.stringify(content.blocks));

  async function owed(): Promise<readonly Obligation[]> {
    const rows = await door.database.sql
      .selectFrom('obligations')
      .select('body')
      .where('kind', '=', 'daily_report')
      .orderBy('seq')
      .execute();
    return rows.map(({ body }): Obligation => JSON.parse(body));
  }

  const entries = async (): Promise<readonly string[]> =>
    (await seen.entries('obligation.')).map(({ action }) => action);

  test('it is there at 09:00, once, with the figures of the day, and settles what is owed', async () => {
    const pull = door.pipeline.open('daily');
    door.pipeline.verify(pull);
    door.pipeline.smoke(pull);
    await seen.settle();
    await until('08:59');
    expect(told()).toEqual([]);
    expect(await owed()).toEqual([]);
    await until('09:02');
    expect(told().map(({ content }) => content.text)).toEqual([
      `[AI Ops] Daily status ${DAY}: acme/erp — LangGraph Verify successful 1/1, Codex Smoke failed 0/1`,
    ]);
    expect(shown()[0]).not.toContain('Late');
    const [message] = told();
    expect(await owed()).toMatchObject([
      {
        about: DAY,
        since: `${DAY}T15:00:00.000Z`,
        missedAt: null,
        settled: { by: null, proof: expect.stringContaining(message?.ts.replace('.', '') ?? '?') },
      },
    ]);
    expect(await entries()).toEqual(['obligation.opened', 'obligation.settled']);
    await door.restart();
    await until('12:00');
    expect(told()).toHaveLength(1);
    expect(seen.incidents()).toEqual([]);
  });

  test('the next day has its own, and a day without runs says so', async () => {
    await until('09:05');
    await until('09:05', '2026-03-04');
    expect(told().map(({ content }) => content.text)).toEqual([
      expect.stringContaining(DAY),
      expect.stringContaining(NEXT),
    ]);
    expect(shown()[1]).toContain('No run ended on this day.');
    expect(shown()[1]).toContain('daily status 1/1');
  });

  test('with Slack down until 09:28, PagerDuty is told at 09:25, and it was met', async () => {
    await until('08:50');
    const comesBack = door.workspace.slack.goDown();
    await until('09:24');
    await door.restart();
    expect(seen.incidents()).toEqual([]);
    await until('09:27');
    expect(seen.incidents()).toEqual([expect.stringMatching(/^triggered .*daily status of 2026-03-02/)]);
    await until('09:28');
    comesBack();
    await door.pass(100 * SECOND, 20 * SECOND);
    await until('09:40');
    expect(told()).toHaveLength(1);
    expect(shown()[0]).not.toContain('Late');
    expect(await owed()).toMatchObject([{ missedAt: null, settled: { by: null } }]);
    expect(seen.incidents()).toEqual([expect.stringMatching(/^resolved /)]);
    expect(await entries()).toEqual(['obligation.opened', 'obligation.reminded', 'obligation.settled']);
  });

  test('with PagerDuty down as well, nobody is called for what Slack has by now', async () => {
    await until('08:50');
    const comesBack = door.workspace.slack.goDown();
    door.onCall.pagerDuty.goDown();
    await until('09:26');
    comesBack();
    await door.pass(100 * SECOND, 20 * SECOND);
    expect(told()).toHaveLength(1);
    door.onCall.pagerDuty.comeBack();
    await until('09:40');
    expect(await entries()).toContain('obligation.reminded');
    expect(seen.incidents()).toEqual([]);
  });

  test('with Slack down until 09:40 it was missed, and says so when it comes', async () => {
    await until('08:50');
    const comesBack = door.workspace.slack.goDown();
    await until('09:20');
    await door.restart();
    await until('09:40');
    expect(await owed()).toMatchObject([{ missedAt: expect.any(String), settled: null }]);
    await door.restart();
    comesBack();
    await until('09:45');
    await seen.settle();
    expect(told()).toHaveLength(1);
    expect(shown()[0]).toContain('*Late*');
    expect(await owed()).toMatchObject([{ missedAt: expect.any(String), settled: { by: null } }]);
    expect(seen.incidents()).toEqual([expect.stringMatching(/^resolved /)]);
    expect(await entries()).toEqual([
      ...['obligation.opened', 'obligation.reminded'],
      ...['obligation.missed', 'obligation.settled'],
    ]);
  });

  test.each([
    ['09:20', false],
    ['11:00', true],
  ])('a bot that was down until %s says it at once; late: %s', async (clock, isLate) => {
    await until('08:30');
    await down(clock);
    expect(told()).toHaveLength(1);
    expect(shown()[0]?.includes('*Late*')).toBe(isLate);
    expect(await owed()).toMatchObject([
      { settled: { by: null }, missedAt: isLate ? expect.any(String) : null },
    ]);
    expect(seen.incidents()).toEqual([]);
  });

  test('one that was down for three days says the newest alone, and the others were missed', async () => {
    await until('20:00', DAY);
    await down('11:00', '2026-03-05');
    await seen.settle();
    expect(told().map(({ content }) => content.text)).toEqual([expect.stringContaining('2026-03-04')]);
    expect(
      (await owed()).map(({ about, missedAt, settled }) => [about, missedAt !== null, settled !== null]),
    ).toEqual([
      [DAY, true, false],
      [NEXT, true, false],
      ['2026-03-04', true, true],
    ]);
  });

  test.each([
    ['observe', CUSTOMER_CONFIG.replace('mode: enforce', 'mode: observe')],
    ['switched off', `${CUSTOMER_CONFIG}reports: { daily: { enabled: false } }\n`],
  ])('nothing is said nor owed: %s', async (_name, config) => {
    await door.close();
    await open({ config });
    await until('09:40');
    expect(told()).toEqual([]);
    expect(await owed()).toEqual([]);
    expect(seen.incidents()).toEqual([]);
  });

  test('at another time, where the configuration says so', async () => {
    await door.close();
    await open({ config: `${CUSTOMER_CONFIG}reports: { daily: { at: "07:00", due: "07:15" } }\n` });
    await until('06:59');
    expect(told()).toEqual([]);
    await until('07:01');
    await door.pass(30 * SECOND, 5 * SECOND);
    expect(told()).toHaveLength(1);
    expect(await owed()).toMatchObject([{ dueAt: '2026-03-02T22:15:00.000Z' }]);
  });
}
