import { z } from 'zod';
import { EPISODE_BUTTONS, type EpisodeButton } from '../../effect/episode.ts';
import {
  BUTTON_ACTION,
  SLACK_BUTTONS,
  type SlackButton,
  type SlackHandoffEffect,
} from '../../effect/messages.ts';
import { readCommand } from '../../gather/commands.ts';
import { slackKey } from '../../handoff/keys.ts';
import type { Person } from '../../policies/facts.ts';
import { placeName } from '../../policies/place.ts';
import type { CommandGiven, CommandUse } from '../../store/store.ts';
import { read } from '../handler.ts';
import { mayGive } from '../judge-command.ts';
import {
  type About,
  type Asked,
  answerEffect,
  isLate,
  patiently,
  refuse,
  type SlackHandler,
  type SlackHandlerDeps,
  slackId,
  unsure,
} from './asked.ts';
import { pressEpisode } from './episode-button.ts';
import { personOf, type Standing, standingAt } from './standing.ts';

const schema = z.object({
  user: z.object({ id: slackId, team_id: slackId }),
  container: z.object({ channel_id: slackId, message_ts: z.string() }),
  actions: z.tuple([z.object({ action_id: z.string(), value: z.string().default('') })], z.unknown()),
});

/** What the message put behind its buttons: the handoff or episode, and what of it they were shown for. */
const behind = z.tuple([z.string(), z.string()]);

/** A button, pressed: that of a handoff's message is the same command as in a comment, once for what was shown. */
export const slackButton: SlackHandler = async (event, deps) => {
  const { user, container, actions } = read(schema, event);
  const [{ action_id, value }] = actions;
  const button = [...SLACK_BUTTONS, ...EPISODE_BUTTONS].find(
    (name) => action_id === `${BUTTON_ACTION}:${name}`,
  );
  if (button === undefined) return;
  const asked: Asked = {
    guid: event.guid,
    at: event.receivedAt,
    by: { workspace: user.team_id, user: user.id },
    channel: container.channel_id,
    what: button,
  };
  const [about, shown] = behind.safeParse(jsonOf(value)).data ?? ['', ''];
  const { message_ts: ts } = container;
  return isOfEpisode(button)
    ? pressEpisode({ asked, button, episodeId: about, shown, ts }, deps)
    : pressHandoff({ asked, button, handoffId: about, shown, ts }, deps);
};

function isOfEpisode(button: SlackButton | EpisodeButton): button is EpisodeButton {
  return EPISODE_BUTTONS.some((name) => name === button);
}

async function pressHandoff(
  {
    asked,
    button,
    handoffId,
    shown,
    ts,
  }: {
    readonly asked: Asked;
    readonly button: SlackButton;
    readonly handoffId: string;
    readonly shown: string;
    readonly ts: string;
  },
  deps: SlackHandlerDeps,
): Promise<void> {
  const message = await messageOf(handoffId, { asked, ts, deps });
  if (message === null) {
    const about = { repository: null, place: 'everywhere', locale: deps.locale };
    return refuse(asked, 'command_message_unknown', { about, store: deps.store });
  }
  const place = placeName(message.pull);
  const named = { ...asked, what: `${button} ${place}` };
  const about = { repository: message.pull, place, locale: message.locale };
  await patiently(named, { about, deps }, () => press({ asked: named, about, button, message, shown }, deps));
}

interface Pressed {
  readonly asked: Asked;
  readonly about: About;
  readonly button: SlackButton;
  readonly message: SlackHandoffEffect;
  readonly shown: string;
}

/**
 * The message of that handoff, where it is the very one whose button was pressed.
 *
 * @throws {CodedError} while it is not known yet where it was posted
 */
async function messageOf(
  handoffId: string,
  { asked, ts, deps }: { readonly asked: Asked; readonly ts: string; readonly deps: SlackHandlerDeps },
): Promise<SlackHandoffEffect | null> {
  const row = await deps.store.outbox.load(slackKey({ id: handoffId }));
  if (row === null || row.effect.kind !== 'slack_handoff') return null;
  const { slack } = row.result ?? {};
  if (slack === undefined && row.triedAt !== null && !isLate(asked, deps.clock))
    throw unsure(asked, 'where its message was posted is not known yet');
  return slack?.channel === asked.channel && slack.ts === ts ? row.effect : null;
}

async function press(pressed: Pressed, deps: SlackHandlerDeps): Promise<void> {
  const { asked, about, button, message, shown } = pressed;
  const { pull, handoffId } = message;
  const standing = await standingAt(pull, asked.by, deps);
  const person = await personOf(asked, standing, { about, store: deps.store });
  if (person === null) return;
  const command = commandOf(asked, { button, message, by: person });
  // Who may not is refused on the usual road, and meanwhile keeps the button from nobody.
  if (!(await isAllowed(pressed, { command, standing }, deps)))
    return void (await deps.store.commands.remember(pull, command, []));
  const use = useOf(button, { handoffId, shown });
  const other = await deps.store.commands.rememberOnce(pull, command, use);
  if (other === null) return;
  const before = { says: 'asked_before', what: asked.what, by: other.by.login, at: other.at } as const;
  await deps.store.outbox.say(answerEffect(asked, before, about), pull.repositoryId, []);
}

/** @throws {CodedError} AIOPS_PERMISSION_UNKNOWN where GitHub does not say */
async function isAllowed(
  { asked, message }: Pressed,
  { command, standing }: { readonly command: CommandGiven; readonly standing: Standing },
  { people }: SlackHandlerDeps,
): Promise<boolean> {
  const { client, config } = standing;
  const { team = null, release_owners: owners } = config.config;
  const pending = { ...command, state: 'pending', code: null, used: false } as const;
  const reading = await readCommand(pending, { client, pull: message.pull, people, team, owners });
  const allowed = mayGive(reading);
  if (!allowed.known) throw unsure(asked, allowed.why);
  return allowed.value;
}

function commandOf(
  { guid, at, by: { user }, channel }: Asked,
  {
    button,
    message,
    by,
  }: { readonly button: SlackButton; readonly message: SlackHandoffEffect; readonly by: Person },
) {
  const { pull, handoffId, view } = message;
  return {
    id: guid,
    repositoryId: pull.repositoryId,
    number: pull.number,
    source: 'slack',
    commentId: null,
    name: button,
    argument: null,
    by,
    shownHeadSha: view.headSha,
    at,
    slack: { channel, user, handoffId },
  } as const;
}

function useOf(
  button: SlackButton,
  shownFor: { readonly handoffId: string; readonly shown: string },
): CommandUse {
  return button === 'hold' || button === 'unhold'
    ? { kind: button }
    : { kind: 'button', button, ...shownFor };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
