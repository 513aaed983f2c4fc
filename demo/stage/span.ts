import type { Pull } from '../github/model/pull.ts';
import type { World } from '../github/model/world.ts';

/**
 * What names no pull request is of the one that was opened last before it: scenes that bring such things are
 * played alone.
 *
 * @returns whether an epoch millisecond is from then on, and before the next one was opened
 */
export function spanOf(pull: Pull, world: World): (ms: number) => boolean {
  const next = world.pulls.find(({ number }) => number === pull.number + 1);
  const from = Date.parse(pull.createdAt);
  const to = next === undefined ? Number.POSITIVE_INFINITY : Date.parse(next.createdAt);
  return (ms) => ms >= from && ms < to;
}
