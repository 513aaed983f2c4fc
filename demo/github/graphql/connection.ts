import type { Fields } from './asker.ts';
import { Problem } from './problem.ts';

export interface PageArgs {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

const MAX_PAGE = 100;

/** A list as a connection: one page of it, with cursors, by GitHub's rules for pages. */
export function connection<T>(
  name: string,
  items: readonly T[],
  how: { readonly args: PageArgs; readonly node: (item: T) => Fields },
): Fields {
  const { args, node } = how;
  checkBounds(name, args);
  const from = args.after == null ? 0 : position(args.after) + 1;
  const to = args.before == null ? items.length : position(args.before);
  const within = { from: Math.min(from, to), to };
  const start = args.last == null ? within.from : Math.max(within.from, to - args.last);
  const end = args.first == null ? to : Math.min(to, within.from + args.first);
  const page = items.slice(start, end);
  const nodes = page.map(node);
  return {
    totalCount: items.length,
    nodes,
    edges: nodes.map((one, i) => ({ node: one, cursor: cursor(start + i) })),
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: page.length === 0 ? null : cursor(start),
      endCursor: page.length === 0 ? null : cursor(end - 1),
    },
  };
}

function checkBounds(name: string, { first, last }: PageArgs): void {
  if (first == null && last == null) {
    const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
    throw new Problem('MISSING_PAGINATION_BOUNDARIES', message);
  }
  const asked = first ?? last ?? 0;
  if (asked > MAX_PAGE) {
    const message = `Requesting ${asked} records on the \`${name}\` connection exceeds the \`first\` limit of ${MAX_PAGE} records.`;
    throw new Problem('EXCESSIVE_PAGINATION', message);
  }
}

function cursor(index: number): string {
  return Buffer.from(`cursor:v2:${index}`).toString('base64');
}

function position(text: string): number {
  const [, index] = /^cursor:v2:(\d+)$/.exec(Buffer.from(text, 'base64').toString()) ?? [];
  if (index === undefined)
    throw new Problem('INVALID_CURSOR_ARGUMENTS', `\`${text}\` does not appear to be a valid cursor.`);
  return Number(index);
}
