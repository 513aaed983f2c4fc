import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** One import of one file, types included: a type that points upwards is a dependency as well. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

const STATEMENT = /^(?:import|export)\b[^;]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm;

/** All TypeScript files below a folder, as paths relative to it. */
export function filesOf(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
}

/** Imports between the files of a folder, both ends relative to it; packages are left out. */
export function importsOf(root: string): readonly Import[] {
  return filesOf(root).flatMap((from) =>
    specifiersOf(join(root, from))
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => ({ from, to: relative(root, resolve(dirname(join(root, from)), specifier)) })),
  );
}

/** What a file imports, as written. */
export function specifiersOf(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(STATEMENT)].map(
    ([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '',
  );
}

/** A loop of files, if there is one. */
export function cycleIn(imports: readonly Import[]): readonly string[] | null {
  const next = Map.groupBy(imports, ({ from }) => from);
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): readonly string[] | null => {
    const seen = path.indexOf(file);
    if (seen >= 0) return [...path.slice(seen), file];
    if (done.has(file)) return null;
    for (const { to } of next.get(file) ?? []) {
      const cycle = walk(to, [...path, file]);
      if (cycle !== null) return cycle;
    }
    done.add(file);
    return null;
  };
  for (const file of next.keys()) {
    const cycle = walk(file, []);
    if (cycle !== null) return cycle;
  }
  return null;
}
