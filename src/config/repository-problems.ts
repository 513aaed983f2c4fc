import type { z } from 'zod';
import { type Comparison, comparisonOf } from '../policies/comparison.ts';
import { demandOf } from '../policies/demand.ts';
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
    .flatMap((issue): readonly Found[] => {
      const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
      if (issue.code === 'unrecognized_keys') {
        return issue.keys.map((key) => ({
          path: [...path, key],
          message: unknownKey(key, explaining.keysAt(path)),
        }));
      }
      const comparison = comparisonOf(issue);
      if (comparison !== null) return compared(path, comparison, issues, explaining.value);
      const missing = issue.code === 'invalid_type' && valueAt(explaining.value, path) === undefined;
      return [{ path, message: `${missing ? 'is missing; ' : ''}${oneLine(demandOf(issue))}` }];
    })
    .map(({ path, message, at = path }) => ({ path, message, place: explaining.placeOf(at) }))
    .sort((one, other) => order(one) - order(other));
}

/** `at`: what is written there shows it, where that is not the path itself. */
type Found = Pick<Problem, 'path' | 'message'> & { readonly at?: Path };

/**
 * What nobody set is told as the default that it is, and the line is that of the key that was set. Nothing where one of
 * the two is wrong by itself.
 */
function compared(
  path: Path,
  { must, is, other, otherIs }: Comparison,
  issues: readonly z.core.$ZodIssue[],
  value: unknown,
): readonly Found[] {
  const otherPath = [...path.slice(0, -1), other];
  const isWrong = (issue: z.core.$ZodIssue) =>
    comparisonOf(issue) === null && [path, otherPath].some((one) => one.join() === issue.path.join());
  if (issues.some(isWrong)) return [];
  const isSet = (one: Path) => valueAt(value, one) !== undefined;
  const own = isSet(path) ? '' : `is ${is} by default; `;
  const message = `${own}must ${must} \`${other}\`, which is ${otherIs}${isSet(otherPath) ? '' : ' by default'}`;
  return [{ path, message, at: isSet(path) ? path : otherPath }];
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
