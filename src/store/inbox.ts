import { Batch } from './batch.ts';
import type { StoreContext } from './context.ts';

export interface Delivery {
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  readonly receivedAt: string;
  /** The raw body as it was signed. */
  readonly body: string;
}

export interface Inbox {
  /**
   * Keeps the delivery and its job in one transaction. `duplicate` when the GUID is known and not
   * dead; one that failed for good is taken anew.
   */
  remember(delivery: Delivery): Promise<'stored' | 'duplicate'>;
  load(guid: string): Promise<Delivery | null>;
  /** Marks it done; its body is kept for a bounded time (see `prune`). */
  done(guid: string): Promise<void>;
  /** Forgets bodies of deliveries done before `before`; their GUIDs stay for de-duplication. Returns how many. */
  prune(before: string): Promise<number>;
}

const MOST_AT_ONCE = 64;

export class SqlInbox implements Inbox {
  readonly #context: StoreContext;
  readonly #remembering: Batch<Delivery, 'stored' | 'duplicate'>;
  readonly #ending: Batch<string, undefined>;

  constructor(context: StoreContext) {
    this.#context = context;
    this.#remembering = new Batch((deliveries) => this.#rememberAll(deliveries), MOST_AT_ONCE);
    this.#ending = new Batch((guids) => this.#endAll(guids), MOST_AT_ONCE);
  }

  remember(delivery: Delivery): Promise<'stored' | 'duplicate'> {
    return this.#remembering.add(delivery);
  }

  async load(guid: string): Promise<Delivery | null> {
    const { sql } = this.#context.database;
    const row = await sql.selectFrom('deliveries').selectAll().where('guid', '=', guid).executeTakeFirst();
    if (row === undefined || row.body === null) return null;
    return {
      guid,
      event: row.event,
      action: row.action,
      installationId: row.installation_id,
      repositoryId: row.repository_id,
      receivedAt: row.received_at.toISOString(),
      body: row.body,
    };
  }

  done(guid: string): Promise<void> {
    return this.#ending.add(guid);
  }

  async prune(before: string): Promise<number> {
    const { database } = this.#context;
    const { numUpdatedRows } = await database.sql
      .updateTable('deliveries')
      .set({ body: null })
      .where('done_at', '<', new Date(before))
      .where('body', 'is not', null)
      .executeTakeFirst();
    return Number(numUpdatedRows);
  }

  async #endAll(guids: readonly string[]): Promise<readonly undefined[]> {
    const { database, clock } = this.#context;
    await database.sql
      .updateTable('deliveries')
      .set({ done_at: new Date(clock.now()) })
      .where('guid', 'in', guids)
      .execute();
    return guids.map(() => undefined);
  }

  #rememberAll(deliveries: readonly Delivery[]): Promise<readonly ('stored' | 'duplicate')[]> {
    const { database, wakeups } = this.#context;
    return database.transaction(async () => {
      const inserted = await database.sql
        .insertInto('deliveries')
        .values(deliveries.map(rowOf))
        .onConflict((conflict) => conflict.column('guid').doNothing())
        .returning('guid')
        .execute();
      const fresh = new Set(inserted.map(({ guid }) => guid));
      await wakeups.start('delivery', [...fresh]);
      const answers: ('stored' | 'duplicate')[] = [];
      for (const delivery of deliveries) {
        // Within one batch too, the first of a GUID is the one that is kept.
        const stored = fresh.delete(delivery.guid) || (await this.#revive(delivery));
        answers.push(stored ? 'stored' : 'duplicate');
      }
      return answers;
    });
  }

  /** Takes a known delivery anew if it failed for good. Returns whether it did. */
  async #revive(delivery: Delivery): Promise<boolean> {
    const { database, wakeups } = this.#context;
    const { guid } = delivery;
    if (!(await this.#isDead(guid))) return false;
    await wakeups.bury('delivery', guid);
    await database.sql.updateTable('deliveries').set(rowOf(delivery)).where('guid', '=', guid).execute();
    await wakeups.wake('delivery', guid);
    return true;
  }

  /** Known, not done, and nothing is coming for it any more. Locks its row. */
  async #isDead(guid: string): Promise<boolean> {
    const { database, wakeups } = this.#context;
    const { done_at } = await database.sql
      .selectFrom('deliveries')
      .select('done_at')
      .where('guid', '=', guid)
      .forUpdate()
      .executeTakeFirstOrThrow();
    return done_at === null && !(await wakeups.coming('delivery', guid));
  }
}

function rowOf(delivery: Delivery) {
  return {
    guid: delivery.guid,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    received_at: new Date(delivery.receivedAt),
    body: delivery.body,
  };
}
