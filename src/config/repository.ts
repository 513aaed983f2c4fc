import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { GateSettings } from '../policies/settings.ts';
import { type Known, unknown } from '../policies/verdict.ts';
import {
  describeProblem,
  oneLine,
  type Path,
  type Place,
  type Problem,
  problemsOf,
} from './repository-problems.ts';
import { knownKeysAt, repositorySchema } from './repository-schema.ts';
import { readYaml, type YamlFile } from './repository-yaml.ts';

/** Where the configuration is: on the default branch, and there only. */
export const CONFIG_PATH = '.github/ai-ops.yml';

const EXTENDED = '.github';

/** The configuration of one governed repository, all defaults filled in, frozen. */
export type RepositoryConfig = Omit<z.output<typeof repositorySchema>, 'extends'>;

/** `known(null)`: the file is not there. Not known: it, or whether it is there, could not be read. */
export type ConfigFile = Known<string | null>;

/**
 * `text` is what the configuration comes to, as JSON: it parses to the same again, so a stored
 * decision can be made again from it. `digest` is its SHA-256, hex. Each problem is one line.
 */
export type RepositoryConfigOutcome =
  | {
      readonly kind: 'ok' | 'absent';
      readonly config: RepositoryConfig;
      readonly text: string;
      readonly digest: string;
    }
  | { readonly kind: 'unreadable'; readonly problems: readonly string[] }
  /** `found` has what `problems` says, with the lines apart. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[]; readonly found: readonly Problem[] };

const MAX_PROBLEMS = 20;

/**
 * Reads `.github/ai-ops.yml`. Where it says `extends`, `extendedText` is the same file of the
 * owner's `.github` repository; not having been given counts as unreadable.
 */
export function parseRepositoryConfig(files: {
  readonly text: ConfigFile;
  readonly extendedText?: ConfigFile;
}): RepositoryConfigOutcome {
  if (!files.text.known)
    return { kind: 'unreadable', problems: [`${CONFIG_PATH}: ${oneLine(files.text.why)}`] };
  if (files.text.value === null) return accepted('absent', configDefaults());
  const own = readYaml(files.text.value);
  if (own.kind === 'invalid') return invalid(own.problems);
  if (own.file.value.extends !== EXTENDED) return judge(own.file.value, placeIn(own.file, null));
  return parseExtending(own.file, files.extendedText ?? unknown('was not asked for'));
}

/** The repository that the configuration extends, to be read before it can be parsed; `null` for none. */
export function extendsOf(text: string): '.github' | null {
  const own = readYaml(text);
  return own.kind === 'ok' && own.file.value.extends === EXTENDED ? EXTENDED : null;
}

/** What holds where there is no configuration: the bot observes. */
export function configDefaults(): RepositoryConfig {
  return frozen(withoutExtends(repositorySchema.parse({})));
}

/** What a valid configuration says that its author can hardly mean: one line each. */
export function configWarnings({ mode, tests }: RepositoryConfig): readonly string[] {
  if (mode !== 'enforce') return [];
  return (['lint', 'unit'] as const)
    .filter((kind) => tests[kind].length === 0)
    .map((kind) => `tests.${kind} names no test, so G2 stays closed and nothing is ever handed off`);
}

/** What the gates look at; no base branches means the default branch. */
export function gateSettings(config: RepositoryConfig, defaultBranch: string): GateSettings {
  const { base_branches, smoke, tests, verify, label } = config;
  return {
    base_branches: base_branches.length > 0 ? base_branches : [defaultBranch],
    smoke,
    tests,
    verify,
    label,
  };
}

function parseExtending(own: YamlFile, extendedText: ConfigFile): RepositoryConfigOutcome {
  const named = `${EXTENDED}/${CONFIG_PATH}`;
  if (!extendedText.known)
    return { kind: 'unreadable', problems: [`${named}: ${oneLine(extendedText.why)}`] };
  if (extendedText.value === null) {
    const place = placeIn(own, null)(['extends']);
    return invalid([{ place, path: ['extends'], message: `there is no ${named} to extend` }]);
  }
  const base = readYaml(extendedText.value);
  if (base.kind === 'invalid') return invalid(base.problems.map(inExtended));
  if ('extends' in base.file.value) {
    const place = { line: base.file.lineOf(['extends']) ?? 1, extended: true };
    return invalid([
      { place, path: ['extends'], message: 'must not stand in a file that is itself extended' },
    ]);
  }
  return judge(merged(base.file.value, own.value), placeIn(own, base.file));
}

function judge(value: unknown, placeOf: (path: Path) => Place | null): RepositoryConfigOutcome {
  const result = repositorySchema.safeParse(value);
  if (result.success) return accepted('ok', frozen(withoutExtends(result.data)));
  return invalid(problemsOf(result.error.issues, { value, placeOf, keysAt: knownKeysAt }));
}

function accepted(kind: 'ok' | 'absent', config: RepositoryConfig): RepositoryConfigOutcome {
  const text = JSON.stringify(config);
  return { kind, config, text, digest: createHash('sha256').update(text).digest('hex') };
}

function invalid(problems: readonly Problem[]): RepositoryConfigOutcome {
  const lines = [...new Set(problems.map(describeProblem))];
  const more = lines.length - MAX_PROBLEMS;
  return {
    kind: 'invalid',
    problems: more > 0 ? [...lines.slice(0, MAX_PROBLEMS), `and ${more} more`] : lines,
    found: problems.slice(0, MAX_PROBLEMS),
  };
}

function inExtended(problem: Problem): Problem {
  return problem.place === null ? problem : { ...problem, place: { ...problem.place, extended: true } };
}

/** Where a value was written: in the file itself, else in the one it extends, else what is around it. */
function placeIn(own: YamlFile, base: YamlFile | null): (path: Path) => Place | null {
  return (path) => {
    for (let length = path.length; length > 0; length -= 1) {
      const part = path.slice(0, length);
      const ownLine = own.lineOf(part);
      if (ownLine !== null) return { line: ownLine, extended: false };
      const baseLine = base?.lineOf(part) ?? null;
      if (baseLine !== null) return { line: baseLine, extended: true };
    }
    return null;
  };
}

/** Mappings merge key by key; anything else, lists too, replaces what it extends. */
function merged(base: unknown, own: unknown): unknown {
  if (!isMapping(base) || !isMapping(own)) return own;
  const ownKeys = Object.entries(own).map(([key, value]) => [
    key,
    key in base ? merged(base[key], value) : value,
  ]);
  return { ...base, ...Object.fromEntries(ownKeys) };
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withoutExtends({ extends: _, ...config }: z.output<typeof repositorySchema>): RepositoryConfig {
  return config;
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}
