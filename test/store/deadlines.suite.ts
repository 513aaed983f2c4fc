import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { PullTarget } from '../../src/effect/effect.ts';
import type { Obligation } from '../../src/handoff/obligation.ts';
import { up } from '../../src/store/migrations/0012-deadlines.ts';
import type { Deadline, DeadlineQuery } from '../../src/store/store.ts';
import { SECRETS } from '../notifiers/history-samples.ts';
import type { TestStore } from '../support/store.ts';
import { AT, commitOf, HEAD, handoff, newPull } from './samples.ts';

const DAY_MS = 24 * 3_600_000;

/** What was owed in time, as an auditor, a person and a scrape are shown it. */
export function deadlinesSuite(stored: () => TestStore): void {
  const at = (ms: number): string => new Date(stored().clock.now() + ms).toISOString();
  const owed = (id: string, due: number, over: Partial<Obligation> = {}): Obligation => ({
    id,
    kind: 'follow_up',
    about: 'nothing',
    since: at(due - 60_000),
    remindAt: at(due - 30_000),
    dueAt: at(due),
    remindedAt: null,
    missedAt: null,
    settled: null,
    ...over,
  });
  const settled = { by: 'mona', at: AT, note: null, proof: 'https://github.com/acme/shop/pull/12' };
  const keep = (pull: PullTarget, ...obligations: readonly Obligation[]) =>
    stored().store.pulls.commit(commitOf(pull, { obligations, readAt: at(0) }));

  async function list(place: DeadlineQuery['place'], since = at(-30 * DAY_MS)): Promise<readonly Deadline[]> {
    const all: Deadline[] = [];
    for await (const page of stored().store.deadlines.pages({ place, since })) all.push(...page);
    return all;
  }

  test('each is met, missed or open: first due first, and none from before', async () => {
    const pull = newPull();
    const id = (name: string) => `${name}:${pull.repositoryId}`;
    await keep(
      pull,
      owed(id('later'), 60_000),
      owed(id('nobody looked'), -1_000),
      owed(id('late'), -2_000, { missedAt: AT, settled }),
      owed(id('met'), -3_000, { settled }),
      owed(id('old'), -31 * DAY_MS, { missedAt: AT }),
    );
    const found = await list({ repositoryId: pull.repositoryId, number: null });
    expect(found.map((one) => [one.id, one.outcome])).toEqual([
      [id('met'), 'met'],
      [id('late'), 'missed'],
      [id('nobody looked'), 'missed'],
      [id('later'), 'open'],
    ]);
    expect(found[0]).toMatchObject({ kind: 'follow_up', settled, dueAt: at(-3_000) });
    expect(await list({ repositoryId: pull.repositoryId, number: 13 })).toEqual([]);
    expect(await list(null)).toEqual(expect.arrayContaining([...found]));
    expect(await stored().store.deadlines.standing(pull.repositoryId)).toMatchObject({
      open: [{ kind: 'follow_up', dueAt: at(60_000) }],
      more: 0,
      missed: 2,
    });
  });

  test('is named by what people know: head, rule, incident, change', async () => {
    const { store } = stored();
    const pull = newPull();
    const { number: _, ...repository } = pull;
    const { repositoryId, owner, repo } = repository;
    const one = handoff(pull);
    await store.pulls.remember(pull, true);
    await store.pulls.commit(
      commitOf(pull, {
        handoffs: [one],
        obligations: [owed(`follow_up:${one.id}`, 1_000, { about: one.id })],
      }),
    );
    const history = owed(`history:${repositoryId}:${SECRETS.id}`, 2_000, {
      kind: 'history',
      about: SECRETS.id,
    });
    await store.histories.open(
      { repository, change: SECRETS, files: ['a.md'], openedAt: AT },
      { obligation: history, ledger: [], effects: [], reissue: [], wakeAt: null },
    );
    const place = { owner, repo };
    expect(await list({ repositoryId, number: null })).toMatchObject([
      { place: { ...place, number: 12 }, about: { is: 'handoff', headSha: HEAD } },
      { place: { ...place, number: null }, about: { is: 'change', change: SECRETS } },
    ]);
    expect(await list({ repositoryId, number: 12 })).toHaveLength(1);
  });

  test('of an incident it may be told later which repository it is about', async () => {
    const { store } = stored();
    const id = 'QOWED';
    await store.incidents.hear({
      incident: {
        id,
        number: 41,
        title: 'Down',
        url: 'https://acme.pagerduty.com/incidents/QOWED',
        status: 'resolved',
        urgency: 'high',
        serviceId: 'P1',
        createdAt: AT,
        changedAt: AT,
        assignees: [],
        acknowledgedBy: null,
        statusBy: null,
        escalations: 0,
        alertKeys: [],
      },
      event: null,
    });
    const { repositoryId } = newPull();
    for (const about of [null, repositoryId]) {
      const memory = await store.incidents.memory(id);
      if (memory === null) throw new Error('nothing was heard of it');
      await store.incidents.keep(memory, {
        incident: memory.incident,
        repositoryId: about,
        obligation: owed(`status:incident:${id}`, 5_000, { kind: 'incident_status', about: id }),
        ledger: [],
        effects: [],
        stops: [],
        wakeAt: null,
      });
    }
    expect(await list({ repositoryId, number: null })).toMatchObject([
      { kind: 'incident_status', about: { is: 'incident', number: 41 } },
    ]);
  });

  test('more than a page come in order, each once; people are shown the next ones', async () => {
    const pull = newPull();
    const many = Array.from({ length: 1_001 }, (_, i) =>
      owed(`many:${pull.repositoryId}:${i}`, 60_000 + (i % 7)),
    );
    await keep(pull, ...many);
    const found = await list({ repositoryId: pull.repositoryId, number: null });
    expect(new Set(found.map(({ id }) => id)).size).toBe(1_001);
    expect(found.map(({ dueAt }) => dueAt)).toEqual(found.map(({ dueAt }) => dueAt).toSorted());
    expect(await stored().store.deadlines.standing(pull.repositoryId)).toMatchObject({
      open: [{}, {}, {}, {}, {}],
      more: 996,
      missed: 0,
    });
  });

  test('a count never goes down: what is only due is not missed yet, and what was missed is no other thing later', async () => {
    const pull = newPull();
    const count = async () => {
      const counts = await stored().store.deadlines.counts();
      return (['met', 'missed', 'open'] as const).map(
        (outcome) => counts.find((one) => one.kind === 'history' && one.outcome === outcome)?.count ?? 0,
      );
    };
    const [met = 0, missed = 0, open = 0] = await count();
    const one = owed(`counted:${pull.repositoryId}`, -1_000, { kind: 'history' });
    await keep(pull, one);
    expect(await count()).toEqual([met, missed, open + 1]);
    await keep(pull, { ...one, missedAt: at(0) });
    expect(await count()).toEqual([met, missed + 1, open]);
    await keep(pull, { ...one, missedAt: at(0), settled });
    await keep(pull, { ...one, missedAt: null, settled });
    expect(await count()).toEqual([met, missed + 1, open]);
  });

  test('what was kept before is brought along, whatever a note holds', async () => {
    const { database } = stored();
    const pull = newPull();
    const note = '"dueAt":"x","missedAt":"y" nul-\u0000-and-lone-\ud800';
    const met = owed(`old:${pull.repositoryId}`, 1_000, { settled: { ...settled, note } });
    const incident = owed(`status:incident:OLD${pull.repositoryId}`, 2_000, {
      kind: 'incident_status',
      missedAt: AT,
    });
    await keep(pull, met, incident);
    const old = sql`
      update ai_ops.obligations
        set kind = replace(kind, 'incident_status', 'status'),
            body = replace(body, '"kind":"incident_status"', '"kind":"status"')`;
    const undone = new Error('as if nothing had happened');
    const migrated = database.sql.transaction().execute(async (transaction) => {
      await old.execute(transaction);
      await sql`drop index ai_ops.obligations_of_repository`.execute(transaction);
      await sql`drop index ai_ops.obligations_by_time`.execute(transaction);
      await sql`alter table ai_ops.obligations drop column due_at, drop column missed`.execute(transaction);
      await sql`alter table ai_ops.watches drop column last_seen`.execute(transaction);
      await up(transaction);
      const rows = await transaction
        .selectFrom('obligations')
        .selectAll()
        .where('repository_id', '=', pull.repositoryId)
        .orderBy('due_at')
        .execute();
      expect(rows).toMatchObject([
        { kind: 'follow_up', due_at: new Date(met.dueAt), missed: false, body: JSON.stringify(met) },
        {
          kind: 'incident_status',
          due_at: new Date(incident.dueAt),
          missed: true,
          body: JSON.stringify(incident),
        },
      ]);
      throw undone;
    });
    await expect(migrated).rejects.toBe(undone);
  });
}
