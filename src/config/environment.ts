export type Environment = Readonly<Record<string, string | undefined>>;

/** The named variables that are set to more than blanks, trimmed. */
export function given(environment: Environment, names: readonly string[]): Environment {
  const trimmed = names.map((name) => [name, environment[name]?.trim() ?? ''] as const);
  return Object.fromEntries(trimmed.filter(([, value]) => value !== ''));
}
