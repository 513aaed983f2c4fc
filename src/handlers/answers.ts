import type { AskedBy, Effect, PullView, ReplyEffect } from '../effect/effect.ts';
import type { SlackAnswer } from '../effect/messages.ts';
import type { Rollback } from '../handoff/rollback.ts';
import { stopTold } from '../policies/commands.ts';
import { placeName } from '../policies/place.ts';
import type { GateId, Verdict } from '../policies/verdict.ts';
import type { CommandRecord, DispatchRecord, GivenInSlack, PullMemory, RerunRecord } from '../store/store.ts';
import { viewOfRollback } from './roll-back.ts';

type Reply = ReplyEffect['reply'];
type Refused = Extract<Reply, { kind: 'refused' }>;

interface Shown {
  readonly memory: PullMemory;
  readonly view: PullView;
}

/** Reactions to comments, and a reply where one was asked for or something was refused. */
export function answers(
  settled: readonly CommandRecord[],
  shown: Shown & { readonly begun: Rollback | undefined },
): readonly Effect[] {
  return settled.flatMap((command) => {
    const { commentId, id, state, slack } = command;
    const { memory } = shown;
    if (slack !== undefined) return [slackAnswer(command, slack, shown)];
    if (commentId === null) return [];
    const content = state === 'refused' ? ('-1' as const) : ('rocket' as const);
    const base = { key: `reaction:${id}:end`, pull: memory.pull } as const;
    const reaction: Effect = { ...base, kind: 'reaction', commentId, content };
    const reply = replyTo(command, shown);
    if (reply === null || wasToldBefore(command, memory)) return [reaction];
    return [reaction, replyEffect(`reply:${id}`, reply, shown)];
  });
}

/** What was asked for in Slack is answered there, to nobody else. */
function slackAnswer(
  command: CommandRecord,
  { channel, user }: GivenInSlack,
  { memory, view }: Shown,
): Effect {
  const key = `answer:${command.id}`;
  const base = { kind: 'slack_answer', key, lane: key, locale: view.locale, channel: null } as const;
  const answer = slackAnswerTo(command, placeName(memory.pull), { memory, view });
  return { ...base, repository: memory.pull, to: { channel, user }, answer };
}

function slackAnswerTo(command: CommandRecord, place: string, { memory, view }: Shown): SlackAnswer {
  const { name, argument, state, code } = command;
  const what = argument === null ? `${name} ${place}` : `${name} ${place} ${argument}`;
  if (state === 'refused' && code !== null) {
    const { headSha, labelName } = view;
    return { says: 'refused', what, code, headSha, labelName };
  }
  switch (name) {
    case 'status':
      return { says: 'status', view, deadlines: memory.deadlines };
    case 'explain':
      return { says: 'explain', verdicts: asked(view.verdicts, argument), view };
    default:
      return { says: 'granted', what };
  }
}

interface Undone extends Pick<Refused, 'what' | 'headSha' | 'code' | 'detail'> {
  readonly asked: AskedBy;
}

/** Who asked for a run is told where that was granted and then could not be started after all. */
export function afterthoughts(shown: Shown): readonly Effect[] {
  const { dispatches, reruns } = shown.memory;
  return [...dispatches.map(undoneDispatch), ...reruns.map(undoneRerun)]
    .filter((undone) => undone !== null)
    .map(({ asked: { commandId, by: to }, ...said }) =>
      replyEffect(`reply:${commandId}:undone`, refusal(shown.view, { to, ...said }), shown),
    );
}

/** What becomes of a rollback is told by itself. */
function undoneDispatch({ purpose, asked, headSha, outcome }: DispatchRecord): Undone | null {
  if (asked === null || purpose === 'rollback') return null;
  const undone = { what: purpose, asked, headSha };
  if (outcome.kind === 'withdrawn') return { ...undone, code: outcome.code, detail: null };
  if (outcome.kind !== 'refused') return null;
  return { ...undone, code: 'command_start_refused', detail: outcome.detail };
}

function undoneRerun({ effect: { purpose: what, asked, headSha }, state }: RerunRecord): Undone | null {
  if (state !== 'withdrawn' && state !== 'rejected') return null;
  const code = state === 'rejected' ? 'command_start_refused' : 'command_overtaken';
  return { what, asked, headSha, code, detail: null };
}

/** How a rollback goes on is written where it was asked for: an edit of another comment would call nobody. */
export function rollbackReplies(moved: readonly Rollback[], shown: Shown): readonly Effect[] {
  return moved
    .filter(({ state }) => state.kind !== 'starting' && state.kind !== 'running')
    .map((rollback) =>
      replyEffect(`reply:${rollback.id}:${rollback.state.kind}`, rollbackReply(rollback, shown.view), shown),
    );
}

/** Who may not give commands is told so once on a PR: more would let a stranger make the bot talk. */
function wasToldBefore({ code, by }: CommandRecord, { commands }: PullMemory): boolean {
  return (
    code === 'command_not_allowed' &&
    commands.some((earlier) => earlier.by.id === by.id && earlier.code === 'command_not_allowed')
  );
}

function replyEffect(key: string, reply: Reply, { memory, view }: Shown): Effect {
  return { kind: 'reply', key, pull: memory.pull, locale: view.locale, reply };
}

function replyTo(
  command: CommandRecord,
  { memory, view, begun }: Shown & { readonly begun: Rollback | undefined },
): Reply | null {
  const { name, argument, by: to, state, code } = command;
  if (state === 'refused' && code !== null)
    return refusal(view, { to, what: asWritten(command), code, headSha: view.headSha, detail: null });
  switch (name) {
    case 'status':
      return { kind: 'status', view, deadlines: memory.deadlines };
    case 'explain':
      return { kind: 'explain', verdicts: asked(view.verdicts, argument), view };
    case 'help':
      return { kind: 'help' };
    case 'hold':
    case 'stop':
      return { kind: 'stop', what: name, by: to, ...stopTold(argument) };
    case 'unhold':
    case 'resume':
      return { kind: 'stop', what: name, by: to, reason: null, cancels: false };
    case 'rollback':
      return begun === undefined ? null : rollbackReply(begun, view);
    default:
      return null;
  }
}

function refusal(
  { labelName, playbookUrl }: PullView,
  said: Omit<Refused, 'kind' | 'labelName' | 'playbookUrl'>,
): Refused {
  return { kind: 'refused', ...said, labelName, playbookUrl };
}

function rollbackReply(rollback: Rollback, { labelName, playbookUrl }: PullView): Reply {
  const { headSha } = rollback;
  return { kind: 'rollback', rollback: viewOfRollback(rollback), headSha, labelName, playbookUrl };
}

function asWritten({ name, argument }: CommandRecord): string {
  if (name === 'not_understood') return argument ?? '';
  return argument === null ? name : `${name} ${argument}`;
}

function asked(verdicts: readonly Verdict[], gate: string | null): readonly Verdict[] {
  return gate === null ? verdicts : verdicts.filter((verdict) => verdict.gate === (gate as GateId));
}
