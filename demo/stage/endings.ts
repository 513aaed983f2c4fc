import { expectationsOf, laterExpectationsOf } from './ending.ts';
import type { Expectation } from './expectation.ts';
import { onceAsked, type Played, TimeIsUp, waitUntil } from './play.ts';
import type { Sight } from './sight.ts';
import type { Stage } from './stage.ts';
import type { Tally } from './tally.ts';

const QUIET_MS = 3_000;
const SETTLED_WITHIN_MS = 60_000;

/** Waits until all ended as it must, and until the bot has then asked nothing for longer than it takes to look at a late event. */
export async function untilSettled(played: readonly Played[], stage: Stage): Promise<void> {
  const deadline = performance.now() + SETTLED_WITHIN_MS;
  try {
    const ended = onceAsked(stage, () => whole(played).every((one) => endedWell(one, stage)));
    await waitUntil(ended, deadline, stage);
    await waitUntil(quiet(stage), deadline, stage);
  } catch (error) {
    // What is lacking, and what it goes on doing, shows in what is judged next.
    if (!(error instanceof TimeIsUp)) throw error;
  }
}

/** Judges what is left of each scene, and that nothing came since its last act that must not. */
export function judgeEndings(played: readonly Played[], stage: Stage, tally: Tally): void {
  for (const one of whole(played)) {
    const sight = stage.sight(one.cast.pull);
    for (const expected of endingsOf(one)) tally.judge(one.cast.pull.number, expected, sight);
    const who = endedWell(one, stage) ? '✓' : '✗';
    stage.narrator.tell({ pull: one.cast.pull.number, who, text: leftOf(sight), by: 'bot' });
  }
}

/** One that could not go on has said so already. */
function whole(played: readonly Played[]): readonly Played[] {
  return played.filter(({ isWhole }) => isWhole);
}

function endingsOf({ scene }: Played): readonly Expectation[] {
  return [...expectationsOf(scene.ending), ...laterExpectationsOf(scene.ending)];
}

function endedWell(one: Played, stage: Stage): boolean {
  const sight = stage.sight(one.cast.pull);
  return endingsOf(one).every(({ holds }) => holds(sight));
}

function quiet(stage: Stage): () => boolean {
  let seen = -1;
  let since = performance.now();
  return () => {
    const asked = stage.asked();
    if (asked !== seen || stage.post.hasWaiting) {
      seen = asked;
      since = performance.now();
    }
    return performance.now() - since > QUIET_MS;
  };
}

/** What is left of a PR, in a line. */
function leftOf({ check, dispatched, slack, pagerDuty }: Sight): string {
  const lines = slack.handoffs.reduce((sum, { thread }) => sum + thread.length, 0);
  const incidents = pagerDuty.incidents.map(
    ({ status, called }) => `an incident (${status}; ${called.join(' and ')} called)`,
  );
  return [
    check?.title ?? 'no check',
    counted(dispatched.length, 'handoff dispatched', 'handoffs dispatched'),
    ...(slack.handoffs.length === 0
      ? []
      : [
          `Slack: ${counted(slack.handoffs.length, 'message', 'messages')}, ${counted(lines, 'line', 'lines')} in threads`,
        ]),
    ...(incidents.length === 0 ? [] : [`PagerDuty: ${incidents.join(', ')}`]),
  ].join(' · ');
}

function counted(count: number, one: string, many: string): string {
  return count === 0 ? `no ${many}` : `${count} ${count === 1 ? one : many}`;
}
