import type { Run } from '../github/model/run.ts';
import { purposeOf } from './deeds.ts';
import { type Expectation, same } from './expectation.ts';
import type { Sight } from './sight.ts';
import type { HandoffMessage } from './slack-sight.ts';

/** What Slack must hold of a handoff in the end. */
export interface HandoffTold {
  /** What its message says, such as `approved`. */
  readonly state: string;
  /** A piece of each line in its thread, all of them, in this order. */
  readonly thread: readonly string[];
  /** Its approval comment was written while Slack could not be reached, and has no link to the message. */
  readonly unlinked?: boolean;
}

const STARTED = '[AI Ops] Auto Handoff Started';

/** The thread of the newest handoff's message says all of this, in this order; other lines may stand between. */
export function tells(...lines: readonly string[]): Expectation {
  return {
    that: `the newest thread in Slack says ${quoted(lines)}`,
    holds: ({ slack }) => saysInOrder(slack.at(-1)?.thread ?? [], lines),
    instead: ({ slack }) => {
      const newest = slack.at(-1);
      return newest === undefined ? 'there is no message' : quoted(newest.thread) || 'its thread is empty';
    },
  };
}

/** One message for each handoff whose run has really started (H2), with these lines in its thread and no others. */
export function slackHolds(told: readonly HandoffTold[]): readonly Expectation[] {
  return [
    same('messages in Slack', told.map(() => STARTED).join(', '), ({ slack }) =>
      slack.map(({ header }) => header).join(', '),
    ),
    {
      that: 'Slack has one message for each run that has started',
      holds: ({ slack, followed }) => slack.length === followed.filter(hasBegun).length,
      instead: ({ slack, followed }) =>
        `${slack.length} for ${followed.filter(hasBegun).length} that have started`,
    },
    {
      that: `the threads in Slack say ${told.map(({ thread }) => quoted(thread)).join(' / ') || 'nothing'}`,
      holds: ({ slack }) =>
        slack.length === told.length &&
        slack.every(({ thread }, i) => {
          const wanted = told[i]?.thread ?? [];
          return thread.length === wanted.length && saysInOrder(thread, wanted);
        }),
      instead: ({ slack }) => slack.map(({ thread }) => quoted(thread)).join(' / ') || 'there is no thread',
    },
  ];
}

export function slackShows(told: readonly HandoffTold[]): Expectation {
  return same(
    'the messages in Slack say in the end',
    told.map(({ state }) => state).join(', '),
    ({ slack }) => slack.map(({ state }) => state).join(', '),
  );
}

/** The message of an approved handoff leads to its approval comment, and that back to the message (R2). */
export function linksBothWays(told: readonly HandoffTold[]): Expectation {
  const lacking = (sight: Sight): readonly string[] => {
    const approvals = sight.pull.comments.filter(({ body }) => purposeOf(body) === 'approval');
    return sight.slack
      .map((message, i) => ({ message, wanted: told[i] }))
      .filter(({ wanted }) => wanted?.state === 'approved')
      .flatMap(({ message, wanted }, i) => {
        const approval = approvals[i];
        if (approval === undefined) return ['there is no approval comment'];
        return [
          ...(linksTo(message, `#issuecomment-${approval.id}`)
            ? []
            : ['the message has no link to the comment']),
          ...(approval.body.includes(`(${message.link})`) === (wanted?.unlinked !== true)
            ? []
            : [`the comment has ${wanted?.unlinked === true ? 'a' : 'no'} link to the message`]),
        ];
      });
  };
  return {
    that: 'approval comments and their messages in Slack link each other',
    holds: (sight) => lacking(sight).length === 0,
    instead: (sight) => lacking(sight).join('; '),
  };
}

function linksTo({ message }: HandoffMessage, end: string): boolean {
  return JSON.stringify(message.content.blocks).includes(`${end}|`);
}

/** Its first step has begun: only then is it told of. */
function hasBegun({ attempts }: Run): boolean {
  return attempts.some(({ jobs }) =>
    jobs.some(({ steps }) => steps.some(({ startedAt }) => startedAt !== null)),
  );
}

function saysInOrder(thread: readonly string[], wanted: readonly string[]): boolean {
  let from = 0;
  for (const piece of wanted) {
    const found = thread.findIndex((line, i) => i >= from && line.includes(piece));
    if (found < 0) return false;
    from = found + 1;
  }
  return true;
}

function quoted(lines: readonly string[]): string {
  return lines.map((line) => `“${line}”`).join(', ');
}
