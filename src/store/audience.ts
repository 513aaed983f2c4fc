import { DEFAULT_LOCALE, type Locale } from '../policies/locale.ts';
import type { StoreContext } from './context.ts';
import { decode } from './json-text.ts';

/** Where the bot speaks besides GitHub, and in which language of what is about no single repository. */
export interface Audience {
  readonly slack: boolean;
  readonly pagerduty: boolean;
  readonly locale: Locale;
}

const NAME = 'audience';
const NOBODY: Audience = { slack: false, pagerduty: false, locale: DEFAULT_LOCALE };

/** Kept by the bot when it starts, for commands of the operator, which know the store and nothing else. */
export async function keepAudience({ database }: StoreContext, audience: Audience): Promise<void> {
  const value = JSON.stringify(audience);
  await database.sql
    .insertInto('instance')
    .values({ name: NAME, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

/** Nobody before the bot has first started. */
export async function readAudience({ database }: StoreContext): Promise<Audience> {
  const row = await database.sql
    .selectFrom('instance')
    .select('value')
    .where('name', '=', NAME)
    .executeTakeFirst();
  return row === undefined ? NOBODY : decode<Audience>(row.value);
}
