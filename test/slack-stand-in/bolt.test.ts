import { afterEach, expect, test } from '@jest/globals';
import bolt from '@slack/bolt';
import { botToken } from '../../demo/slack/model/app.ts';
import type { Post } from '../../demo/slack/model/interaction.ts';
import { actions, button, type Given, given, section } from './given.ts';
import { serveSlackByNock } from './nock.ts';

let stop: () => void = () => undefined;

afterEach(() => stop());

/** A receiver of one's own: verifies, hands on to Bolt, and answers with what Bolt acknowledged. */
class DoorReceiver {
  #app: bolt.App | null = null;
  readonly #given: Given;

  constructor(world: Given) {
    this.#given = world;
  }

  init(app: bolt.App): void {
    this.#app = app;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  readonly take: Post = async ({ headers, body }) => {
    bolt.verifySlackRequest({
      signingSecret: this.#given.app.signingSecret,
      body,
      nowMilliseconds: this.#given.time.now,
      headers: {
        'x-slack-signature': headers['x-slack-signature'] ?? '',
        'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
      },
    });
    const form = new URLSearchParams(body);
    const payload = form.get('payload');
    let acknowledged: unknown = null;
    await this.#app?.processEvent({
      body: payload === null ? Object.fromEntries(form) : JSON.parse(payload),
      ack: (answer: unknown) => {
        acknowledged = answer ?? '';
        return Promise.resolve();
      },
    });
    if (acknowledged === null) return { status: 404, body: '' };
    return {
      status: 200,
      body: typeof acknowledged === 'string' ? acknowledged : JSON.stringify(acknowledged),
    };
  };
}

function botIn(world: Given): bolt.App {
  stop = serveSlackByNock(world.slack);
  const receiver = new DoorReceiver(world);
  world.slack.world.post = receiver.take;
  const { app } = world;
  return new bolt.App({
    receiver,
    authorize: () =>
      Promise.resolve({ botToken: botToken(app), botId: app.botId, botUserId: app.botUser.id }),
    clientOptions: { retryConfig: { retries: 0 } },
    logLevel: bolt.LogLevel.ERROR,
  });
}

test('a button: Bolt hears it, edits the message, and tells who pressed something of their own', async () => {
  const world = given();
  const bot = botIn(world);
  bot.action(
    { type: 'block_actions', action_id: /^handoff:/ },
    async ({ ack, body, action, client, respond }) => {
      await ack();
      if (action.type !== 'button') throw new Error('that was no button');
      await client.chat.update({
        channel: body.channel?.id ?? '',
        ts: 'message' in body ? (body.message?.ts ?? '') : '',
        text: `Stopped by <@${body.user.id}> with ${action.value}`,
        blocks: [],
      });
      await respond({ text: 'Done', replace_original: false });
    },
  );
  const message = world.posted({
    text: 'Started',
    blocks: [section('Started'), actions(button('handoff:stop', { value: 'token-1' }))],
  });
  const { outcome } = await world.slack.press(message, 'handoff:stop', { by: world.alice });
  expect(outcome).toEqual({ status: 200, body: '', failed: null });
  expect(message.content).toMatchObject({ text: `Stopped by <@${world.alice.id}> with token-1`, blocks: [] });
  expect(world.channel.ephemerals).toMatchObject([{ to: world.alice, content: { text: 'Done' } }]);
  expect(world.slack.service.requests.map(({ method, outcome: what }) => `${method} ${what}`)).toEqual([
    'chat.update ok',
    'response_url ok',
  ]);
});

test('a command: Bolt hears it, answers at once, and says more in the channel', async () => {
  const world = given();
  const bot = botIn(world);
  bot.command('/ai-ops', async ({ ack, command, say }) => {
    await ack({ response_type: 'ephemeral', text: `Looking at ${command.text}` });
    await say({ text: `<@${command.user_id}> asks`, channel: command.channel_id });
  });
  await world.slack.slash('/ai-ops status 7', { by: world.bob, channel: world.channel });
  expect(world.channel).toMatchObject({
    ephemerals: [{ to: world.bob, content: { text: 'Looking at status 7' } }],
    messages: [{ content: { text: `<@${world.bob.id}> asks` } }],
  });
});

test('a press that nobody listens to is not acknowledged, and seen to have failed', async () => {
  const world = given();
  botIn(world);
  const message = world.posted({ text: 'x', blocks: [actions(button('unheard'))] });
  const { outcome } = await world.slack.press(message, 'unheard', { by: world.alice });
  expect(outcome?.failed).toBe('http_service_error');
});

test('a request that was tampered with does not come through', async () => {
  const world = given();
  botIn(world);
  const { request } = await world.slack.slash('/ai-ops status', { by: world.alice, channel: world.channel });
  const forged = { ...request, body: request.body.replace('status', 'stop+it') };
  await expect(world.slack.world.post(forged)).rejects.toThrow('signature mismatch');
});
