import { describe, expect, test } from '@jest/globals';
import type { Incident } from '../../src/alerts/incident.ts';
import type { TestStore } from '../support/store.ts';
import { newPull } from './samples.ts';

const AT = '2026-03-02T09:00:00.000Z';
const at = (seconds: number): string => new Date(Date.parse(AT) + seconds * 1000).toISOString();

const incident = (id: string, over: Partial<Incident> = {}): Incident => ({
  id,
  number: 1,
  title: 'Down',
  url: 'https://acme.pagerduty.com/incidents/Q1',
  status: 'triggered',
  urgency: 'high',
  serviceId: 'P1',
  createdAt: AT,
  changedAt: AT,
  assignees: ['Aoi'],
  acknowledgedBy: null,
  statusBy: null,
  escalations: 0,
  alertKeys: [],
  ...over,
});
export function incidentsSuite(stored: () => TestStore): void {
  const hear = (told: Incident, event: string | null, escalated = false): Promise<void> =>
    stored().store.incidents.hear({
      incident: told,
      event: event === null ? null : { id: event, escalated },
    });
  async function known(id: string) {
    const memory = await stored().store.incidents.memory(id);
    if (memory === null) throw new Error('nothing was heard of it');
    return memory;
  }

  describe('what is heard of an incident', () => {
    test('counts by its own time, in whatever order it comes', async () => {
      await hear(incident('Q1', { status: 'resolved', assignees: [], changedAt: at(30) }), 'e3');
      await hear(incident('Q1', { status: 'acknowledged', acknowledgedBy: 'Ren', changedAt: at(20) }), 'e2');
      await hear(incident('Q1'), 'e1');
      expect((await known('Q1')).incident).toMatchObject({
        status: 'resolved',
        assignees: [],
        acknowledgedBy: null,
      });
      expect(await stored().store.incidents.open()).toEqual([]);
    });

    test('keeps who brought it into its status for as long as it is in it', async () => {
      const by = (id: string, seconds: number) => ({ id, name: id, at: at(seconds) });
      const acknowledged = incident('Q6', { status: 'acknowledged', changedAt: at(20) });
      await hear({ ...acknowledged, statusBy: by('P0REN', 20) }, 'e1');
      await hear({ ...acknowledged, changedAt: at(30) }, 'e2');
      expect((await known('Q6')).incident.statusBy).toEqual(by('P0REN', 20));
      await hear({ ...acknowledged, changedAt: at(10), statusBy: by('P0OLD', 10) }, 'e3');
      expect((await known('Q6')).incident.statusBy).toEqual(by('P0REN', 20));
      await hear(incident('Q6', { status: 'resolved', changedAt: at(40) }), 'e4');
      expect((await known('Q6')).incident.statusBy).toBeNull();
    });

    test('counts once, however often it comes', async () => {
      await hear(incident('Q2'), 'e1');
      const escalated = incident('Q2', { assignees: ['Ren'], changedAt: at(60) });
      for (const event of ['e2', 'e2', 'e1', 'e2']) await hear(escalated, event, event === 'e2');
      expect((await known('Q2')).incident).toMatchObject({ escalations: 1, assignees: ['Ren'] });
    });

    test('in a list knows neither alerts nor escalations, and forgets none', async () => {
      await hear(incident('Q3', { alertKeys: ['k'] }), 'e1', true);
      await hear(incident('Q3', { status: 'acknowledged', acknowledgedBy: 'Aoi', changedAt: at(5) }), null);
      expect((await known('Q3')).incident).toMatchObject({
        status: 'acknowledged',
        acknowledgedBy: 'Aoi',
        alertKeys: ['k'],
        escalations: 1,
        kept: { first: { by: 'webhook' } },
      });
    });

    test('is looked at: there is a job for it', async () => {
      await hear(incident('Q4'), null);
      const backlog = await stored().store.jobs.backlog();
      expect(backlog.find(({ queue }) => queue === 'incident')?.ready).toBeGreaterThan(0);
    });
  });

  test('what one look came to is not written over what was heard meanwhile', async () => {
    await hear(incident('Q5'), 'e1');
    const before = await known('Q5');
    const commit = {
      incident: { ...before.incident, kept: { ...before.incident.kept, told: incident('Q5') } },
      repositoryId: null,
      obligation: null,
      ledger: [],
      effects: [],
      stops: [],
      wakeAt: null,
    };
    await hear(incident('Q5', { assignees: ['Ren'], changedAt: at(1) }), 'e2');
    expect(await stored().store.incidents.keep(before, commit)).toBe(false);
    expect((await known('Q5')).incident).toMatchObject({ assignees: ['Ren'], kept: { told: null } });
    const now = await known('Q5');
    expect(await stored().store.incidents.keep(now, { ...commit, incident: now.incident })).toBe(true);
  });

  test('what is new of one has its repository looked at, which sees it until a day after its last change', async () => {
    const { store, clock } = stored();
    const { repositoryId, installationId, owner, repo: name } = newPull();
    await store.installations.addRepositories([{ id: repositoryId, installationId, owner, name }]);
    const keep = async (id: string): Promise<void> => {
      const before = await known(id);
      const { kept, ...told } = before.incident;
      const commit = { obligation: null, ledger: [], effects: [], stops: [], wakeAt: null };
      const incident = { ...told, kept: { ...kept, told } };
      expect(await store.incidents.keep(before, { ...commit, incident, repositoryId })).toBe(true);
    };
    const asked = async (): Promise<boolean> => {
      const row = await stored()
        .database.sql.selectFrom('watches')
        .select(['due_at', 'reasons'])
        .where('repository_id', '=', repositoryId)
        .executeTakeFirst();
      return row !== undefined && row.due_at !== null && row.reasons === '["incident"]';
    };
    const hoursAgo = (hours: number) => new Date(clock.now() - hours * 3_600_000).toISOString();
    await hear(incident('Q7', { status: 'resolved', changedAt: hoursAgo(1) }), 'e1');
    await hear(incident('Q8', { status: 'resolved', changedAt: hoursAgo(25) }), 'e1');
    await keep('Q8');
    expect(await asked()).toBe(true);
    await store.watches.begin(repositoryId);
    await keep('Q8');
    expect(await asked()).toBe(false);
    await keep('Q7');
    expect(await asked()).toBe(true);
    const memory = await store.watches.memory(repositoryId);
    expect(memory?.incidents).toMatchObject([{ id: 'Q7', status: 'resolved' }]);
  });
}
