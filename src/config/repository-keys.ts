import { repositoryJsonSchema } from './repository-schema.ts';

/** One key of the configuration, with what stands below it. */
export interface ConfigKey {
  readonly name: string;
  /** `tests.lint[].job`. */
  readonly path: string;
  /** `undefined` where it has none. */
  readonly default: unknown;
  /** Keys of a mapping, or of each entry of a list of mappings; none for a plain value. */
  readonly keys: readonly ConfigKey[];
  readonly isList: boolean;
}

function keysOf(schema: unknown, prefix: string): readonly ConfigKey[] {
  return Object.entries(recordOf(recordOf(schema).properties)).map(([name, property]) => {
    const path = `${prefix}${name}`;
    const { default: value, items } = recordOf(property);
    const within = items === undefined ? keysOf(property, `${path}.`) : keysOf(items, `${path}[].`);
    return { name, path, default: value, keys: within, isList: items !== undefined };
  });
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Every key that the schema knows, in its order. */
export const REPOSITORY_KEYS: readonly ConfigKey[] = keysOf(repositoryJsonSchema(), '');
