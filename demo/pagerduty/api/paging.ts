import { wrongArguments } from './refusal.ts';
import type { Call, Reply } from './route.ts';

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 100;
const MAX_ROWS = 10_000;

/** Query parameters of every list. */
export const PAGING = ['limit', 'offset', 'total'] as const;

/**
 * One page of a list, by `limit` and `offset`.
 * @see https://developer.pagerduty.com/docs/rest-api-v2/pagination
 */
export function paged<T>(
  { request: { query } }: Call,
  name: string,
  { rows, show }: { readonly rows: readonly T[]; readonly show: (row: T) => object },
): Reply {
  const limit = Math.min(count(query.get('limit'), DEFAULT_LIMIT), MAX_LIMIT);
  const offset = count(query.get('offset'), 0);
  if (limit + offset > MAX_ROWS) throw wrongArguments(`Offset + limit must not be greater than ${MAX_ROWS}`);
  const body = {
    [name]: rows.slice(offset, offset + limit).map(show),
    limit,
    offset,
    more: rows.length > offset + limit,
    total: query.get('total') === 'true' ? rows.length : null,
  };
  return { status: 200, body };
}

function count(text: string | null, otherwise: number): number {
  if (text === null) return otherwise;
  if (!/^\d+$/.test(text)) throw wrongArguments('limit and offset must be whole numbers');
  return Number(text);
}
