import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Incident } from '../../demo/pagerduty/model/incident.ts';
import { type Door, openDoor } from './door.ts';
import { seenIn } from './incidents-seen.ts';
import { settleMessages } from './slack-seen.ts';

const MINUTE = 60_000;

/** PagerDuty tells of incidents (O3, O5): what people in Slack read of them, and when. */
export function incidentsSuite(): void {
  let door: Door;
  const seen = seenIn(() => door);
  beforeAll(async () => {
    door = await openDoor({ services: true, incidents: true });
    await door.settle();
  });
  afterAll(() => door.close());

  describe('an incident that a person opened', () => {
    let incident: Incident;
    // A sweep at the same moment may see who is called before the event tells why.
    const called = expect.stringMatching(/^(?:⏫ Escalated; called now:|➡️ Now with) Ren Ito\.$/u);
    test('is told within a minute, with what is affected, what the bot does and who has it', async () => {
      incident = seen.open('Deploys <@U1> hang & *fail*');
      await door.settle();
      expect(seen.postedAfter(incident)).toBeLessThan(MINUTE);
      const shown = seen.shown(incident);
      expect(shown).toContain('Aoi Sato (called, not acknowledged yet)');
      expect(shown).toContain('<https://github.com/acme/erp|acme/erp>');
      expect(shown).toContain('Handoffs in flight: none');
      expect(shown).toContain('Auto Handoff is not stopped');
      expect(shown).toContain(`/incidents/${incident.id}|#${incident.number}>`);
      expect(shown).not.toContain('<@U1>');
    });

    test('settles what is owed by the message itself, with its link as the proof', async () => {
      const message = seen.messageOf(incident);
      expect(await seen.owed(incident)).toMatchObject({
        kind: 'incident_status',
        dueAt: new Date(Math.floor(incident.createdAt / 1000) * 1000 + 10 * MINUTE).toISOString(),
        missedAt: null,
        settled: {
          by: 'ai-ops',
          proof: `https://acme.slack.com/archives/${message?.channel.id}/p${message?.ts.replace('.', '')}`,
        },
      });
      expect(await seen.actions(incident)).toEqual([
        'incident.heard',
        'obligation.opened',
        'effect.slack_incident.sent',
        'obligation.settled',
      ]);
    });

    test('is edited, and its thread told, when it is escalated, acknowledged and resolved', async () => {
      await door.pass(10 * MINUTE, MINUTE);
      await settleMessages(door);
      expect(seen.thread(incident)).toEqual([called]);
      door.onCall.pagerDuty.acknowledge(incident, seen.person('Ren Ito'));
      await settleMessages(door);
      expect(seen.shown(incident)).toContain('Ren Ito (acknowledged)');
      door.onCall.pagerDuty.reassign(incident, {
        to: [seen.person('Yui Mori (platform PM)')],
        by: seen.person('Ren Ito'),
      });
      door.onCall.pagerDuty.addNote(incident, { user: seen.person('Ren Ito'), content: 'looking' });
      door.onCall.pagerDuty.resolve(incident, seen.person('Ren Ito'));
      await settleMessages(door);
      expect(seen.thread(incident)).toEqual([
        called,
        expect.stringMatching(/^👀 Acknowledged by Ren Ito at /),
        expect.stringMatching(/^✅ Resolved at /),
      ]);
      expect(seen.shown(incident)).toContain('✅ Resolved');
      expect(
        seen.messages().filter(({ content }) => content.text.includes(`incident #${incident.number}:`)),
      ).toHaveLength(1);
    });
  });

  test('an incident of another service is nobody’s business', async () => {
    const { policy } = door.onCall.service;
    const other = door.onCall.pagerDuty.addService({ name: 'Shop', policy });
    const elsewhere = door.onCall.pagerDuty.openByHand(other, { title: 'elsewhere' });
    await door.settle();
    expect(seen.messageOf(elsewhere)).toBeUndefined();
  });

  test('webhooks that come late and in the wrong order say nothing that is not so any more', async () => {
    const { pagerDutyCourier: courier } = door;
    courier.mischief = () => [];
    const incident = seen.open('Out of order');
    door.onCall.pagerDuty.acknowledge(incident, seen.person('Aoi Sato'));
    await door.pass(2_000);
    door.onCall.pagerDuty.resolve(incident, seen.person('Aoi Sato'));
    courier.mischief = (due) => due.filter(({ type }) => type === 'incident.resolved');
    await settleMessages(door);
    expect(seen.shown(incident)).toContain('✅ Resolved');
    courier.mischief = (due) => due.toReversed();
    await settleMessages(door);
    expect(seen.shown(incident)).toContain('✅ Resolved');
    expect(seen.thread(incident)).toEqual([]);
  });

  test('where PagerDuty cannot be asked, events count by their own time', async () => {
    const { pagerDutyCourier: courier } = door;
    door.onCall.pagerDuty.goDown();
    courier.mischief = () => [];
    const incident = seen.open('By events alone');
    await door.pass(5_000, 5_000);
    door.onCall.pagerDuty.acknowledge(incident, seen.person('Aoi Sato'));
    courier.mischief = (due) => due.toReversed();
    await settleMessages(door);
    expect(seen.shown(incident)).toContain('Aoi Sato (acknowledged)');
    expect(seen.thread(incident)).toEqual([]);
    courier.mischief = (due) => due;
    door.onCall.pagerDuty.comeBack();
    door.onCall.pagerDuty.resolve(incident, seen.person('Aoi Sato'));
    await settleMessages(door);
    expect(seen.thread(incident)).toEqual([expect.stringMatching(/^✅ Resolved at /)]);
  });

  test('while PagerDuty refuses the token, nothing is asked about what is over', async () => {
    const { service } = door.onCall.pagerDuty;
    service.faults.add({ kind: 'status', status: 401, match: { path: /\/incidents/, nth: 'every' } });
    const incident = seen.open('Over and gone');
    await settleMessages(door);
    door.onCall.pagerDuty.resolve(incident, seen.person('Aoi Sato'));
    await settleMessages(door);
    const asked = service.requests.length;
    await door.pass(30 * MINUTE, MINUTE);
    expect(service.requests.slice(asked).filter(({ path }) => path.includes(incident.id))).toEqual([]);
    service.faults.clear();
  });

  test('a subscription that is switched off costs minutes: the list is looked at', async () => {
    const [subscription] = door.onCall.pagerDuty.world.subscriptions;
    if (subscription === undefined) throw new Error('nobody has subscribed');
    subscription.pausedUntil = door.clock.now() + 24 * 60 * MINUTE;
    const incident = seen.open('Unheard of');
    await door.pass(6 * MINUTE, MINUTE);
    expect(seen.postedAfter(incident)).toBeLessThanOrEqual(6 * MINUTE);
    door.onCall.pagerDuty.resolve(incident, seen.person('Aoi Sato'));
    await door.pass(6 * MINUTE, MINUTE);
    await settleMessages(door);
    expect(seen.thread(incident)).toEqual([expect.stringMatching(/^✅ Resolved at /)]);
    expect(await seen.owed(incident)).toMatchObject({ missedAt: null, settled: {} });
    subscription.pausedUntil = null;
  });

  test('what the bot called for names the pull request, in the chain of its repository', async () => {
    const pull = await door.ready('failing');
    door.pipeline.handoffStep(door.pipeline.handoffRun(), 'Review the pull request');
    await door.settle();
    door.github.completeRun(door.pipeline.handoffRun(), 'failure', {
      failedJob: 'handoff',
      failedStep: 'Review the pull request',
    });
    await settleMessages(door);
    const incident = door.onCall.pagerDuty.world.incidents.at(-1) as Incident;
    expect(seen.shown(incident)).toContain(
      `Auto Handoff of <https://github.com/acme/erp/pull/${pull.number}|acme/erp#${pull.number}>`,
    );
    expect(seen.shown(incident)).toContain('Called whoever is on call through PagerDuty.');
    expect(await seen.actions(incident, door.customer.repository.id)).toContain('incident.heard');
    door.onCall.pagerDuty.resolve(incident, null);
    await settleMessages(door);
  });

  test('neither GitHub nor a restart holds up the status', async () => {
    for (let nth = 1; nth <= 20; nth += 1)
      door.github.service.faults.add({ kind: 'status', status: 503, match: { path: /graphql/, nth } });
    const incident = seen.open('While GitHub is down');
    await door.pagerDutyCourier.deliver();
    await door.restart();
    await door.workers.drain(['delivery', 'incident', 'slack']);
    expect(seen.postedAfter(incident)).toBeLessThan(MINUTE);
    door.onCall.pagerDuty.resolve(incident, null);
    await settleMessages(door);
  });

  describe('while Slack is down', () => {
    let incident: Incident;
    let comesBack: () => void;
    test('the status stands on the incident itself after eight minutes', async () => {
      comesBack = door.workspace.slack.goDown();
      incident = seen.open('Nobody hears');
      await door.pass(7 * MINUTE, 30_000);
      await door.restart();
      expect(incident.notes).toEqual([]);
      await door.pass(1.5 * MINUTE, 30_000);
      expect(incident.notes).toHaveLength(1);
      expect(incident.notes[0]).toMatchObject({ user: { email: 'ai-ops@example.com' } });
      expect(incident.notes[0]?.content).toContain('Who has it: Aoi Sato (called, not acknowledged yet)');
      expect(incident.notes[0]?.content).toContain('Repositories: acme/erp (https://github.com/acme/erp)');
    });

    test('after ten it is missed, and nothing but the message settles it', async () => {
      await door.pass(1 * MINUTE, 30_000);
      await door.restart();
      await door.pass(30 * MINUTE, MINUTE);
      expect(await seen.owed(incident)).toMatchObject({ missedAt: expect.any(String), settled: null });
      expect(await seen.actions(incident)).toContain('obligation.missed');
      expect(incident.notes).toHaveLength(1);
    });

    test('once it is back the message comes, once, and says that it is late', async () => {
      comesBack();
      await door.pass(3 * MINUTE, 30_000);
      await settleMessages(door);
      expect(seen.postedAfter(incident)).toBeGreaterThan(40 * MINUTE);
      expect(seen.thread(incident).filter((text) => text.includes('❗ This status was due at'))).toHaveLength(
        1,
      );
      expect(await seen.owed(incident)).toMatchObject({
        missedAt: expect.any(String),
        settled: { proof: expect.any(String) },
      });
    });
  });
}
