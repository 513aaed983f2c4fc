import type { App } from '../../demo/slack/model/app.ts';
import { botToken } from '../../demo/slack/model/app.ts';
import type { Channel, Message } from '../../demo/slack/model/channel.ts';
import type { PostAnswer, SignedRequest } from '../../demo/slack/model/interaction.ts';
import type { User } from '../../demo/slack/model/people.ts';
import type { WorldOptions } from '../../demo/slack/model/world.ts';
import { createSlack, type Slack } from '../../demo/slack/slack.ts';

/** What a bot of ours asks for. */
export const SCOPES = [
  'chat:write',
  'channels:read',
  'channels:history',
  'groups:read',
  'groups:history',
  'im:read',
  'im:history',
  'im:write',
  'users:read',
  'usergroups:read',
];

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed where it is JSON. */
  readonly body: Readonly<Record<string, unknown>>;
}

export type Ask = (
  method: string,
  args?: Readonly<Record<string, unknown>>,
  headers?: Readonly<Record<string, string | undefined>>,
) => Answer;

export interface Given {
  readonly slack: Slack;
  readonly time: { now: number };
  readonly app: App;
  readonly alice: User;
  readonly bob: User;
  /** The app, alice and bob are in it. */
  readonly channel: Channel;
  /** Asks with the app's token, as `@slack/web-api` encodes it. */
  readonly ask: Ask;
  /** Posts with the app's token. @throws where it was refused */
  readonly posted: (args: Readonly<Record<string, unknown>>) => Message;
  /** What the app was sent; it answers `answer`. */
  readonly received: SignedRequest[];
  answer: PostAnswer;
}

/** A workspace with an app in one channel. */
export function given(
  options: Partial<Omit<WorldOptions, 'clock'>> & { readonly scopes?: readonly string[] } = {},
): Given {
  const time = { now: Date.parse('2026-03-02T01:00:00Z') };
  const received: SignedRequest[] = [];
  const { scopes = SCOPES, ...rest } = options;
  const slack = createSlack({
    clock: { now: () => time.now },
    post: (request) => {
      received.push(request);
      return Promise.resolve(world.answer);
    },
    ...rest,
  });
  const app = slack.addApp({ name: 'ai-ops', scopes, commands: ['/ai-ops'] });
  const alice = slack.addUser('alice', { realName: 'Alice Arai' });
  const bob = slack.addUser('bob');
  const channel = slack.addChannel('ai-ops-alerts', { members: [app, alice, bob] });
  const ask: Ask = (method, args = {}, headers = {}) =>
    send(slack, method, args, {
      authorization: `Bearer ${botToken(app)}`,
      ...headers,
    });
  const posted = (args: Readonly<Record<string, unknown>>): Message => {
    const { body } = ask('chat.postMessage', { channel: channel.id, ...args });
    const message = slack.world.message(
      slack.world.channel(String(body.channel)) ?? channel,
      String(body.ts),
    );
    if (message === undefined) throw new Error(JSON.stringify(body));
    return message;
  };
  const world: Given = {
    slack,
    time,
    app,
    alice,
    bob,
    channel,
    ask,
    posted,
    received,
    answer: { status: 200, body: '' },
  };
  return world;
}

/** One call without faults. */
export function send(
  slack: Slack,
  method: string,
  args: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string | undefined>>,
): Answer {
  const form = new URLSearchParams();
  for (const [key, value] of Object.entries(args)) {
    form.set(key, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  const response = slack.service.handle({
    method: 'POST',
    path: `/api/${method}`,
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: form.toString(),
  });
  return { ...response, body: JSON.parse(response.body) };
}

export const section = (text: string): object => ({ type: 'section', text: { type: 'mrkdwn', text } });

export const button = (action_id: string, more: object = {}): object => ({
  type: 'button',
  text: { type: 'plain_text', text: 'Stop' },
  action_id,
  ...more,
});

export const actions = (...elements: readonly object[]): object => ({ type: 'actions', elements });
