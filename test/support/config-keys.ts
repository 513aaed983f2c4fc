/** One key of the configuration, as the JSON Schema knows it: `tests.lint[].job`. */
export interface ConfigKey {
  readonly path: string;
  /** `undefined` where it has none. */
  readonly default: unknown;
}

/** Every key of a JSON Schema of objects and lists, in its order. */
export function configKeys(schema: unknown, prefix = ''): readonly ConfigKey[] {
  return Object.entries(Object(Object(schema).properties)).flatMap(([name, property]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const { default: value, items } = Object(property);
    return [
      { path, default: value },
      ...(items === undefined ? configKeys(property, path) : configKeys(items, `${path}[]`)),
    ];
  });
}
