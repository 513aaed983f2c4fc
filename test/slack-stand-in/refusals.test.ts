import { describe, expect, test } from '@jest/globals';
import { METHODS } from '../../demo/slack/api/handle.ts';
import { type Given, given, SCOPES, section } from './given.ts';

type Args = Readonly<Record<string, unknown>>;

const NONE = (): Args => ({});

describe('a method without its scope', () => {
  const rows: readonly (readonly [method: string, needed: string, args: (world: Given) => Args])[] = [
    ['chat.postMessage', 'chat:write', NONE],
    ['chat.postEphemeral', 'chat:write', NONE],
    ['chat.update', 'chat:write', NONE],
    ['chat.delete', 'chat:write', NONE],
    ['conversations.open', 'im:write', NONE],
    ['users.info', 'users:read', NONE],
    ['usergroups.list', 'usergroups:read', NONE],
    ['conversations.list', 'channels:read', NONE],
    ['conversations.list', 'groups:read', () => ({ types: 'public_channel,private_channel' })],
    ['conversations.info', 'channels:read', ({ channel }) => ({ channel: channel.id })],
    ['conversations.history', 'channels:history', ({ channel }) => ({ channel: channel.id })],
    ['conversations.replies', 'channels:history', ({ channel }) => ({ channel: channel.id, ts: '1.2' })],
  ];

  test.each(rows)('%s, %s', (method, needed, args) => {
    const scopes = SCOPES.filter((scope) => scope !== needed);
    const world = given({ scopes });
    const { status, headers, body } = world.ask(method, args(world));
    expect(status).toBe(200);
    expect(body).toEqual({ ok: false, error: 'missing_scope', needed, provided: scopes.join(',') });
    expect(headers['x-oauth-scopes']).toBe(scopes.join(','));
    expect(headers['x-accepted-oauth-scopes']).toContain(needed);
  });

  test('each method is known to need one, or none', () => {
    const free = METHODS.filter(({ scopes }) => scopes.length === 0).map(({ name }) => name);
    expect(free).toEqual(['chat.getPermalink', 'auth.test']);
    const tried = new Set([...rows.map(([method]) => method), ...free]);
    expect(METHODS.filter(({ name }) => !tried.has(name))).toEqual([]);
  });
});

describe('a call that is not let in', () => {
  const rows: readonly (readonly [
    error: string,
    before: (world: Given) => void,
    authorization: string | null,
  ])[] = [
    ['not_authed', () => undefined, ''],
    ['invalid_auth', () => undefined, 'Bearer xoxb-somebody-else'],
    ['token_revoked', ({ slack, app }) => slack.revokeToken(app), null],
    ['account_inactive', ({ slack, app }) => slack.deactivate(app), null],
  ];

  test.each(rows)('%s', (error, before, authorization) => {
    const world = given();
    before(world);
    const headers = authorization === null ? {} : { authorization };
    expect(world.ask('auth.test', {}, headers).body).toEqual({ ok: false, error });
  });

  test('a token that was replaced is revoked, and the new one works', () => {
    const { slack, app, ask } = given();
    const [before = ''] = app.tokens.keys();
    const after = slack.rotateToken(app);
    expect(ask('auth.test', { token: before }, { authorization: undefined }).body).toMatchObject({
      error: 'token_revoked',
    });
    expect(ask('auth.test', { token: after }, { authorization: undefined }).body).toMatchObject({ ok: true });
  });
});

describe('posting that is refused', () => {
  const rows: readonly (readonly [error: string, args: (world: Given) => Args])[] = [
    ['channel_not_found', () => ({ channel: 'C0NOWHERE0', text: 'x' })],
    ['channel_not_found', () => ({ channel: '#nowhere', text: 'x' })],
    [
      'channel_not_found',
      ({ slack }) => ({ channel: slack.addChannel('secret', { isPrivate: true }).id, text: 'x' }),
    ],
    ['not_in_channel', ({ slack }) => ({ channel: slack.addChannel('other').id, text: 'x' })],
    [
      'is_archived',
      ({ channel }) => {
        channel.isArchived = true;
        return { channel: channel.id, text: 'x' };
      },
    ],
    [
      'restricted_action',
      ({ channel }) => {
        channel.isRestricted = true;
        return { channel: channel.id, text: 'x' };
      },
    ],
    ['no_text', ({ channel }) => ({ channel: channel.id })],
    ['no_text', ({ channel }) => ({ channel: channel.id, text: '', blocks: [] })],
    ['invalid_blocks_format', ({ channel }) => ({ channel: channel.id, blocks: '[{' })],
    ['invalid_blocks_format', ({ channel }) => ({ channel: channel.id, blocks: section('x') })],
    [
      'msg_blocks_too_long',
      ({ channel }) => ({
        channel: channel.id,
        blocks: Array.from({ length: 5 }, () => section('x'.repeat(2900))),
      }),
    ],
    ['invalid_metadata_format', ({ channel }) => ({ channel: channel.id, text: 'x', metadata: 'x' })],
    [
      'invalid_metadata_schema',
      ({ channel }) => ({ channel: channel.id, text: 'x', metadata: { event_type: 'a' } }),
    ],
    [
      'metadata_too_large',
      ({ channel }) => ({
        channel: channel.id,
        text: 'x',
        metadata: { event_type: 'a', event_payload: { a: 'x'.repeat(9000) } },
      }),
    ],
    ['invalid_arguments', () => ({ text: 'x' })],
    ['invalid_arguments', ({ channel }) => ({ channel: channel.id, text: 'x', thread_ts: 'yesterday' })],
  ];

  test.each(rows)('%s', (error, args) => {
    const world = given();
    const before = world.slack.world.channels.flatMap(({ messages }) => messages).length;
    expect(world.ask('chat.postMessage', args(world)).body).toMatchObject({ ok: false, error });
    expect(world.slack.world.channels.flatMap(({ messages }) => messages)).toHaveLength(before);
  });

  test('blocks that break limits are named, each with its place', () => {
    const { ask, channel } = given();
    const { body } = ask('chat.postMessage', { channel: channel.id, blocks: [section(''), { type: 'foo' }] });
    const errors = [
      'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
      'unsupported type: foo [json-pointer:/blocks/1/type]',
    ];
    expect(body).toEqual({
      ok: false,
      error: 'invalid_blocks',
      errors,
      response_metadata: { messages: errors.map((error) => `[ERROR] ${error}`) },
    });
  });

  test('an argument that nobody knows is remembered', () => {
    const { slack, ask, channel } = given();
    expect(ask('chat.postMessage', { channel: channel.id, text: 'x', thread: '1.2' }).body).toMatchObject({
      error: 'invalid_arguments',
      errors: ['unknown argument: thread'],
    });
    expect(slack.world.unexpected).toEqual([expect.stringContaining('unknown argument: thread')]);
  });

  test('a public channel takes messages of whoever may write anywhere', () => {
    const { slack, ask } = given({ scopes: ['chat:write', 'chat:write.public'] });
    const other = slack.addChannel('other');
    expect(ask('chat.postMessage', { channel: '#other', text: 'x' }).body).toMatchObject({
      ok: true,
      channel: other.id,
    });
  });
});

describe('changing what is there', () => {
  const rows: readonly (readonly [error: string, method: string, args: (world: Given) => Args])[] = [
    [
      'message_not_found',
      'chat.update',
      ({ channel }) => ({ channel: channel.id, ts: '1.000001', text: 'x' }),
    ],
    [
      'channel_not_found',
      'chat.update',
      ({ channel, posted }) => ({ channel: channel.name, ts: posted({ text: 'x' }).ts, text: 'y' }),
    ],
    [
      'cant_update_message',
      'chat.update',
      ({ slack, channel, alice }) => ({
        channel: channel.id,
        ts: slack.say(channel, { by: alice, text: 'mine' }).ts,
        text: 'x',
      }),
    ],
    [
      'no_text',
      'chat.update',
      ({ channel, posted }) => ({ channel: channel.id, ts: posted({ text: 'x' }).ts }),
    ],
    [
      'msg_too_long',
      'chat.update',
      ({ channel, posted }) => ({
        channel: channel.id,
        ts: posted({ text: 'x' }).ts,
        text: 'x'.repeat(4001),
      }),
    ],
    [
      'is_inactive',
      'chat.update',
      ({ channel, posted }) => {
        const { ts } = posted({ text: 'x' });
        channel.isArchived = true;
        return { channel: channel.id, ts, text: 'y' };
      },
    ],
    [
      'invalid_blocks',
      'chat.update',
      ({ channel, posted }) => ({
        channel: channel.id,
        ts: posted({ text: 'x' }).ts,
        blocks: [{ type: 'foo' }],
      }),
    ],
    ['message_not_found', 'chat.delete', ({ channel }) => ({ channel: channel.id, ts: '1.000001' })],
    [
      'cant_delete_message',
      'chat.delete',
      ({ slack, channel, alice }) => ({
        channel: channel.id,
        ts: slack.say(channel, { by: alice, text: 'mine' }).ts,
      }),
    ],
    [
      'message_not_found',
      'chat.getPermalink',
      ({ channel }) => ({ channel: channel.id, message_ts: '1.000001' }),
    ],
    ['channel_not_found', 'chat.getPermalink', () => ({ channel: 'C0NOWHERE0', message_ts: '1.000001' })],
  ];

  test.each(rows)('%s, %s', (error, method, args) => {
    const world = given();
    expect(world.ask(method, args(world)).body).toMatchObject({ ok: false, error });
    expect(world.channel.messages.flatMap(({ edits }) => edits)).toEqual([]);
  });
});

describe('other questions that are refused', () => {
  const rows: readonly (readonly [error: string, method: string, args: (world: Given) => Args])[] = [
    [
      'user_not_in_channel',
      'chat.postEphemeral',
      ({ slack, channel }) => ({ channel: channel.id, user: slack.addUser('carol').id, text: 'x' }),
    ],
    ['no_text', 'chat.postEphemeral', ({ channel, alice }) => ({ channel: channel.id, user: alice.id })],
    ['channel_not_found', 'conversations.info', ({ channel }) => ({ channel: channel.name })],
    [
      'channel_not_found',
      'conversations.history',
      ({ slack }) => ({ channel: slack.addChannel('secret', { isPrivate: true }).id }),
    ],
    ['not_in_channel', 'conversations.history', ({ slack }) => ({ channel: slack.addChannel('other').id })],
    ['invalid_cursor', 'conversations.history', ({ channel }) => ({ channel: channel.id, cursor: 'x' })],
    ['thread_not_found', 'conversations.replies', ({ channel }) => ({ channel: channel.id, ts: '1.000001' })],
    ['invalid_types', 'conversations.list', () => ({ types: 'everything' })],
    ['invalid_limit', 'conversations.list', () => ({ limit: 1001 })],
    ['users_list_not_supplied', 'conversations.open', () => ({})],
    ['user_not_found', 'conversations.open', () => ({ users: 'U0NOBODY00' })],
    [
      'user_disabled',
      'conversations.open',
      ({ alice }) => {
        alice.isDeleted = true;
        return { users: alice.id };
      },
    ],
    ['user_not_found', 'users.info', () => ({ user: 'U0NOBODY00' })],
    ['unknown_method', 'files.upload', () => ({})],
  ];

  test.each(rows)('%s, %s', (error, method, args) => {
    const world = given();
    expect(world.ask(method, args(world)).body).toMatchObject({ ok: false, error });
  });

  test('a method that is not known is remembered', () => {
    const { slack, ask } = given();
    ask('views.open', {});
    expect(slack.world.unexpected).toEqual(['views.open']);
  });

  const types: readonly (readonly [error: string, type: string | undefined])[] = [
    ['invalid_post_type', 'text/csv'],
    ['missing_post_type', undefined],
    ['invalid_form_data', 'application/json'],
  ];

  test.each(types)('%s', (error, type) => {
    const { ask, channel } = given();
    const { body } = ask('chat.postMessage', { channel: channel.id, text: 'x' }, { 'content-type': type });
    expect(body).toEqual({ ok: false, error });
  });
});
