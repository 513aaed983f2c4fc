import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CUSTOMER_CONFIG } from '../../demo/customer/customer.ts';
import type { Incident } from '../../demo/pagerduty/model/incident.ts';
import type { User } from '../../demo/pagerduty/model/people.ts';
import type { Message } from '../../demo/slack/model/channel.ts';
import type { Obligation } from '../../src/handoff/obligation.ts';
import type { LedgerEntry } from '../../src/store/store.ts';
import { type Door, openDoor } from './door.ts';
import { settleMessages } from './slack-seen.ts';

const MINUTE = 60_000;

/** What a test sees of incidents, and what people do at PagerDuty. */
function seenIn(door: () => Door) {
  const all = (): readonly Message[] => door().workspace.channel.messages;
  const messageOf = (incident: Incident): Message | undefined =>
    all().find(
      ({ threadTs, content }) =>
        threadTs === null && content.text.startsWith(`[AI Ops] PagerDuty incident #${incident.number}:`),
    );
  const ledger = (repositoryId: number): Promise<readonly LedgerEntry[]> =>
    door().store.ledger.entries(repositoryId, 1, 10_000);
  return {
    open: (title: string, urgency: Incident['urgency'] = 'high'): Incident =>
      door().onCall.pagerDuty.openByHand(door().onCall.service, { title, urgency }),
    person: (name: string): User => {
      const found = door().onCall.pagerDuty.world.users.find((user) => user.name === name);
      if (found === undefined) throw new Error(`nobody is called ${name}`);
      return found;
    },
    messages: all,
    messageOf,
    shown: (incident: Incident): string => JSON.stringify(messageOf(incident)?.content.blocks ?? []),
    thread: (incident: Incident): readonly string[] =>
      all()
        .filter(({ threadTs }) => threadTs !== null && threadTs === messageOf(incident)?.ts)
        .map(({ content }) => content.text),
    owed: async (incident: Incident): Promise<Obligation | undefined> => {
      const row = await door()
        .database.sql.selectFrom('obligations')
        .select('body')
        .where('id', '=', `status:incident:${incident.id}`)
        .executeTakeFirst();
      return row === undefined ? undefined : (JSON.parse(row.body) as Obligation);
    },
    actions: async (incident: Incident, repositoryId = 0): Promise<readonly string[]> =>
      (await ledger(repositoryId))
        .filter(({ data }) => JSON.stringify(data).includes(incident.id))
        .map(({ action }) => action),
    postedAfter: (incident: Incident): number => {
      const message = messageOf(incident);
      return message === undefined ? Number.NaN : Number(message.ts) * 1000 - incident.createdAt;
    },
  };
}

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
        kind: 'status',
        dueAt: new Date(Math.floor(incident.createdAt / 1000) * 1000 + 10 * MINUTE).toISOString(),
        missedAt: null,
        settled: {
          by: 'ai-ops',
          proof: `https://acme.slack.com/archives/${message?.channel.id}/p${message?.ts.replace('.', '')}`,
        },
      });
      expect(await seen.actions(incident)).toEqual([
        'incident.heard',
        'effect.slack_incident.sent',
        'obligation.settled',
      ]);
    });

    test('is edited, and its thread told, when it is escalated, acknowledged and resolved', async () => {
      await door.pass(10 * MINUTE, MINUTE);
      await settleMessages(door);
      expect(seen.thread(incident)).toEqual(['⏫ Escalated; called now: Ren Ito.']);
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
        '⏫ Escalated; called now: Ren Ito.',
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

const STOPPING = `${CUSTOMER_CONFIG}escalation: { stop_on_incident: high_urgency }\n`;

/** An incident stops Auto Handoff by itself (O4), where the configuration says so. */
export function incidentStopsSuite(): void {
  let door: Door;
  const seen = seenIn(() => door);
  beforeAll(async () => {
    door = await openDoor({ services: true, incidents: true, config: STOPPING });
    await door.settle();
  });
  afterAll(() => door.close());

  const stop = () =>
    door.store.stops.inForce({
      installationId: door.customer.installation.id,
      repositoryId: door.customer.repository.id,
      owner: 'acme',
      repo: 'erp',
    });
  const announced = (): readonly string[] =>
    seen
      .messages()
      .map(({ content }) => content.text)
      .filter((text) => text.includes('Auto Handoff stopped'));

  test('one of low urgency stops nothing', async () => {
    const incident = seen.open('A small matter', 'low');
    await door.settle();
    expect(await stop()).toEqual({ kind: 'none' });
    door.onCall.pagerDuty.resolve(incident, null);
    await settleMessages(door);
  });

  describe('one of high urgency', () => {
    let incident: Incident;
    test('stops the repository, with the incident as the reason; it is announced and on record', async () => {
      incident = seen.open('Templates are broken');
      await settleMessages(door);
      expect(await stop()).toMatchObject({
        kind: 'stopped',
        scope: 'repository',
        by: 'ai-ops',
        reason: `PagerDuty incident #${incident.number}: Templates are broken`,
      });
      expect(announced()).toHaveLength(1);
      expect(announced()[0]).toContain(`PagerDuty incident #${incident.number}: Templates are broken`);
      expect(seen.shown(incident)).toContain('Stopped Auto Handoff on `acme/erp` because of this incident');
      const entries = await door.store.ledger.entries(door.customer.repository.id, 1, 10_000);
      expect(entries.map(({ action }) => action)).toContain('stop.set');
    });

    test('holds what is green', async () => {
      const pull = await door.ready('held');
      expect(door.gates(pull)).toMatchObject({ G5: 'stopped' });
      expect(await door.handoff(pull)).toMatchObject({ state: { kind: 'waiting' } });
    });

    test('is lifted by a person alone, and not set again by what comes later', async () => {
      await door.store.stops.change({
        kind: 'lift',
        scope: { repositoryId: door.customer.repository.id },
        by: 'mika',
      });
      door.onCall.pagerDuty.acknowledge(incident, seen.person('Aoi Sato'));
      door.onCall.pagerDuty.escalate(incident, { level: 2, by: seen.person('Aoi Sato') });
      await door.restart();
      await door.pass(6 * MINUTE, MINUTE);
      expect(await stop()).toEqual({ kind: 'none' });
      expect(announced()).toHaveLength(1);
      expect(seen.shown(incident)).toContain('Auto Handoff is not stopped');
      door.onCall.pagerDuty.resolve(incident, null);
      await settleMessages(door);
    });

    test('stays when the incident is resolved', async () => {
      const next = seen.open('Another one');
      await settleMessages(door);
      expect(await stop()).toMatchObject({ kind: 'stopped' });
      door.onCall.pagerDuty.resolve(next, null);
      await door.pass(10 * MINUTE, MINUTE);
      expect(await stop()).toMatchObject({ kind: 'stopped' });
      expect(seen.thread(next).at(-1)).toContain('is resumed by a person alone');
    });

    test('leaves the stop of a person, with its reason, as it is', async () => {
      const scope = { repositoryId: door.customer.repository.id };
      await door.store.stops.change({ kind: 'set', scope, by: 'mika', reason: 'a freeze' });
      const third = seen.open('A third one');
      await settleMessages(door);
      expect(await stop()).toMatchObject({ by: 'mika', reason: 'a freeze' });
      expect(seen.shown(third)).toContain('Auto Handoff is stopped on `acme/erp`');
    });
  });
}
