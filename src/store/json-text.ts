/**
 * JSON as text, not `jsonb`: what people wrote may hold U+0000 or a lone surrogate, which `jsonb`
 * refuses, and a PR must not be able to stop its own evaluation.
 */
export type JsonText = string;

/** Reads what this store wrote with `JSON.stringify` under the same type. */
export function decode<T>(text: string): T {
  return JSON.parse(text);
}
