import { readFileSync } from 'node:fs';
import { type Leap, timeAt } from './course.ts';

/**
 * Loaded before the bot, in each of its threads: its clock, and that of its embedded store, follow the demo's.
 * Nothing else of it is changed; what waits for a moment waits for that of this clock.
 */

/** A leap begins later than this after it was written down, so that everybody knows of it by then. */
const READ_EVERY_MS = 20;

const RealDate = Date;
const file = process.env.DEMO_TIME;
let leaps: readonly Leap[] = [];
let readAt = Number.NEGATIVE_INFINITY;

function now(): number {
  const at = performance.now();
  if (file !== undefined && at - readAt > READ_EVERY_MS) {
    leaps = JSON.parse(readFileSync(file, 'utf8'));
    readAt = at;
  }
  return timeAt(RealDate.now(), leaps);
}

globalThis.Date = new Proxy(RealDate, {
  get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  construct: (target, given, asked) => Reflect.construct(target, given.length === 0 ? [now()] : given, asked),
  apply: () => new RealDate(now()).toString(),
});
