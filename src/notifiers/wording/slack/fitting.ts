import { type Both, listed } from '../locale.ts';

/** How much of a list is shown: so many parts, and so many characters of mrkdwn in the longer language. */
export interface Room {
  readonly most: number;
  readonly characters: number;
}

/** The first ones that there is room for; what escapes and addresses make long takes the room of others. */
export function fitting<T>(all: readonly T[], room: Room, textOf: (one: T) => Both): readonly Both[] {
  const parts = all.slice(0, room.most).map(textOf);
  let left = room.characters;
  const end = parts.findIndex(({ en, ja }) => {
    left -= Math.max(en.length, ja.length) + 2;
    return left < 0;
  });
  return end === -1 ? parts : parts.slice(0, end);
}

/** `a, b and 498 more`. */
export function listedIn<T>(room: Room, all: readonly T[], textOf: (one: T) => Both): Both {
  const shown = fitting(all, room, textOf);
  return listed(shown, all.length - shown.length);
}
