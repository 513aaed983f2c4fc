import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CUSTOMER_CONFIG } from '../../demo/customer/customer.ts';
import type { Incident } from '../../demo/pagerduty/model/incident.ts';
import { type Door, openDoor } from './door.ts';
import { seenIn } from './incidents-seen.ts';
import { settleMessages } from './slack-seen.ts';

const MINUTE = 60_000;

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
      incident = seen.open('Templates\u0000are\nbroken');
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
      expect(seen.thread(next).at(-1)).toContain('stays stopped until a person resumes it');
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
