import type { PageUnderWay } from '../alerts/ladder.ts';
import { type Call, isCall } from '../effect/call.ts';
import type { Effect } from '../effect/effect.ts';
import type { StoreContext } from './context.ts';
import { enqueueEffect } from './enqueue-effect.ts';
import { decode } from './json-text.ts';
import { ladderSubject } from './keys.ts';
import { setTimer } from './timers.ts';
import { saidOf } from './watch-page.ts';

/** A page that calls somebody, and what the bot has said about it by itself. */
export interface LadderPage {
  readonly effect: Call;
  readonly page: PageUnderWay;
}

/** Pages that PagerDuty may not take, and what is said of that in Slack (O5). */
export interface Ladders {
  /** `null`: there is no such page. */
  page(key: string): Promise<LadderPage | null>;
  /** Says it, each effect once, and sets the time of the next look. */
  say(key: string, effects: readonly Effect[], wakeAt: string | null): Promise<void>;
}

export class SqlLadders implements Ladders {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  page(key: string): Promise<LadderPage | null> {
    const { database } = this.#context;
    return database.snapshot(async () => {
      const row = await database.sql
        .selectFrom('effects')
        .select(['payload', 'state', 'created_at', 'lane', 'seq'])
        .where('key', '=', key)
        .executeTakeFirst();
      if (row === undefined) return null;
      const effect = decode<Effect>(row.payload);
      if (!isCall(effect)) return null;
      const later = await database.sql
        .selectFrom('effects')
        .select('payload')
        .where('lane', '=', row.lane)
        .where('seq', '>', row.seq)
        .execute();
      const isOver = later.some(({ payload }) => isResolve(decode<Effect>(payload)));
      const state = row.state === 'sent' ? 'sent' : row.state === 'withdrawn' || isOver ? 'gone' : 'unsent';
      const createdAt = row.created_at.toISOString();
      return {
        effect,
        page: {
          createdAt,
          state,
          said: await saidOf(this.#context, key, state === 'sent' ? 'read' : 'asked'),
        },
      };
    });
  }

  async say(key: string, effects: readonly Effect[], wakeAt: string | null): Promise<void> {
    await this.#context.database.transaction(async () => {
      for (const effect of effects) await enqueueEffect(this.#context, effect, null);
      await setTimer(this.#context, ladderSubject(key), wakeAt);
    });
  }
}

function isResolve(effect: Effect): boolean {
  return isCall(effect) && effect.action === 'resolve';
}
