import { describe, expect, test } from '@jest/globals';
import bolt from '@slack/bolt';
import { signedForm } from '../../demo/slack/interactions/sign.ts';
import type { Interaction, SignedRequest } from '../../demo/slack/model/interaction.ts';
import { actions, button, type Given, given, section } from './given.ts';

/** What Bolt makes of a signed request at some time: nothing, or why it does not believe it. */
function verdict(request: SignedRequest, signingSecret: string, nowMilliseconds: number): string | null {
  const { headers, body } = request;
  try {
    bolt.verifySlackRequest({
      signingSecret,
      body,
      nowMilliseconds,
      headers: {
        'x-slack-signature': headers['x-slack-signature'] ?? '',
        'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
      },
    });
    return null;
  } catch (error) {
    return String(error);
  }
}

function payload({ request }: Interaction): unknown {
  return JSON.parse(new URLSearchParams(request.body).get('payload') ?? '');
}

const METADATA = { event_type: 'aiops_handoff', event_payload: { key: 'h-1' } };

function withButton(world: Given) {
  return world.posted({
    text: 'Started',
    blocks: [section('Started'), { ...actions(button('stop', { value: 'token-1' })), block_id: 'doing' }],
    metadata: METADATA,
  });
}

describe('a press', () => {
  test('is sent as Slack sends it, signed so that Bolt believes it', async () => {
    const world = given();
    const { slack, app, alice, channel, time } = world;
    const message = withButton(world);
    const interaction = await slack.press(message, 'stop', { by: alice });
    expect(payload(interaction)).toEqual({
      type: 'block_actions',
      user: { id: alice.id, username: 'alice', name: 'alice', team_id: slack.world.team.id },
      api_app_id: app.id,
      token: app.verificationToken,
      container: { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral: false },
      trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]{32}$/),
      team: { id: slack.world.team.id, domain: 'acme' },
      enterprise: null,
      is_enterprise_install: false,
      channel: { id: channel.id, name: 'ai-ops-alerts' },
      message: expect.objectContaining({
        ts: message.ts,
        bot_id: app.botId,
        metadata: METADATA,
        blocks: message.content.blocks,
      }),
      state: { values: {} },
      response_url: expect.stringMatching(/^https:\/\/hooks\.slack\.com\/actions\/T/),
      actions: [
        {
          type: 'button',
          action_id: 'stop',
          block_id: 'doing',
          value: 'token-1',
          text: { type: 'plain_text', text: 'Stop', emoji: true },
          action_ts: expect.any(String),
        },
      ],
    });
    expect(world.received).toEqual([interaction.request]);
    expect(interaction.request.url).toBe(app.requestUrl);
    expect(interaction.outcome).toEqual({ status: 200, body: '', failed: null });
    expect(verdict(interaction.request, app.signingSecret, time.now)).toBeNull();
    expect(verdict(interaction.request, 'another', time.now)).toMatch('signature mismatch');
    expect(verdict(interaction.request, app.signingSecret, time.now + 301_000)).toMatch('stale');
  });

  test('in a thread names it; in a private channel the channel is not named', async () => {
    const world = given();
    const { slack, app, alice } = world;
    const secret = slack.addChannel('secret', { isPrivate: true, members: [app, alice] });
    const parent = world.posted({ channel: secret.id, text: 'x' });
    const reply = world.posted({
      channel: secret.id,
      text: 'y',
      blocks: [actions(button('a'))],
      thread_ts: parent.ts,
    });
    expect(payload(await slack.press(reply, 'a', { by: alice }))).toMatchObject({
      container: { message_ts: reply.ts, thread_ts: parent.ts },
      channel: { id: secret.id, name: 'privategroup' },
    });
  });

  test('by somebody of another workspace says so; the team is that of the channel', async () => {
    const world = given({ enterprise: { id: 'E1', name: 'Acme Group' } });
    const { slack, channel } = world;
    const partner = slack.addTeam('partner');
    const mallory = slack.addUser('mallory', { team: partner });
    const message = withButton(world);
    await expect(slack.press(message, 'stop', { by: mallory })).rejects.toThrow(
      'mallory is not in #ai-ops-alerts',
    );
    slack.join(channel, mallory);
    expect(payload(await slack.press(message, 'stop', { by: mallory }))).toMatchObject({
      user: { id: mallory.id, team_id: partner.id },
      team: { id: slack.world.team.id, enterprise_id: 'E1', enterprise_name: 'Acme Group' },
      enterprise: { id: 'E1' },
    });
  });

  test('on a menu tells what was chosen', async () => {
    const world = given();
    const option = (value: string): object => ({ text: { type: 'plain_text', text: value }, value });
    const message = world.posted({
      text: 'x',
      blocks: [
        actions(
          { type: 'static_select', action_id: 'which', options: [option('a'), option('b')] },
          { type: 'overflow', action_id: 'more', options: [option('c')] },
          { type: 'checkboxes', action_id: 'all', options: [option('d')] },
        ),
      ],
    });
    const chosen = async (id: string, value: string): Promise<unknown> =>
      payload(await world.slack.press(message, id, { by: world.bob, value }));
    expect(await chosen('which', 'b')).toMatchObject({
      actions: [{ type: 'static_select', selected_option: { value: 'b' } }],
    });
    expect(await chosen('more', 'c')).toMatchObject({ actions: [{ selected_option: { value: 'c' } }] });
    expect(await chosen('all', 'd')).toMatchObject({ actions: [{ selected_options: [{ value: 'd' }] }] });
    await expect(chosen('which', 'z')).rejects.toThrow('there is no option z');
  });

  const rows: readonly (readonly [failed: string | null, answer: (world: Given) => void])[] = [
    [null, (world) => Object.assign(world, { answer: { status: 204, body: '' } })],
    ['http_service_error', (world) => Object.assign(world, { answer: { status: 500, body: '' } })],
    ['dispatch_failed', (world) => Object.assign(world, { answer: { status: 0, body: '' } })],
    [
      'operation_timeout',
      (world) => {
        world.slack.world.post = () => {
          world.time.now += 3000;
          return Promise.resolve({ status: 200, body: '' });
        };
      },
    ],
  ];

  test.each(rows)('is seen by who pressed as: %s', async (failed, answer) => {
    const world = given();
    const message = withButton(world);
    answer(world);
    const { outcome } = await world.slack.press(message, 'stop', { by: world.alice });
    expect(outcome?.failed).toBe(failed);
  });

  test('is not possible on what is not there', async () => {
    const world = given();
    const { slack, alice } = world;
    const message = withButton(world);
    await expect(slack.press(message, 'other', { by: alice })).rejects.toThrow('no element other');
    slack.deleteMessage(message);
    await expect(slack.press(message, 'stop', { by: alice })).rejects.toThrow('gone');
    expect(world.received).toEqual([]);
  });
});

describe('a slash command', () => {
  test('is sent as Slack sends it, signed', async () => {
    const world = given();
    const { slack, app, alice, channel, time } = world;
    const interaction = await slack.slash('/ai-ops stop  too many & more', { by: alice, channel });
    expect(Object.fromEntries(new URLSearchParams(interaction.request.body))).toEqual({
      token: app.verificationToken,
      team_id: slack.world.team.id,
      team_domain: 'acme',
      channel_id: channel.id,
      channel_name: 'ai-ops-alerts',
      user_id: alice.id,
      user_name: 'alice',
      command: '/ai-ops',
      text: 'stop  too many & more',
      api_app_id: app.id,
      is_enterprise_install: 'false',
      response_url: expect.stringMatching(/^https:\/\/hooks\.slack\.com\/commands\/T/),
      trigger_id: expect.any(String),
    });
    expect(verdict(interaction.request, app.signingSecret, time.now)).toBeNull();
    expect(channel.ephemerals).toEqual([]);
    await expect(slack.slash('/other', { by: alice, channel })).rejects.toThrow(
      '/other is not a valid command',
    );
  });

  test('by somebody of another workspace carries theirs', async () => {
    const { slack, channel } = given();
    const partner = slack.addTeam('partner');
    const mallory = slack.addUser('mallory', { team: partner });
    slack.join(channel, mallory);
    const { request } = await slack.slash('/ai-ops status', { by: mallory, channel });
    expect(new URLSearchParams(request.body).get('team_id')).toBe(partner.id);
  });

  const rows: readonly (readonly [what: string, body: string, seen: object])[] = [
    ['text, to who typed', 'On it', { ephemerals: [{ content: { text: 'On it' } }], messages: [] }],
    [
      'JSON, to who typed',
      '{"text":"On it"}',
      { ephemerals: [{ content: { text: 'On it' } }], messages: [] },
    ],
    [
      'JSON, to the channel',
      '{"response_type":"in_channel","text":"On it"}',
      { ephemerals: [], messages: [{ content: { text: 'On it' } }] },
    ],
  ];

  test.each(rows)('is answered at once: %s', async (_, body, seen) => {
    const world = given();
    world.answer = { status: 200, body };
    const { outcome } = await world.slack.slash('/ai-ops status', {
      by: world.alice,
      channel: world.channel,
    });
    expect(outcome?.failed).toBeNull();
    expect(world.channel).toMatchObject(seen);
  });

  test('whose answer makes no sense is seen to have failed', async () => {
    const world = given();
    world.answer = { status: 200, body: '{"blocks":[{"type":"foo"}]}' };
    const { outcome } = await world.slack.slash('/ai-ops status', {
      by: world.alice,
      channel: world.channel,
    });
    expect(outcome?.failed).toBe('invalid_command_response');
  });
});

test('what is signed by another secret, or at another time, can be made to try it', () => {
  const { app, time } = given();
  const forged = signedForm({ payload: '{}' }, { url: app.requestUrl, secret: 'guessed', now: time.now });
  expect(verdict(forged, app.signingSecret, time.now)).toMatch('mismatch');
  const early = signedForm(
    { payload: '{}' },
    { url: app.requestUrl, secret: app.signingSecret, now: time.now - 301_000 },
  );
  expect(verdict(early, app.signingSecret, time.now)).toMatch('stale');
});

test('a new signing secret signs from then on', async () => {
  const world = given();
  const { slack, app, alice, channel, time } = world;
  const before = app.signingSecret;
  const after = slack.rotateSigningSecret(app);
  const { request } = await slack.slash('/ai-ops status', { by: alice, channel });
  expect(verdict(request, before, time.now)).toMatch('mismatch');
  expect(verdict(request, after, time.now)).toBeNull();
});
