import type { Pull } from '../github/model/pull.ts';

/** As the bot calls it wherever it is not on GitHub: `acme/erp#7`. */
export function nameOf({ repository, number }: Pull): string {
  return `${repository.owner.login}/${repository.name}#${number}`;
}

/** The number of the first PR that is named so in a text; `null` where none is. */
export function numberIn(text: string): number | null {
  const [, number] = /\b[\w-]+\/[\w.-]+#(\d+)\b/.exec(text) ?? [];
  return number === undefined ? null : Number(number);
}
