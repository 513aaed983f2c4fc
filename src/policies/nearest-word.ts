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
  const [letters, others] = [[...from], [...to]];
  let row: readonly number[] = others.map((_, column) => column + 1);
  for (const [index, letter] of letters.entries()) {
    let [left, diagonal] = [index + 1, index];
    row = row.map((above, column) => {
      left = Math.min(above + 1, left + 1, diagonal + Number(others[column] !== letter));
      diagonal = above;
      return left;
    });
  }
  return row.at(-1) ?? letters.length;
}
