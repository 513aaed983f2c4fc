import { createHmac } from 'node:crypto';
import type { Message } from '../../demo/slack/model/channel.ts';
import type { Interaction } from '../../demo/slack/model/interaction.ts';
import type { User } from '../../demo/slack/model/people.ts';
import type { EpisodeButton } from '../../src/effect/episode.ts';
import type { SlackButton as HandoffButton } from '../../src/effect/messages.ts';
import type { Door } from './door.ts';
import { settleMessages } from './slack-seen.ts';

type SlackButton = HandoffButton | EpisodeButton;

/** What people do in Slack, and what they hear of it. */
export interface SlackPeople {
  /** Presses a button and lets the bot work; returns what the person alone was told, newest last. */
  press(message: Message, button: SlackButton, by: User): Promise<readonly string[]>;
  /** Presses it and does not wait. */
  touch(message: Message, button: SlackButton, by: User): Promise<Interaction>;
  /** Types a slash command and lets the bot work; returns what the person alone was told. */
  type(words: string, by: User): Promise<readonly string[]>;
  /** A press as Slack would sign it, with anything about it changed; returns what the channel's people were told. */
  forge(message: Message, button: SlackButton, forged: Forged): Promise<readonly string[]>;
}

export interface Forged {
  readonly user: { readonly id: string; readonly team_id: string };
  readonly value?: string;
  readonly channel?: string;
  readonly ts?: string;
}

export function slackPeopleOf(door: Door): SlackPeople {
  const { slack, bot, channel } = door.workspace;
  const told = (user: User, from: number): readonly string[] =>
    channel.ephemerals
      .slice(from)
      .filter(({ to }) => to === user)
      .map(({ content }) => JSON.stringify(content.blocks));
  const hearing = async (user: User, act: () => Promise<unknown>): Promise<readonly string[]> => {
    const before = channel.ephemerals.length;
    await act();
    await settleMessages(door);
    return told(user, before);
  };
  const touch = (message: Message, button: SlackButton, by: User) =>
    slack.press(message, `ai_ops:${button}`, { by });
  return {
    touch,
    press: (message, button, by) => hearing(by, () => touch(message, button, by)),
    type: (words, by) => hearing(by, () => slack.slash(words, { by, channel })),
    forge: async (message, button, { user, value, channel: where, ts }) => {
      const before = channel.ephemerals.length;
      const status = await send(door, {
        type: 'block_actions',
        api_app_id: bot.id,
        user: { ...user, username: 'forged' },
        team: { id: user.team_id, domain: 'x' },
        channel: { id: where ?? channel.id, name: channel.name },
        container: {
          type: 'message',
          channel_id: where ?? channel.id,
          message_ts: ts ?? message.ts,
          is_ephemeral: false,
        },
        actions: [{ type: 'button', action_id: `ai_ops:${button}`, block_id: 'b', value, action_ts: '1.2' }],
      });
      if (status !== 200) throw new Error(`the door answered ${status}`);
      await settleMessages(door);
      return channel.ephemerals.slice(before).map(({ content }) => JSON.stringify(content.blocks));
    },
  };
}

/** Signs and sends a payload as Slack does. */
async function send({ workspace: { bot }, clock }: Door, payload: object): Promise<number> {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(clock.now() / 1000));
  const hmac = createHmac('sha256', bot.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const answer = await fetch(bot.requestUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${hmac}`,
    },
    body,
  });
  await answer.arrayBuffer();
  return answer.status;
}
