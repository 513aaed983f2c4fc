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
  /** What else it says, such as who asked for what. */
  readonly says?: readonly string[];
  /** Its approval comment was written while Slack could not be reached, and has no link to the message. */
  readonly unlinked?: boolean;
}

const STARTED = '[AI Ops] Auto Handoff Started';

/** The thread of the newest handoff's message says all of this, in this order; other lines may stand between. */
export function tells(...lines: readonly string[]): Expectation {
  return {
    that: `the newest thread in Slack says ${quoted(lines)}`,
    holds: ({ slack }) => saysInOrder(slack.handoffs.at(-1)?.thread ?? [], lines),
    instead: ({ slack }) => {
      const newest = slack.handoffs.at(-1);
      return newest === undefined ? 'there is no message' : quoted(newest.thread) || 'its thread is empty';
    },
  };
}

/** Only that person was told last: all of this. */
export function whispers(to: string, ...pieces: readonly string[]): Expectation {
  const newest = ({ slack }: Sight): string =>
    slack.whispers.findLast((line) => line.startsWith(`${to}: `)) ?? '';
  return {
    that: `Slack shows ${to} alone ${quoted(pieces)}`,
    holds: (sight) => pieces.every((piece) => newest(sight).includes(piece)),
    instead: (sight) => newest(sight) || 'nothing is shown to them',
  };
}

/** Nothing else was shown to single people, nor in messages of their own. */
export function slackSays({
  whispered,
  announced,
}: {
  readonly whispered: readonly string[];
  readonly announced: readonly string[];
}): readonly Expectation[] {
  return [
    // Answers to different people come in any order.
    exactly('what Slack shows single people', whispered.toSorted(), ({ slack }) => slack.whispers.toSorted()),
    exactly('what Slack announces', announced, ({ slack }) => slack.notices.map(({ text }) => text)),
  ];
}

/** One message for each handoff whose run has really started (H2), with these lines in its thread and no others. */
export function slackHolds(told: readonly HandoffTold[]): readonly Expectation[] {
  return [
    same('messages in Slack', told.map(() => STARTED).join(', '), ({ slack }) =>
      slack.handoffs.map(({ header }) => header).join(', '),
    ),
    {
      that: 'Slack has one message for each run that has started',
      holds: ({ slack, followed }) => slack.handoffs.length === followed.filter(hasBegun).length,
      instead: ({ slack, followed }) =>
        `${slack.handoffs.length} for ${followed.filter(hasBegun).length} that have started`,
    },
    {
      that: `the threads in Slack say ${told.map(({ thread }) => quoted(thread)).join(' / ') || 'nothing'}`,
      holds: ({ slack }) =>
        slack.handoffs.length === told.length &&
        slack.handoffs.every(({ thread }, i) => {
          const wanted = told[i]?.thread ?? [];
          return thread.length === wanted.length && saysInOrder(thread, wanted);
        }),
      instead: ({ slack }) =>
        slack.handoffs.map(({ thread }) => quoted(thread)).join(' / ') || 'there is no thread',
    },
  ];
}

export function slackShows(told: readonly HandoffTold[]): readonly Expectation[] {
  const states = same(
    'the messages in Slack say in the end',
    told.map(({ state }) => state).join(', '),
    ({ slack }) => slack.handoffs.map(({ state }) => state).join(', '),
  );
  const lacking = ({ slack }: Sight): readonly string[] =>
    told.flatMap(({ says = [] }, i) =>
      says.filter((text) => !JSON.stringify(slack.handoffs[i]?.message.content.blocks).includes(text)),
    );
  return [
    states,
    {
      that: 'the messages in Slack say who asked for what',
      holds: (sight) => lacking(sight).length === 0,
      instead: (sight) => `they lack ${quoted(lacking(sight))}`,
    },
  ];
}

/** The message of an approved handoff leads to its approval comment, and that back to the message (R2). */
export function linksBothWays(told: readonly HandoffTold[]): Expectation {
  const lacking = (sight: Sight): readonly string[] => {
    const approvals = sight.pull.comments.filter(({ body }) => purposeOf(body) === 'approval');
    return sight.slack.handoffs
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

/** Each line has its piece, in this order, and there is no other. */
function exactly(
  what: string,
  wanted: readonly string[],
  seen: (sight: Sight) => readonly string[],
): Expectation {
  return {
    that: `${what}: ${quoted(wanted) || 'nothing'}`,
    holds: (sight) => seen(sight).length === wanted.length && saysInOrder(seen(sight), wanted),
    instead: (sight) => quoted(seen(sight)) || 'nothing',
  };
}

export function saysInOrder(thread: readonly string[], wanted: readonly string[]): boolean {
  let from = 0;
  for (const piece of wanted) {
    const found = thread.findIndex((line, i) => i >= from && line.includes(piece));
    if (found < 0) return false;
    from = found + 1;
  }
  return true;
}

export function quoted(lines: readonly string[]): string {
  return lines.map((line) => `“${line}”`).join(', ');
}
