import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { CUSTOMER_CONFIG } from '../../demo/customer/customer.ts';
import { type Door, openDoor } from './door.ts';
import { MINUTE, Monitored } from './monitored.ts';
import { messageOf } from './slack-seen.ts';

/** M3: a note at 30 minutes, an alert at 45, whoever may approve asked by name. */
export function monitoringHandoffSuite(): void {
  let door: Door;
  let seen: Monitored;

  beforeEach(async () => {
    door = await openDoor({ services: true, watch: true });
    seen = new Monitored(door);
  });
  afterEach(() => door.close());

  test('a stuck approval: a note in its thread at 30 minutes, an alert at 45 that asks who may approve', async () => {
    const pull = await door.ready('stuck');
    const run = door.pipeline.handoffRun();
    door.github.setRole(door.customer.repository, { user: door.customer.maintainer, role: 'maintain' });
    door.pipeline.handoffStep(run, 'Review the pull request');
    await seen.settle();
    door.github.holdJob(run, 'handoff');
    await seen.settle();

    await door.pass(31 * MINUTE, 3 * MINUTE);
    await seen.settle();
    const thread = seen.thread(messageOf(door, pull));
    expect(thread.filter((text) => text.includes('30 min'))).toHaveLength(1);
    expect(seen.parents()).toEqual([]);

    await door.restart();
    await door.pass(15 * MINUTE, 3 * MINUTE);
    await seen.settle();
    expect(seen.parents()).toHaveLength(1);
    const asked = seen.thread(messageOf(door, pull)).filter((text) => text.includes('<@'));
    console.log(
      seen.thread(messageOf(door, pull)),
      seen.parents().map((m) => [m.content.text, seen.thread(m)]),
      JSON.stringify((await seen.episode('handoff_lead_time')).measure),
    );
    expect(asked).toHaveLength(1);
    void CUSTOMER_CONFIG;
  });
}
