import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CUSTOMER_CONFIG } from '../../demo/customer/customer.ts';
import { type Door, openDoor } from './door.ts';
import { Monitored } from './monitored.ts';
import { settleMessages } from './slack-seen.ts';

const MINUTE = 60_000;

/** The bot climbs the ladder by itself only while PagerDuty cannot be reached (O5). */
export function ladderSuite(): void {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor({
      services: true,
      config: `${CUSTOMER_CONFIG}escalation: { platform_pm: U0PLATFORM }\n`,
    });
  });
  afterAll(() => door.close());

  const called = (): readonly string[] =>
    door.workspace.channel.messages.map(({ content }) => content.text).filter((text) => /📣|📟/u.test(text));

  async function fail(branch: string): Promise<void> {
    await door.ready(branch);
    door.pipeline.handoffStep(door.pipeline.handoffRun(), 'Review the pull request');
    await door.settle();
    door.github.completeRun(door.pipeline.handoffRun(), 'failure', {
      failedJob: 'handoff',
      failedStep: 'Review the pull request',
    });
    await settleMessages(door);
  }

  test('a page that PagerDuty takes calls nobody in Slack', async () => {
    await fail('taken');
    await door.pass(20 * MINUTE, MINUTE);
    expect(called()).toEqual([]);
  });

  test('SRE is called after 5 minutes, the platform PM after 15, once each, restarts in between', async () => {
    door.onCall.pagerDuty.goDown();
    await fail('unheard');
    await door.pass(3 * MINUTE, 30_000);
    expect(called()).toEqual([]);
    await door.restart();
    await door.pass(2 * MINUTE, 30_000);
    const sre = expect.stringMatching(
      new RegExp(`^<!subteam\\^${door.workspace.sre.id}> 📣 \\*SRE \\(secondary\\)\\*`),
    );
    expect(called()).toEqual([sre]);
    await door.pass(8 * MINUTE, 30_000);
    expect(called()).toEqual([sre]);
    await door.restart();
    await door.pass(20 * MINUTE, MINUTE);
    expect(called()).toEqual([sre, expect.stringMatching(/^<@U0PLATFORM> 📣 \*Platform PM\*/)]);
  });

  test('once PagerDuty took it after all, that is said', async () => {
    door.onCall.pagerDuty.comeBack();
    await door.pass(3 * MINUTE, 30_000);
    await door.pass(30 * MINUTE, MINUTE);
    expect(called().slice(2)).toEqual([expect.stringContaining('📟 PagerDuty has taken the page')]);
  });

  test('with Slack down as well nobody is called in vain once both are back', async () => {
    const before = called().length;
    const comesBack = door.workspace.slack.goDown();
    door.onCall.pagerDuty.goDown();
    await fail('both');
    await door.pass(40 * MINUTE, MINUTE);
    door.onCall.pagerDuty.comeBack();
    await door.pass(2 * MINUTE, 30_000);
    comesBack();
    await door.pass(5 * MINUTE, 30_000);
    expect(called().length).toBe(before);
  });
}

/** So it is with the page about an episode. */
export function episodeLadderSuite(): void {
  test('SRE is called where PagerDuty has not taken it for 5 minutes, and told once it has', async () => {
    const door = await openDoor({ services: true, watch: true });
    try {
      const seen = new Monitored(door);
      const pull = door.pipeline.open('broken');
      for (let good = 0; good < 6; good += 1) door.pipeline.smoke(pull);
      await seen.settle();
      door.onCall.pagerDuty.goDown();
      const first = await seen.smoke(pull, 'failure');
      door.github.completeRun(first, 'failure', { failedStep: 'Generate every template' });
      await seen.settle();
      await seen.smoke(pull, 'failure');
      expect(await seen.episode('smoke_failure_rate')).toMatchObject({ paged: { because: 'two_in_a_row' } });
      const called = (): readonly string[] =>
        door.workspace.channel.messages
          .map(({ content }) => content.text)
          .filter((text) => /📣|has taken the page/.test(text));
      await door.pass(6 * MINUTE, 30_000);
      expect(called()).toEqual([expect.stringMatching(/^<!subteam\^\w+> 📣 .*acme\/erp/)]);
      door.onCall.pagerDuty.comeBack();
      await door.pass(3 * MINUTE, 30_000);
      expect(called().slice(1)).toEqual([expect.stringContaining('📟 PagerDuty has taken the page')]);
      expect(seen.incidents()).toHaveLength(1);
    } finally {
      await door.close();
    }
  });
}
