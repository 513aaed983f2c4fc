/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export type Details = Readonly<Record<string, Json>>;

/** Which details there was no room for. */
const LEFT_OUT = 'left_out';

/** Bytes of the value as JSON in UTF-8. */
export function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** One line of at most `max` UTF-16 units; one that is cut ends in `…`, and never inside a character. */
export function cutLine(text: string, max: number): string {
  const line = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .toWellFormed();
  if (line.length <= max) return line;
  return `${line
    .slice(0, max - 1)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()}…`;
}

/**
 * The details that fit, in their order; the names of the others are told as `left_out`, as far as there
 * is room for them.
 *
 * @param room bytes of JSON in UTF-8
 */
export function fitDetails(details: Details, room: number): Details {
  if (sizeOf(details) <= room) return details;
  const names = Object.keys(details);
  const note = names.join(', ').slice(0, 1024).toWellFormed();
  let left = room - sizeOf({ [LEFT_OUT]: note });
  const fitting = new Set<string>();
  for (const name of names) {
    const size = sizeOf({ [name]: details[name] });
    if (size > left) continue;
    left -= size;
    fitting.add(name);
  }
  const kept = Object.entries(details).filter(([name]) => fitting.has(name));
  const out = names.filter((name) => !fitting.has(name));
  return { ...Object.fromEntries(kept), [LEFT_OUT]: out.join(', ').slice(0, note.length).toWellFormed() };
}
