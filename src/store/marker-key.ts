import { randomBytes } from 'node:crypto';
import type { StoreContext } from './context.ts';

const NAME = 'marker_key';

/** The key of this instance of the bot: made once, by whoever asks first, and the same for ever. */
export async function readMarkerKey({ database }: StoreContext): Promise<string> {
  return database.transaction(async () => {
    await database.sql
      .insertInto('instance')
      .values({ name: NAME, value: randomBytes(32).toString('hex') })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    const { value } = await database.sql
      .selectFrom('instance')
      .select('value')
      .where('name', '=', NAME)
      .executeTakeFirstOrThrow();
    return value;
  });
}
