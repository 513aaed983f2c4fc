import type { z } from 'zod';
import type { GitHubClient } from './client.ts';
import { UnexpectedAnswer } from './failure.ts';

/** No list that the bot reads is longer; one that is would be read for ever. */
const MAX_PAGES = 200;
const PER_PAGE = 100;

/**
 * The fields that are used, out of an answer that said yes.
 *
 * @throws {UnexpectedAnswer} where they are not there: what was asked for may have been done all the same
 */
export function expectAnswer<T>(schema: z.ZodType<T>, data: unknown, what: string): T {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new UnexpectedAnswer(
    `GitHub's answer has no ${what} (${issue?.path.join('.') || 'all'}: ${issue?.message})`,
  );
}

/**
 * A list, page by page, each page checked; an answer that is no list is an error, never the list's end.
 *
 * @param list.schema of one page, as GitHub answers it
 */
export async function* pages<T>(
  client: Pick<GitHubClient, 'request'>,
  route: string,
  list: {
    readonly params: Readonly<Record<string, unknown>>;
    readonly schema: z.ZodType<T>;
    readonly what: string;
  },
): AsyncGenerator<T, void, void> {
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const answer = await client.request(route, { ...list.params, per_page: PER_PAGE, page });
    yield expectAnswer(list.schema, answer.data, list.what);
    if (!/\brel="next"/.test(answer.headers.link ?? '')) return;
  }
  throw new UnexpectedAnswer(`GitHub's list of ${list.what} has more than ${MAX_PAGES} pages`);
}
