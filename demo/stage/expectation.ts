import { codesOf } from './check-seen.ts';
import type { Codes } from './codes.ts';
import type { Sight } from './sight.ts';

/** One thing that must come to be. */
export interface Expectation {
  /** What is expected, as the end of a sentence. */
  readonly that: string;
  readonly holds: (sight: Sight) => boolean;
  /** What there is instead. */
  readonly instead: (sight: Sight) => string;
}

/** The check on the head commit has this title, and these codes and no others. */
export function shows(title: string, gates: Codes): Expectation {
  return same('the check shows', `“${title}” with ${inOrder(gates)}`, ({ check }) =>
    check === null ? 'no check' : `“${check.title}” with ${codesOf(check.gates)}`,
  );
}

/** Some check has shown these codes, if only for a moment. */
export function showed(gates: Partial<Codes>): Expectation {
  const wanted = inOrder(gates).split(', ');
  return {
    that: `the check showed ${wanted.join(', ')} for a while`,
    holds: ({ checks }) =>
      checks.some((check) => wanted.every((code) => codesOf(check.gates).split(', ').includes(code))),
    instead: ({ checks }) => checks.map((check) => codesOf(check.gates)).join(' / '),
  };
}

/** The bot follows this many Auto Handoff runs of the PR, ended ones included. */
export function follows(count: number): Expectation {
  return same('Auto Handoff runs that the bot follows', String(count), ({ followed }) =>
    String(followed.length),
  );
}

/** The bot has cancelled this many runs. */
export function cancels(count: number): Expectation {
  return same('runs that the bot cancelled', String(count), ({ cancelled }) => String(cancelled.length));
}

export function labels(...names: readonly string[]): Expectation {
  return same('labels on the PR', names.join(', '), (sight) => sight.labels.join(', '));
}

export function reacts(...lines: readonly string[]): Expectation {
  return same("the bot's reactions", lines.join(' / '), ({ reactions }) => reactions.join(' / '));
}

/** The newest comment for that purpose says all of this. */
export function writes(
  purpose: 'sticky' | 'approval' | 'reply' | 'blast',
  wanted: (sight: Sight) => readonly string[],
): Expectation {
  const newest = ({ comments }: Sight): string => comments.get(purpose)?.at(-1) ?? '';
  const lacking = (sight: Sight): readonly string[] =>
    wanted(sight).filter((text) => !newest(sight).includes(text));
  return {
    that: `the bot's ${purpose} comment says what it must`,
    holds: (sight) => newest(sight) !== '' && lacking(sight).length === 0,
    instead: (sight) => (newest(sight) === '' ? 'there is none' : `it lacks ${lacking(sight).join(' and ')}`),
  };
}

/** @param wanted what must be seen; nothing at all where it is empty */
export function same(what: string, wanted: string, seen: (sight: Sight) => string): Expectation {
  return {
    that: `${what}: ${wanted === '' ? 'none' : wanted}`,
    holds: (sight) => seen(sight) === wanted,
    instead: (sight) => seen(sight) || 'none',
  };
}

function inOrder(gates: Partial<Codes>): string {
  return codesOf(Object.entries(gates).map(([gate, code]) => ({ gate, code })));
}
