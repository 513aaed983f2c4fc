import { describe, expect, test } from '@jest/globals';
import { actions, button, given, section } from './given.ts';

const METADATA = { event_type: 'aiops_handoff', event_payload: { key: 'h-1', seq: 3 } };

describe('a message', () => {
  test('is answered with what it became: named blocks, filled in text, the name of its metadata only', () => {
    const { ask, app, channel, slack } = given();
    const { body } = ask('chat.postMessage', {
      channel: '#ai-ops-alerts',
      text: 'Started',
      blocks: [section('*Started*'), actions(button('stop'))],
      metadata: METADATA,
    });
    expect(body).toMatchObject({
      ok: true,
      channel: channel.id,
      ts: '1772413200.000000',
      message: {
        type: 'message',
        user: app.botUser.id,
        bot_id: app.botId,
        app_id: app.id,
        team: slack.world.team.id,
        text: 'Started',
        metadata: { event_type: 'aiops_handoff' },
        blocks: [
          {
            type: 'section',
            block_id: expect.any(String),
            text: { type: 'mrkdwn', text: '*Started*', verbatim: false },
          },
          { type: 'actions', block_id: expect.any(String) },
        ],
      },
    });
    expect(JSON.stringify(body)).not.toContain('event_payload');
    expect(channel.messages[0]?.content.metadata).toEqual(METADATA);
  });

  test('never has the timestamp of another', () => {
    const { posted } = given();
    const stamps = Array.from({ length: 5 }, () => posted({ text: 'x' }).ts);
    expect(new Set(stamps).size).toBe(5);
    expect(stamps.toSorted()).toEqual(stamps);
  });

  test('by channel name without #, and to somebody by their id', () => {
    const { ask, slack, app, alice } = given();
    expect(ask('chat.postMessage', { channel: 'ai-ops-alerts', text: 'x' }).body.ok).toBe(true);
    const { body } = ask('chat.postMessage', { channel: alice.id, text: 'psst' });
    const direct = slack.directMessages(app.botUser, alice);
    expect(body.channel).toBe(direct.id);
    expect(direct.messages).toMatchObject([{ content: { text: 'psst' } }]);
  });

  test('that is far too long is cut off, with a warning', () => {
    const { ask, channel } = given();
    const { body } = ask('chat.postMessage', { channel: channel.id, text: 'x'.repeat(40_001) });
    expect(body).toMatchObject({
      ok: true,
      warning: 'message_truncated',
      response_metadata: { warnings: ['message_truncated'] },
    });
    expect(channel.messages[0]?.content.text).toHaveLength(40_000);
  });

  test('edited keeps what it said before, and what the edit left out', () => {
    const { ask, posted, channel } = given();
    const message = posted({ text: 'one', blocks: [section('one')], metadata: METADATA });
    const { body } = ask('chat.update', { channel: channel.id, ts: message.ts, text: 'two' });
    expect(body).toMatchObject({
      ok: true,
      ts: message.ts,
      text: 'two',
      message: { edited: { user: message.author.id } },
    });
    expect(message.content).toMatchObject({ text: 'two', blocks: [{ type: 'section' }], metadata: METADATA });
    ask('chat.update', { channel: channel.id, ts: message.ts, text: 'three', blocks: [], metadata: {} });
    expect(message.content).toEqual({ text: 'three', blocks: [], metadata: null });
    expect(message.edits.map(({ before }) => before.text)).toEqual(['one', 'two']);
  });

  test('deleted is gone', () => {
    const { ask, posted, channel } = given();
    const { ts } = posted({ text: 'x' });
    expect(ask('chat.delete', { channel: channel.id, ts }).body).toEqual({
      ok: true,
      channel: channel.id,
      ts,
    });
    expect(channel.messages).toEqual([]);
  });

  test('for one person is seen by them only', () => {
    const { ask, channel, alice } = given();
    const { body } = ask('chat.postEphemeral', { channel: channel.id, user: alice.id, text: 'no' });
    expect(body).toEqual({ ok: true, message_ts: expect.any(String) });
    expect(channel.messages).toEqual([]);
    expect(channel.ephemerals).toMatchObject([{ to: alice, content: { text: 'no' } }]);
    expect(ask('conversations.history', { channel: channel.id }).body.messages).toEqual([]);
  });

  test('has a permalink, with its thread where it is a reply', () => {
    const { ask, posted, channel } = given();
    const parent = posted({ text: 'x' });
    const reply = posted({ text: 'y', thread_ts: parent.ts });
    const link = (ts: string): unknown =>
      ask('chat.getPermalink', { channel: channel.id, message_ts: ts }).body.permalink;
    const base = `https://acme.slack.com/archives/${channel.id}`;
    expect(link(parent.ts)).toBe(`${base}/p${parent.ts.replace('.', '')}`);
    expect(link(reply.ts)).toBe(
      `${base}/p${reply.ts.replace('.', '')}?thread_ts=${parent.ts}&cid=${channel.id}`,
    );
  });
});

describe('a thread', () => {
  test('holds its replies, in order, and its first message knows of them', () => {
    const { ask, posted, channel, app } = given();
    const parent = posted({ text: 'parent' });
    const first = posted({ text: 'first', thread_ts: parent.ts });
    const second = posted({ text: 'second', thread_ts: first.ts });
    expect(second.threadTs).toBe(parent.ts);
    const { body } = ask('conversations.replies', { channel: channel.id, ts: parent.ts });
    expect(body).toMatchObject({
      messages: [
        {
          text: 'parent',
          thread_ts: parent.ts,
          reply_count: 2,
          latest_reply: second.ts,
          reply_users: [app.botUser.id],
        },
        { text: 'first', thread_ts: parent.ts, parent_user_id: app.botUser.id },
        { text: 'second' },
      ],
      has_more: false,
    });
  });

  test('shows the channel its first message, and a reply that was sent to both', () => {
    const { ask, posted, channel } = given();
    const parent = posted({ text: 'parent' });
    posted({ text: 'quiet', thread_ts: parent.ts });
    posted({ text: 'loud', thread_ts: parent.ts, reply_broadcast: true });
    expect(ask('conversations.history', { channel: channel.id }).body.messages).toMatchObject([
      { text: 'loud', subtype: 'thread_broadcast', thread_ts: parent.ts },
      { text: 'parent' },
    ]);
  });

  test('whose first message is gone is none: a reply stands by itself, and nobody says so', () => {
    const { ask, slack, posted, channel } = given();
    const parent = posted({ text: 'parent' });
    slack.deleteMessage(parent);
    const { body } = ask('chat.postMessage', {
      channel: channel.id,
      text: 'lost',
      thread_ts: parent.ts,
      reply_broadcast: true,
    });
    expect(body).toMatchObject({ ok: true, message: { text: 'lost' } });
    expect(body.message).not.toHaveProperty('thread_ts');
    expect(body.message).not.toHaveProperty('subtype');
    expect(slack.world.topLevel(channel)).toMatchObject([
      { content: { text: 'lost' }, threadTs: null, isBroadcast: false },
    ]);
  });
});

describe('history', () => {
  const texts = (body: Readonly<Record<string, unknown>>): readonly unknown[] =>
    Array.isArray(body.messages) ? body.messages.map(({ text }) => text) : [];

  function five() {
    const world = given();
    const stamps = ['1', '2', '3', '4', '5'].map((text) => {
      world.time.now += 60_000;
      return world.posted({ text }).ts;
    });
    const history = (args: object): Readonly<Record<string, unknown>> =>
      world.ask('conversations.history', { channel: world.channel.id, ...args }).body;
    return { ...world, stamps, history };
  }

  test('comes newest first, page by page', () => {
    const { history } = five();
    const seen: unknown[] = [];
    let cursor = '';
    do {
      const page = history({ limit: 2, ...(cursor === '' ? {} : { cursor }) });
      seen.push(...texts(page));
      const more = page.response_metadata;
      cursor =
        typeof more === 'object' && more !== null && 'next_cursor' in more ? String(more.next_cursor) : '';
      expect(page.has_more).toBe(cursor !== '');
    } while (cursor !== '');
    expect(seen).toEqual(['5', '4', '3', '2', '1']);
  });

  const rows: readonly (readonly [
    what: string,
    args: (stamps: readonly string[]) => object,
    seen: readonly string[],
  ])[] = [
    ['since', ([, second]) => ({ oldest: second }), ['5', '4', '3']],
    ['until', ([, , , fourth]) => ({ latest: fourth }), ['3', '2', '1']],
    ['between', ([, second, , fourth]) => ({ oldest: second, latest: fourth }), ['3']],
    [
      'between, both included',
      ([, second, , fourth]) => ({ oldest: second, latest: fourth, inclusive: true }),
      ['4', '3', '2'],
    ],
    ['exactly one', ([, , third]) => ({ latest: third, oldest: third, inclusive: true, limit: 1 }), ['3']],
  ];

  test.each(rows)('%s', (_, args, seen) => {
    const { history, stamps } = five();
    expect(texts(history(args(stamps)))).toEqual(seen);
  });

  test('tells metadata only where it was asked for', () => {
    const { ask, posted, channel } = given();
    posted({ text: 'x', metadata: METADATA });
    const read = (more: object): unknown =>
      ask('conversations.history', { channel: channel.id, ...more }).body.messages;
    expect(read({})).toMatchObject([{ metadata: { event_type: 'aiops_handoff' } }]);
    expect(JSON.stringify(read({}))).not.toContain('h-1');
    expect(read({ include_all_metadata: true })).toMatchObject([{ metadata: METADATA }]);
  });
});

test('JSON is taken like a form, and remarked upon where it names no charset', () => {
  const { slack, app, channel } = given();
  const [token] = app.tokens.keys();
  const response = slack.service.handle({
    method: 'POST',
    path: '/api/chat.postMessage',
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ channel: channel.id, blocks: [section('x')], metadata: METADATA }),
  });
  expect(JSON.parse(response.body)).toMatchObject({ ok: true, warning: 'missing_charset' });
  expect(channel.messages[0]?.content.metadata).toEqual(METADATA);
});
