import type { z } from 'zod';
import { nearest } from '../policies/nearest-word.ts';

export type Path = readonly (string | number)[];

/** A line of the file itself, or of the one it extends. */
export interface Place {
  readonly line: number;
  readonly extended: boolean;
}

/** One thing that is wrong with a configuration; `place` is `null` where no line can be named. */
export interface Problem {
  readonly place: Place | null;
  readonly path: Path;
  readonly message: string;
}

const MAX_TEXT = 200;

/** Text of any origin as one bounded line. */
export function oneLine(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' ').trim();
  return line.length <= MAX_TEXT ? line : `${line.slice(0, MAX_TEXT)}…`;
}

/** `line 7, tests.lint[0].workflow: must be …`, with as much of it as is known. */
export function describeProblem({ place, path, message }: Problem): string {
  const line = place === null ? '' : `line ${place.line}${place.extended ? ' of the extended file' : ''}`;
  const where = [line, pathText(path)].filter((part) => part !== '').join(', ');
  return where === '' ? message : `${where}: ${message}`;
}

/** `tests.lint[0].workflow`; keys that are not plain words are quoted. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    if (!/^[\w-]{1,60}$/.test(part)) return `${text}[${JSON.stringify(oneLine(part))}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

export interface Explaining {
  readonly value: unknown;
  readonly placeOf: (path: Path) => Place | null;
  /** The keys that the schema knows at a path. */
  readonly keysAt: (path: Path) => readonly string[];
}

/** What the schema found, as problems with lines, in the order of the file. */
export function problemsOf(issues: readonly z.core.$ZodIssue[], explaining: Explaining): readonly Problem[] {
  return issues
    .flatMap((issue) => {
      const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
      if (issue.code === 'unrecognized_keys') {
        return issue.keys.map((key) => ({
          path: [...path, key],
          message: unknownKey(key, explaining.keysAt(path)),
        }));
      }
      const missing = issue.code === 'invalid_type' && valueAt(explaining.value, path) === undefined;
      return [{ path, message: `${missing ? 'is missing; ' : ''}${demand(issue)}` }];
    })
    .map((problem) => ({ ...problem, place: explaining.placeOf(problem.path) }))
    .sort((one, other) => order(one) - order(other));
}

function order({ place }: Problem): number {
  return place === null ? 0 : place.line + (place.extended ? Number.MAX_SAFE_INTEGER / 2 : 0);
}

function unknownKey(key: string, keys: readonly string[]): string {
  const meant = nearest(key, keys);
  return `is not a known key; ${meant === null ? `known are ${keys.join(', ')}` : `did you mean \`${meant}\`?`}`;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (within, part) => (typeof within === 'object' && within !== null ? Reflect.get(within, part) : undefined),
    value,
  );
}

const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  object: 'a mapping',
  record: 'a mapping',
  string: 'text',
};

function demand(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.map((value) => `\`${String(value)}\``).join(' or ')}`;
    case 'too_big':
      return `must have at most ${issue.maximum} ${issue.origin === 'string' ? 'characters' : 'entries'}`;
    case 'too_small':
      return 'must not be empty';
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message;
    default:
      return oneLine(issue.message);
  }
}
