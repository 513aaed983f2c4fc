import { setTimeout as sleep } from 'node:timers/promises';
import { Cast } from './cast.ts';
import { expectationsOf } from './expectation.ts';
import type { Act, Chapter, Scene } from './scene.ts';
import type { Stage } from './stage.ts';
import type { Tally } from './tally.ts';

/** A scene that was played, and who played it. */
export interface Played {
  readonly scene: Scene;
  readonly cast: Cast;
}

const LIMIT_S = 90;
const POLL_MS = 20;
const QUIET_MS = 3_000;
const QUIET_WITHIN_MS = 30_000;

/** The scene cannot go on: its time is up. */
class TimeIsUp extends Error {}

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
  const { customer, narrator, post, sight } = stage;
  const cast = new Cast({ customer, narrator, post, sight, until });
  try {
    for (const act of scene.acts) await playAct(act, { cast, until, stage, tally });
  } catch (error) {
    if (!(error instanceof TimeIsUp)) throw error;
    tally.fail(`“${scene.title}” could not go on`);
  }
  return { scene, cast };
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

/** What is to be seen of the bot changes only with what it asks of GitHub: so only then it is looked at again. */
function onceAsked(stage: Stage, holds: () => boolean): () => boolean {
  const { requests } = stage.customer.github.service;
  let lookedAt = -1;
  return () => {
    if (lookedAt === requests.length) return false;
    lookedAt = requests.length;
    return holds();
  };
}

/** @throws {TimeIsUp} after the deadline, {BotFailed} when the bot has died meanwhile */
async function waitUntil(holds: () => boolean, deadline: number, stage: Stage): Promise<void> {
  while (!holds()) {
    if (stage.bot.hasEnded) throw stage.bot.failure('died in the middle of the story');
    if (performance.now() > deadline) throw new TimeIsUp();
    await sleep(POLL_MS);
    stage.narrator.catchUp();
  }
}

/** Waits until the bot has asked nothing for a while: longer than it takes to look at a late event. */
export async function untilQuiet(stage: Stage): Promise<void> {
  const { requests } = stage.customer.github.service;
  const deadline = performance.now() + QUIET_WITHIN_MS;
  let seen = -1;
  let since = performance.now();
  try {
    await waitUntil(
      () => {
        if (requests.length !== seen || stage.post.hasWaiting) {
          seen = requests.length;
          since = performance.now();
        }
        return performance.now() - since > QUIET_MS;
      },
      deadline,
      stage,
    );
  } catch (error) {
    // What it goes on doing shows in what is counted next.
    if (!(error instanceof TimeIsUp)) throw error;
  }
}

/** Judges what is left of each scene, and that nothing else was done. */
export function judgeEndings(played: readonly Played[], stage: Stage, tally: Tally): void {
  for (const { scene, cast } of played) {
    const sight = stage.sight(cast.pull);
    for (const expected of expectationsOf(scene.ending)) tally.judge(cast.pull.number, expected, sight);
  }
}
