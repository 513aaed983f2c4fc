import { Refusal } from './refusal.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** Empty on the last page. */
  readonly next: string;
}

/**
 * One page of a list. https://docs.slack.dev/apis/web-api/pagination
 *
 * @param how.keyOf what the cursor remembers of the first item of the next page
 * @throws {Refusal} for a cursor that was not given out
 */
export function pageOf<T>(
  items: readonly T[],
  how: { readonly cursor: string | undefined; readonly limit: number; readonly keyOf: (item: T) => string },
): Page<T> {
  const { cursor = '', limit, keyOf } = how;
  const wanted = Buffer.from(cursor, 'base64')
    .toString()
    .replace(/^next:/, '');
  const first = cursor === '' ? 0 : items.findIndex((item) => keyOf(item) === wanted);
  if (first < 0) throw new Refusal('invalid_cursor');
  const following = items[first + limit];
  return {
    items: items.slice(first, first + limit),
    next: following === undefined ? '' : Buffer.from(`next:${keyOf(following)}`).toString('base64'),
  };
}
