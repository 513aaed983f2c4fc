import type { z } from 'zod';

/** What is wrong, in the words of Slack's API, with the place as a JSON pointer. */
export function sentenceOf(issue: z.core.$ZodIssue, below: string): string {
  const { text, at } = said(issue);
  return located(text, [below, ...at]);
}

export function located(text: string, path: readonly PropertyKey[]): string {
  return `${text} [json-pointer:/${path.map(String).join('/')}]`;
}

function said(issue: z.core.$ZodIssue): { readonly text: string; readonly at: readonly PropertyKey[] } {
  const at = issue.path;
  switch (issue.code) {
    case 'too_big': {
      const most = Number(issue.maximum);
      const text =
        issue.origin === 'string'
          ? `must be less than ${most + 1} characters`
          : `no more than ${most} items allowed`;
      return { text, at };
    }
    case 'too_small': {
      const least = Number(issue.minimum);
      const text =
        issue.origin === 'string'
          ? `must be more than ${least - 1} characters`
          : `no less than ${least} items allowed`;
      return { text, at };
    }
    case 'unrecognized_keys':
      return { text: `invalid additional property: ${issue.keys.join(', ')}`, at };
    case 'invalid_type':
      return issue.input === undefined
        ? { text: `missing required field: ${String(at.at(-1))}`, at: at.slice(0, -1) }
        : { text: `must provide ${article(issue.expected)} ${issue.expected}`, at };
    case 'invalid_union':
      return at.at(-1) === 'type'
        ? { text: `unsupported type: ${typeIn(issue.input)}`, at }
        : { text: 'failed to match all allowed schemas', at };
    case 'invalid_value':
      return { text: `must be one of: ${issue.values.join(', ')}`, at };
    case 'invalid_format':
      return { text: issue.format === 'url' ? 'must be a valid url' : issue.message, at };
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return { text: issue.message, at };
  }
}

function article(word: string): string {
  return /^[aeiou]/.test(word) ? 'an' : 'a';
}

function typeIn(input: unknown): string {
  const isNamed = typeof input === 'object' && input !== null && 'type' in input;
  return isNamed ? String(input.type) : 'undefined';
}
