import { afterEach, describe, expect, test } from '@jest/globals';
import { type ConversationsListResponse, LogLevel, WebClient } from '@slack/web-api';
import type { Fault } from '../../demo/slack/api/faults.ts';
import { botToken } from '../../demo/slack/model/app.ts';
import { type Given, given } from './given.ts';
import { serveSlackByNock } from './nock.ts';

let stop: () => void = () => undefined;

afterEach(() => stop());

/** The client as a bot with an outbox of its own has it: nothing is tried twice. */
function client({ slack, app }: Given): WebClient {
  stop = serveSlackByNock(slack);
  return new WebClient(botToken(app), {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 10_000,
    logLevel: LogLevel.ERROR,
    logger: {
      debug() {},
      info() {},
      warn() {},
      error() {},
      setLevel() {},
      getLevel: () => LogLevel.ERROR,
      setName() {},
    },
  });
}

describe('a client of the real kind', () => {
  test('posts, edits, threads, finds again and deletes', async () => {
    const world = given();
    const web = client(world);
    const metadata = { event_type: 'aiops_handoff', event_payload: { key: 'h-1' } };
    const { channel = '', ts = '' } = await web.chat.postMessage({
      channel: '#ai-ops-alerts',
      text: '[AI Ops] Auto Handoff Started ✅ & <ready>',
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: '*Started*' } },
        {
          type: 'actions',
          elements: [{ type: 'button', action_id: 'stop', text: { type: 'plain_text', text: 'Stop' } }],
        },
      ],
      metadata,
    });
    await web.chat.update({
      channel,
      ts,
      text: 'Finished',
      blocks: [{ type: 'divider' }],
      metadata,
    });
    const reply = await web.chat.postMessage({
      channel,
      thread_ts: ts,
      text: 'All green',
      reply_broadcast: true,
    });
    expect(reply.message?.thread_ts).toBe(ts);
    const history = await web.conversations.history({
      channel,
      oldest: ts,
      inclusive: true,
      include_all_metadata: true,
    });
    expect(history.messages?.map(({ text }) => text)).toEqual(['All green', 'Finished']);
    expect(history.messages?.at(-1)?.metadata).toEqual(metadata);
    const thread = await web.conversations.replies({ channel, ts, include_all_metadata: true });
    expect(thread.messages?.map(({ text }) => text)).toEqual(['Finished', 'All green']);
    const { permalink } = await web.chat.getPermalink({ channel, message_ts: ts });
    expect(permalink).toContain(`/archives/${channel}/p`);
    await web.chat.postEphemeral({ channel, user: world.alice.id, text: 'only you' });
    await web.chat.delete({ channel, ts: reply.ts ?? '' });
    expect(world.channel.messages[0]?.edits[0]?.before.text).toBe(
      '[AI Ops] Auto Handoff Started ✅ & <ready>',
    );
    expect(world.slack.world.unexpected).toEqual([]);
    expect(world.slack.service.requests.map(({ method, outcome }) => `${method} ${outcome}`)).toEqual([
      'chat.postMessage ok',
      'chat.update ok',
      'chat.postMessage ok',
      'conversations.history ok',
      'conversations.replies ok',
      'chat.getPermalink ok',
      'chat.postEphemeral ok',
      'chat.delete ok',
    ]);
    expect(world.slack.service.requests[0]?.args).toMatchObject({
      metadata,
      blocks: [{ type: 'section' }, {}],
    });
  });

  test('asks who it is, who is there, and follows pages', async () => {
    const world = given();
    for (let i = 0; i < 5; i += 1) world.slack.addChannel(`c${i}`);
    const web = client(world);
    const { response_metadata, user_id } = await web.auth.test();
    expect(user_id).toBe(world.app.botUser.id);
    expect(response_metadata?.scopes).toEqual(world.app.scopes);
    const names: unknown[] = [];
    let cursor: string | undefined = '';
    do {
      const page: ConversationsListResponse = await web.conversations.list({ limit: 2, cursor });
      names.push(...(page.channels ?? []).map(({ name }) => name));
      cursor = page.response_metadata?.next_cursor;
    } while (cursor !== undefined && cursor !== '');
    expect(names).toEqual(['ai-ops-alerts', 'c0', 'c1', 'c2', 'c3', 'c4']);
    const { channel } = await web.conversations.open({ users: world.bob.id });
    expect((await web.conversations.info({ channel: channel?.id ?? '' })).channel?.is_im).toBe(true);
    expect((await web.users.info({ user: world.bob.id })).user?.team_id).toBe(world.slack.world.team.id);
    world.slack.addUserGroup('sre', [world.bob]);
    expect((await web.usergroups.list({ include_users: true })).usergroups?.[0]?.users).toEqual([
      world.bob.id,
    ]);
  });

  test('is told what it lacks, and what is wrong where', async () => {
    const world = given({ scopes: ['chat:write'] });
    const web = client(world);
    await expect(web.users.info({ user: world.bob.id })).rejects.toMatchObject({
      code: 'slack_webapi_platform_error',
      data: { error: 'missing_scope', needed: 'users:read', provided: 'chat:write' },
    });
    await expect(
      web.chat.postMessage({
        channel: world.channel.id,
        blocks: [{ type: 'header', text: { type: 'plain_text', text: '' } }],
        text: 'x',
      }),
    ).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: {
          messages: ['[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
        },
      },
    });
  });
});

describe('when it goes wrong', () => {
  const rows: readonly (readonly [what: string, fault: Fault, error: object, posted: number])[] = [
    ['nobody is there', { kind: 'refused' }, { code: 'slack_webapi_request_error' }, 0],
    ['the answer is lost after the work', { kind: 'answer-lost' }, { code: 'slack_webapi_request_error' }, 1],
    [
      '503 without the work',
      { kind: 'status', status: 503 },
      { code: 'slack_webapi_http_error', statusCode: 503 },
      0,
    ],
    [
      '502 after the work',
      { kind: 'status', status: 502, afterWork: true },
      { code: 'slack_webapi_http_error', statusCode: 502 },
      1,
    ],
    [
      'an error of its own',
      { kind: 'error', error: 'internal_error' },
      { data: { error: 'internal_error' } },
      0,
    ],
    [
      'a fatal one after the work',
      { kind: 'error', error: 'fatal_error', afterWork: true },
      { data: { error: 'fatal_error' } },
      1,
    ],
    [
      'too many calls',
      { kind: 'rate-limit', retryAfter: 7 },
      { code: 'slack_webapi_rate_limited_error', retryAfter: 7 },
      0,
    ],
  ];

  test.each(rows)('%s', async (_, fault, error, posted) => {
    const world = given();
    const web = client(world);
    world.slack.fault({ ...fault, match: { method: 'chat.postMessage', args: /once/ } });
    await web.chat.postMessage({ channel: world.channel.id, text: 'another' });
    const lost = web.chat.postMessage({ channel: world.channel.id, text: 'once' });
    await expect(lost).rejects.toMatchObject(error);
    expect(world.channel.messages).toHaveLength(1 + posted);
    expect(world.slack.service.requests.at(-1)).toMatchObject({
      fault: fault.kind,
      outcome: posted === 1 ? 'ok' : null,
    });
    await web.chat.postMessage({ channel: world.channel.id, text: 'once' });
    expect(world.channel.messages).toHaveLength(2 + posted);
  });

  test('so often, after so many, or until it is lifted', async () => {
    const world = given();
    const web = client(world);
    const post = async (): Promise<boolean> =>
      web.chat.postMessage({ channel: world.channel.id, text: 'x' }).then(
        () => true,
        () => false,
      );
    world.slack.fault({ kind: 'status', status: 500, after: 1, times: 2 });
    expect([await post(), await post(), await post(), await post()]).toEqual([true, false, false, true]);
    const lift = world.slack.fault({ kind: 'status', status: 500, times: 'until-lifted' });
    expect([await post(), await post(), await post()]).toEqual([false, false, false]);
    lift();
    expect(await post()).toBe(true);
  });

  test('down for a while: nothing is reached, then all is as it was', async () => {
    const world = given();
    const web = client(world);
    const up = world.slack.goDown();
    await expect(web.auth.test()).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    await expect(fetch('https://hooks.slack.com/actions/x')).rejects.toThrow();
    up();
    expect((await web.auth.test()).ok).toBe(true);
  });

  test('slow: the work is done, and the answer comes when it is let go', async () => {
    const world = given();
    const web = client(world);
    const letGo = world.slack.fault({ kind: 'slow' });
    let answered = false;
    const slow = web.chat.postMessage({ channel: world.channel.id, text: 'slow' }).then(() => {
      answered = true;
    });
    await web.chat.postMessage({ channel: world.channel.id, text: 'quick' });
    expect(world.channel.messages.map(({ content }) => content.text)).toEqual(['slow', 'quick']);
    expect(answered).toBe(false);
    letGo();
    await slow;
    expect(answered).toBe(true);
  });

  test('no answer: the client gives up, and the work may be done', async () => {
    const world = given();
    stop = serveSlackByNock(world.slack);
    const web = new WebClient(botToken(world.app), {
      retryConfig: { retries: 0 },
      timeout: 50,
      logLevel: LogLevel.ERROR,
    });
    world.slack.fault({ kind: 'hang', afterWork: true });
    const hung = web.chat.postMessage({ channel: world.channel.id, text: 'x' });
    await expect(hung).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    expect(world.channel.messages).toHaveLength(1);
  });
});

describe('how fast messages may be posted into one channel', () => {
  test('a few at once, then one a second; other channels and other calls go on', async () => {
    const world = given({ limits: { perSecond: 1, burst: 2 } });
    const web = client(world);
    const other = world.slack.addChannel('other', { members: [world.app] });
    const post = (channel = world.channel.id) => web.chat.postMessage({ channel, text: 'x' });
    const { ts = '' } = await post();
    await post();
    await expect(post()).rejects.toMatchObject({ retryAfter: 1 });
    await post(other.id);
    await web.chat.update({ channel: world.channel.id, ts, text: 'y' });
    world.time.now += 1000;
    await post();
    await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error' });
    world.time.now += 60_000;
    await post();
    await post();
    await expect(post()).rejects.toMatchObject({ retryAfter: 1 });
    expect(world.channel.messages).toHaveLength(5);
  });
});

test('it is taken away again', async () => {
  stop = serveSlackByNock(given().slack);
  expect(await (await fetch('https://slack.com/api/auth.test')).json()).toEqual({
    ok: false,
    error: 'not_authed',
  });
  stop();
  expect((await fetch('https://slack.com/api/auth.test')).status).toBe(501);
});
