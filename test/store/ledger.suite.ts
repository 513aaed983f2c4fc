import { expect, test } from '@jest/globals';
import { type Kysely, sql } from 'kysely';
import { entryHash } from '../../src/store/ledger-hash.ts';
import type { Tables } from '../../src/store/tables.ts';
import type { TestStore } from '../support/store.ts';
import { draft, newPull } from './samples.ts';

export function ledgerSuite(stored: () => TestStore): void {
  /** A chain of five entries; its repository. */
  async function chain(): Promise<number> {
    const { repositoryId } = newPull();
    await stored().store.ledger.append(
      repositoryId,
      [1, 2, 3].map((n) => draft('decision.made', { n })),
    );
    await stored().store.ledger.append(
      repositoryId,
      [4, 5].map((n) => draft('decision.made', { n })),
    );
    return repositoryId;
  }

  async function verdictOf(repositoryId: number) {
    return (await stored().store.ledger.verify()).find((verdict) => verdict.repositoryId === repositoryId);
  }

  /** What only the owner of the database can do: changes entries behind the triggers. */
  async function tamper(change: (db: Kysely<Tables>) => Promise<unknown>): Promise<void> {
    const { database } = stored();
    await database.transaction(async () => {
      await sql`alter table ai_ops.ledger_entries disable trigger user`.execute(database.sql);
      await change(database.sql);
      await sql`alter table ai_ops.ledger_entries enable trigger user`.execute(database.sql);
    });
  }

  test('entries follow one another', async () => {
    const repositoryId = await chain();
    const entries = await stored().store.ledger.entries(repositoryId, 1, 10);
    expect(entries.map(({ seq, data }) => [seq, data])).toEqual([1, 2, 3, 4, 5].map((n) => [n, { n }]));
    expect(entries[0]).toEqual({
      ...draft('decision.made', { n: 1 }),
      v: 1,
      seq: 1,
      prevHash: '0'.repeat(64),
      at: new Date(stored().clock.now()).toISOString(),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(entries.slice(1).map(({ prevHash }) => prevHash)).toEqual(
      entries.slice(0, -1).map(({ hash }) => hash),
    );
    expect(await stored().store.ledger.entries(repositoryId, 4, 1)).toEqual([entries[3]]);
    expect(await verdictOf(repositoryId)).toEqual({
      repositoryId,
      ok: true,
      entries: 5,
      head: entries[4]?.hash,
    });
  });

  test('writers at the same moment make one chain', async () => {
    const { repositoryId } = newPull();
    await Promise.all(
      Array.from({ length: 10 }, () => stored().store.ledger.append(repositoryId, [draft(), draft()])),
    );
    expect(await verdictOf(repositoryId)).toMatchObject({ ok: true, entries: 20 });
  });

  test('what cannot be written the same everywhere is refused, and nothing of it is kept', async () => {
    const { repositoryId } = newPull();
    const append = stored().store.ledger.append(repositoryId, [draft(), draft('x', { rate: 0.5 })]);
    await expect(append).rejects.toMatchObject({ code: 'AIOPS_LEDGER_VALUE' });
    expect(await stored().store.ledger.entries(repositoryId, 1, 10)).toEqual([]);
  });

  test.each([
    ['update', sql`update ai_ops.ledger_entries set hash = ''`],
    ['delete', sql`delete from ai_ops.ledger_entries`],
    ['truncate', sql`truncate ai_ops.ledger_entries`],
  ])('the database refuses to %s entries', async (deed, statement) => {
    const repositoryId = await chain();
    await expect(statement.execute(stored().database.sql)).rejects.toThrow(`the ledger knows no ${deed}`);
    expect(await verdictOf(repositoryId)).toMatchObject({ ok: true, entries: 5 });
  });

  const edited = (seq: number) => sql`replace(body, ${`"n":${seq}`}, '"n":7')`.$castTo<string>();

  const TAMPERING: readonly (readonly [
    string,
    number,
    RegExp,
    (db: Kysely<Tables>, id: number) => Promise<unknown>,
  ])[] = [
    [
      'an edited entry',
      3,
      /match its hash/,
      (db, id) =>
        db
          .updateTable('ledger_entries')
          .set({ body: edited(3) })
          .where('repository_id', '=', id)
          .where('seq', '=', 3)
          .execute(),
    ],
    [
      'an edited entry whose hash was made to fit',
      4,
      /does not follow/,
      async (db, id) => {
        const of3 = db
          .selectFrom('ledger_entries')
          .select('body')
          .where('repository_id', '=', id)
          .where('seq', '=', 3);
        const body = (await of3.executeTakeFirstOrThrow()).body.replace('"n":3', '"n":7');
        await db
          .updateTable('ledger_entries')
          .set({ body, hash: entryHash(body) })
          .where('repository_id', '=', id)
          .where('seq', '=', 3)
          .execute();
      },
    ],
    [
      'an entry cut out',
      2,
      /missing/,
      (db, id) =>
        db.deleteFrom('ledger_entries').where('repository_id', '=', id).where('seq', '=', 2).execute(),
    ],
    [
      'the end cut off',
      4,
      /ends before its head/,
      (db, id) =>
        db.deleteFrom('ledger_entries').where('repository_id', '=', id).where('seq', '>', 3).execute(),
    ],
    [
      'the head set back',
      5,
      /after the head/,
      async (db, id) => {
        const { hash } = await db
          .selectFrom('ledger_entries')
          .select('hash')
          .where('repository_id', '=', id)
          .where('seq', '=', 4)
          .executeTakeFirstOrThrow();
        await db.updateTable('ledger_heads').set({ seq: 4, hash }).where('repository_id', '=', id).execute();
      },
    ],
    [
      'a head of another chain',
      5,
      /not the one that the head names/,
      (db, id) =>
        db
          .updateTable('ledger_heads')
          .set({ hash: 'f'.repeat(64) })
          .where('repository_id', '=', id)
          .execute(),
    ],
    [
      'a head removed',
      1,
      /no head/,
      (db, id) => db.deleteFrom('ledger_heads').where('repository_id', '=', id).execute(),
    ],
  ];

  test.each(TAMPERING)('shows %s, at entry %i', async (_, brokenAt, why, change) => {
    const repositoryId = await chain();
    const untouched = await chain();
    await tamper((db) => change(db, repositoryId));
    expect(await verdictOf(repositoryId)).toEqual({
      repositoryId,
      ok: false,
      brokenAt,
      why: expect.stringMatching(why),
    });
    expect(await verdictOf(untouched)).toMatchObject({ ok: true });
  });
}
