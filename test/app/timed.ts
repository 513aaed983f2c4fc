import { expect } from '@jest/globals';
import type { Door, DoorOptions } from './door.ts';
import { Monitored, SECOND } from './monitored.ts';

/** One thing that is due at a time. */
export interface Moment {
  readonly what: string;
  /** When, in epoch milliseconds: asked once everything before it has happened. */
  readonly due: (stage: Stage) => number | Promise<number>;
  /** How often it has happened so far. */
  readonly count: (stage: Stage) => number | Promise<number>;
}

/** A story in which things become due one after the other. */
export interface Story {
  readonly name: string;
  readonly options: DoorOptions;
  readonly begin: (stage: Stage) => Promise<void>;
  readonly moments: readonly Moment[];
}

export interface Stage {
  readonly door: Door;
  readonly seen: Monitored;
}

/** The bot ends so long before each time, and another one starts so long after it. */
const AROUND_MS = 20 * SECOND;
const STEPS = 4;

/**
 * Lets every moment of a story come while no bot runs: it must not have happened before its time, it happens once the
 * bot runs again, and whatever is started anew after that, it does not happen again.
 */
export async function live(story: Story, door: Door): Promise<void> {
  const stage: Stage = { door, seen: new Monitored(door) };
  await story.begin(stage);
  const happened: { readonly moment: Moment; readonly times: number }[] = [];
  for (const moment of story.moments) {
    const { what } = moment;
    const due = await moment.due(stage);
    const before = await moment.count(stage);
    const until = due - AROUND_MS - door.clock.now();
    expect([what, until > 0]).toEqual([what, true]);
    await door.pass(until, Math.ceil(until / STEPS));
    expect([what, await moment.count(stage)]).toEqual([what, before]);
    await door.sleep(due + AROUND_MS);
    await door.settle();
    expect([what, await moment.count(stage)]).toEqual([what, before + 1]);
    happened.push({ moment, times: before + 1 });
  }
  await door.restart();
  await door.settle();
  for (const { moment, times } of happened)
    expect([moment.what, await moment.count(stage)]).toEqual([moment.what, times]);
}
