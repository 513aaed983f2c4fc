import type { Reply } from './http.ts';
import type { Call } from './route.ts';

const MAX_PER_PAGE = 100;

/**
 * One page of a list with its `Link` header. `per_page` is 30 and at most 100.
 *
 * @param how.json the item as it is shown
 * @param how.wrap how the page is put into the body; the array itself where it is left out
 */
export function paged<T>(
  call: Call,
  items: readonly T[],
  how: {
    readonly json: (item: T) => unknown;
    readonly wrap?: (page: readonly unknown[], total: number) => unknown;
  },
): Reply {
  const perPage = Math.min(positive(call.request.query.get('per_page'), 30), MAX_PER_PAGE);
  const page = positive(call.request.query.get('page'), 1);
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const part = items.slice((page - 1) * perPage, page * perPage).map(how.json);
  const body = how.wrap === undefined ? part : how.wrap(part, items.length);
  const relations = [
    ...(page > 1 ? [relation(call, page - 1, 'prev')] : []),
    ...(page < last ? [relation(call, page + 1, 'next'), relation(call, last, 'last')] : []),
    ...(page > 1 ? [relation(call, 1, 'first')] : []),
  ];
  return relations.length === 0
    ? { status: 200, body }
    : { status: 200, body, headers: { link: relations.join(', ') } };
}

function relation({ world, request }: Call, page: number, rel: string): string {
  const query = new URLSearchParams(request.query);
  query.set('page', String(page));
  return `<${world.urls.api}${request.path}?${query}>; rel="${rel}"`;
}

function positive(text: string | null, otherwise: number): number {
  const number = Number(text);
  return text !== null && Number.isInteger(number) && number > 0 ? number : otherwise;
}
