/** Furthest that a slip of the pen is taken to be from the word that was meant. */
const MAX_EDITS = 3;

/** The word that was most likely meant, `null` where none is near. */
export function nearest(word: string, words: readonly string[]): string | null {
  const reach = Math.min(MAX_EDITS, Math.floor(word.length / 2));
  const [best] = words
    .map((candidate) => ({ candidate, edits: distance(word.slice(0, 60), candidate) }))
    .filter(({ edits }) => edits <= reach)
    .sort((one, other) => one.edits - other.edits);
  return best?.candidate ?? null;
}

/** How many letters must be added, dropped or changed to make one word the other (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...to].entries()) {
      const change = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
