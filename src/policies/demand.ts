import type { z } from 'zod';

type Issue = z.core.$ZodIssue;
type Bound = Extract<Issue, { readonly code: 'too_big' | 'too_small' }>;

const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  null: 'null',
  number: 'a number',
  object: 'a mapping',
  record: 'a mapping',
  string: 'text',
};

/** What a schema wants of a value that is not as it should be: `must be 10 or more`. Words of its own it says as they are. */
export function demandOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.map((value) => `\`${String(value)}\``).join(' or ')}`;
    case 'too_big':
      return atMost(issue);
    case 'too_small':
      return atLeast(issue);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message;
    default:
      return issue.message;
  }
}

function atMost({ origin, maximum, inclusive }: Extract<Bound, { readonly code: 'too_big' }>): string {
  if (isNumber(origin))
    return inclusive === false ? `must be less than ${maximum}` : `must be ${maximum} or less`;
  return `must have at most ${maximum} ${partsOf(origin)}`;
}

function atLeast({ origin, minimum, inclusive }: Extract<Bound, { readonly code: 'too_small' }>): string {
  if (isNumber(origin))
    return inclusive === false ? `must be more than ${minimum}` : `must be ${minimum} or more`;
  return Number(minimum) === 1 ? 'must not be empty' : `must have at least ${minimum} ${partsOf(origin)}`;
}

function isNumber(origin: string): boolean {
  return ['number', 'int', 'bigint'].includes(origin);
}

function partsOf(origin: string): string {
  return origin === 'string' ? 'characters' : 'entries';
}
