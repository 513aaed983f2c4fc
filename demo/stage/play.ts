import { setTimeout as sleep } from 'node:timers/promises';
import { Cast } from './cast.ts';
import { expectationsOf, onceExpectationsOf } from './ending.ts';
import type { Act, Chapter, Scene } from './scene.ts';
import type { Stage } from './stage.ts';
import type { Tally } from './tally.ts';

/** A scene that was played, and who played it. */
export interface Played {
  readonly scene: Scene;
  readonly cast: Cast;
  /** It came to its end in time. */
  readonly isWhole: boolean;
}

const LIMIT_S = 90;
const POLL_MS = 20;

/** Something did not come to be in time. */
export class TimeIsUp extends Error {}

/** Plays the chapters one after another, the scenes of one at the same time; not on from one that failed. */
export async function play(
  chapters: readonly Chapter[],
  stage: Stage,
  tally: Tally,
): Promise<readonly Played[]> {
  const played: Played[] = [];
  for (const { title, scenes } of chapters) {
    if (tally.hasFailed) {
      tally.fail(`not played: “${title}”`);
      continue;
    }
    stage.terminal.chapter(title);
    const first = stage.customer.github.world.pulls.length + 1;
    for (const [i, { title, gist }] of scenes.entries()) stage.terminal.scene(first + i, title, gist);
    played.push(...(await Promise.all(scenes.map((scene) => playScene(scene, stage, tally)))));
  }
  return played;
}

async function playScene(scene: Scene, stage: Stage, tally: Tally): Promise<Played> {
  const deadline = performance.now() + (scene.limit ?? LIMIT_S) * 1000;
  const until = (holds: () => boolean) => waitUntil(holds, deadline, stage);
  const cast = new Cast({ ...stage, until });
  const acts: readonly Act[] = [
    ...scene.acts,
    {
      happens: () => undefined,
      brings: [...expectationsOf(scene.ending), ...onceExpectationsOf(scene.ending)],
    },
  ];
  try {
    for (const act of acts) await playAct(act, { cast, until, stage, tally });
  } catch (error) {
    if (!(error instanceof TimeIsUp)) throw error;
    tally.fail(`“${scene.title}” could not go on`);
    return { scene, cast, isWhole: false };
  }
  stage.narrator.tell({
    pull: cast.pull.number,
    who: '✓',
    text: `“${scene.title}” came out as it must`,
    by: 'bot',
  });
  return { scene, cast, isWhole: true };
}

interface Playing {
  readonly cast: Cast;
  readonly until: (holds: () => boolean) => Promise<void>;
  readonly stage: Stage;
  readonly tally: Tally;
}

async function playAct({ happens, brings }: Act, { cast, until, stage, tally }: Playing): Promise<void> {
  await happens(cast);
  for (const expected of brings) {
    try {
      await until(onceAsked(stage, () => expected.holds(stage.sight(cast.pull))));
      tally.pass();
    } catch (error) {
      if (error instanceof TimeIsUp) tally.missed(cast.pull.number, expected, stage.sight(cast.pull));
      throw error;
    }
  }
}

/** What is to be seen of the bot changes only with what it asks of anybody: so only then it is looked at again. */
export function onceAsked(stage: Stage, holds: () => boolean): () => boolean {
  let lookedAt = -1;
  return () => {
    const asked = stage.asked();
    if (lookedAt === asked) return false;
    lookedAt = asked;
    return holds();
  };
}

/** @throws {TimeIsUp} after the deadline, {BotFailed} when the bot has died meanwhile */
export async function waitUntil(holds: () => boolean, deadline: number, stage: Stage): Promise<void> {
  while (!holds()) {
    if (stage.bot.hasEnded) throw stage.bot.failure('died in the middle of the story');
    if (performance.now() > deadline) throw new TimeIsUp();
    await sleep(POLL_MS);
    stage.narrator.catchUp();
  }
}
