/** Reads what this store wrote with `JSON.stringify` under the same type. */
export function decode<T>(text: string): T {
  return JSON.parse(text);
}
