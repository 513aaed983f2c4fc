import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Workspace, workspaceOn } from '../../demo/customer/workspace.ts';
import type { Fault } from '../../demo/slack/api/faults.ts';
import { botToken } from '../../demo/slack/model/app.ts';
import { createSlack } from '../../demo/slack/slack.ts';
import type { ThreadBase } from '../../src/effect/lane.ts';
import type { SlackEffect } from '../../src/effect/messages.ts';
import { slackNotifiers } from '../../src/notifiers/index.ts';
import type { Outcome, Sending, SendResult } from '../../src/notifiers/notifier.ts';
import { Secret } from '../../src/secrets.ts';
import { slackFor } from '../../src/slack/client.ts';
import { Pace } from '../../src/slack/pace.ts';
import { serveSlackByNock } from '../slack-stand-in/nock.ts';
import { sending } from './effects.ts';
import { episode, episodeView, STATES, slackEpisode, slackEpisodeNote } from './episode-samples.ts';
import { slackAnswer, slackHandoff, slackNotice, slackThread } from './message-effects.ts';

const START = Date.parse('2026-11-22T12:00:00Z');

let now: number;
let workspace: Workspace;
let unserve: () => void;
let refused: number;
let configured: boolean;
let notifiers: ReturnType<typeof slackNotifiers>;

beforeEach(() => {
  now = START;
  refused = 0;
  configured = true;
  workspace = workspaceOn(createSlack({ clock: { now: () => now } }));
  unserve = serveSlackByNock(workspace.slack);
  notifiers = slackNotifiers({
    slack: slackFor(() =>
      configured
        ? {
            botToken: new Secret(botToken(workspace.bot)),
            channel: '#ai-ops-alerts',
            apiUrl: 'https://slack.com/api',
          }
        : null,
    ),
    pace: new Pace(),
    refused: () => {
      refused += 1;
    },
    now: () => now,
  });
});
afterEach(() => {
  unserve();
  expect(workspace.slack.world.unexpected).toEqual([]);
});

const messages = () => workspace.channel.messages;
const calls = (method: string) => workspace.slack.service.requests.filter((one) => one.method === method);

/** Past what the pace of messages asks for. */
function send(effect: SlackEffect, over: Partial<Sending> = {}): Promise<Outcome> {
  now += 60_000;
  return notifiers[effect.kind].send(sending(effect, over));
}

async function sent(effect: SlackEffect, over: Partial<Sending> = {}): Promise<SendResult> {
  const outcome = await send(effect, over);
  if (outcome.kind !== 'sent') throw new Error(JSON.stringify(outcome));
  return outcome.result;
}

const answer = () => slackAnswer({ to: { channel: workspace.channel.id, user: workspace.people.mika.id } });

/** One of each, and how often people see it. */
const KINDS: readonly (readonly [string, () => SlackEffect, () => number])[] = [
  ['slack_handoff', () => slackHandoff(), () => messages().length],
  ['slack_episode', () => slackEpisode(), () => messages().length],
  ['slack_notice', () => slackNotice(), () => messages().length],
  ['slack_answer', answer, () => workspace.channel.ephemerals.length],
];

const METHOD: Readonly<Record<string, string>> = { slack_answer: 'chat.postEphemeral' };

const FAULTS: readonly (readonly [string, Fault, Partial<Outcome>])[] = [
  ['a refused connection', { kind: 'refused' }, { kind: 'retry', code: 'AIOPS_SLACK_UNREACHABLE' }],
  [
    'a limit with a wait',
    { kind: 'rate-limit', retryAfter: 7 },
    { kind: 'retry', code: 'AIOPS_SLACK_LIMITED', afterMs: 7000 },
  ],
  [
    "Slack's own word for it",
    { kind: 'error', error: 'ratelimited' },
    { kind: 'retry', code: 'AIOPS_SLACK_LIMITED', afterMs: 30_000 },
  ],
  ['503', { kind: 'status', status: 503 }, { kind: 'unanswered' }],
  ['trouble at Slack', { kind: 'error', error: 'internal_error' }, { kind: 'unanswered' }],
  ['a broken connection', { kind: 'answer-lost' }, { kind: 'unanswered' }],
  [
    'a token that is good no more',
    { kind: 'error', error: 'token_revoked' },
    { kind: 'retry', code: 'AIOPS_SLACK_UNAUTHORIZED', afterMs: null },
  ],
  [
    'a channel that is archived',
    { kind: 'error', error: 'is_archived' },
    { kind: 'retry', code: 'AIOPS_SLACK_CHANNEL' },
  ],
  [
    'blocks that Slack does not take',
    { kind: 'error', error: 'invalid_blocks' },
    { kind: 'rejected', code: 'AIOPS_SLACK_REFUSED' },
  ],
];

describe.each(KINDS)('%s', (kind, effect, deeds) => {
  const method = METHOD[kind] ?? 'chat.postMessage';

  test('is done, once', async () => {
    expect(await send(effect())).toMatchObject({ kind: 'sent' });
    expect(deeds()).toBe(1);
    expect(calls(method)).toHaveLength(1);
  });

  test.each(FAULTS)('%s is reported, and nothing is repeated', async (_, fault, expected) => {
    workspace.slack.fault({ ...fault, match: { method } });
    const outcome = await send(effect());
    expect(outcome).toMatchObject(expected);
    expect(calls(method)).toHaveLength(1);
    expect(JSON.stringify(outcome)).not.toContain('xoxb-');
    expect(refused).toBe('code' in expected && expected.code === 'AIOPS_SLACK_UNAUTHORIZED' ? 1 : 0);
  });

  test('without Slack it waits', async () => {
    configured = false;
    expect(await send(effect())).toMatchObject({ kind: 'retry', code: 'AIOPS_SLACK_UNCONFIGURED' });
  });
});

describe('an answer that was lost', () => {
  test.each(KINDS.filter(([kind]) => kind !== 'slack_answer'))(
    '%s is found by its key, and not posted again',
    async (_, effect, deeds) => {
      workspace.slack.fault({ kind: 'answer-lost', match: { method: 'chat.postMessage' } });
      const since = new Date(now).toISOString();
      expect(await send(effect())).toMatchObject({ kind: 'unanswered' });
      expect(deeds()).toBe(1);
      const result = await sent(effect(), { mayHaveBeenDoneSince: since });
      expect(deeds()).toBe(1);
      expect(result.slack).toEqual({ channel: workspace.channel.id, ts: messages()[0]?.ts });
    },
  );

  test('where nothing was done, it is posted', async () => {
    await sent(slackNotice(), { mayHaveBeenDoneSince: new Date(now).toISOString() });
    expect(messages()).toHaveLength(1);
  });

  test('the same key in a message of another app is no proof', async () => {
    const { slack, channel } = workspace;
    const other = slack.addApp({ name: 'mimic', scopes: ['chat:write'] });
    slack.join(channel, other);
    const since = new Date(now).toISOString();
    const form = new URLSearchParams({
      channel: channel.id,
      text: 'mine',
      metadata: JSON.stringify({ event_type: 'ai_ops_effect', event_payload: { key: slackNotice().key } }),
    });
    const forged = slack.service.handle({
      method: 'POST',
      path: '/api/chat.postMessage',
      query: new URLSearchParams(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Bearer ${botToken(other)}`,
      },
      body: form.toString(),
    });
    expect(JSON.parse(forged.body)).toMatchObject({ ok: true });
    await sent(slackNotice(), { mayHaveBeenDoneSince: since });
    expect(messages()).toHaveLength(2);
  });
});

const confirmed = episodeView(episode('smoke_failure_rate', STATES.confirmed));

describe.each<[string, () => SlackEffect, () => SlackEffect]>([
  ['a handoff', slackHandoff, () => slackHandoff({ buttons: [] })],
  ['an episode', slackEpisode, () => slackEpisode(confirmed)],
])('the message of %s', (_name, first, later) => {
  test('is edited in place, and keeps its address', async () => {
    const before = await sent(first());
    expect(before.url).toMatch(/^https:\/\/acme\.slack\.com\/archives\//);
    const after = await sent(later(), { previous: before });
    expect(after).toEqual(before);
    expect(messages()).toHaveLength(1);
    expect(messages()[0]?.edits).toHaveLength(1);
  });

  test('is posted anew where somebody deleted it', async () => {
    const before = await sent(first());
    const [message] = messages();
    if (message !== undefined) workspace.slack.deleteMessage(message);
    const after = await sent(first(), { previous: before });
    expect(after.slack?.ts).not.toBe(before.slack?.ts);
    expect(messages()).toHaveLength(1);
  });
});

test('the message of an episode names the ledger entry of the decision that it tells of', async () => {
  await sent(slackEpisode(), { ledger: { seq: 77, hash: 'ab' } });
  expect(JSON.stringify(messages()[0]?.content.blocks)).toContain('ledger 77');
});

describe('the message of a handoff', () => {
  test('counts as posted though its address cannot be had; the next edit asks again', async () => {
    workspace.slack.fault({ kind: 'status', status: 503, match: { method: 'chat.getPermalink' } });
    const first = await sent(slackHandoff());
    expect(first.url).toBeUndefined();
    expect((await sent(slackHandoff(), { previous: first })).url).toMatch(/^https:/);
    expect(messages()).toHaveLength(1);
  });

  test('goes to the channel that the repository names', async () => {
    workspace.slack.addChannel('releases', { members: [workspace.bot] });
    const result = await sent({ ...slackHandoff(), channel: '#releases' });
    expect(result.slack?.channel).not.toBe(workspace.channel.id);
  });
});

describe.each<[string, () => SlackEffect, (over: Partial<ThreadBase>) => SlackEffect]>([
  ['a handoff', slackHandoff, (over) => slackThread(undefined, over)],
  ['an episode', slackEpisode, (over) => slackEpisodeNote(undefined, over)],
])('a line in the thread of %s', (_name, parent, line) => {
  test('stands there, and calls whom it should', async () => {
    const about = await sent(parent());
    await sent(line({ mentions: [{ kind: 'user', id: workspace.people.rin.id }] }), { about });
    expect(messages()[1]).toMatchObject({ threadTs: about.slack?.ts, isBroadcast: false });
    expect(messages()[1]?.content.text).toContain(`<@${workspace.people.rin.id}>`);
  });

  test('is shown in the channel too where it should be', async () => {
    const about = await sent(parent());
    await sent(line({ broadcast: true }), { about });
    expect(messages()[1]).toMatchObject({ threadTs: about.slack?.ts, isBroadcast: true });
  });

  test('is not left in the channel where its message is gone', async () => {
    const about = await sent(parent());
    const [message] = messages();
    if (message !== undefined) workspace.slack.deleteMessage(message);
    expect(await send(line({}), { about })).toMatchObject({
      kind: 'retry',
      code: 'AIOPS_SLACK_PARENT_GONE',
      lost: true,
    });
    expect(messages()).toEqual([]);
  });

  test('is rejected where there never was a message', async () => {
    expect(await send(line({}))).toMatchObject({ kind: 'rejected', code: 'AIOPS_SLACK_NO_PARENT' });
  });

  test('is found by its key where the answer was lost', async () => {
    const about = await sent(parent());
    workspace.slack.fault({ kind: 'answer-lost', match: { method: 'chat.postMessage' } });
    const since = new Date(now).toISOString();
    expect(await send(line({}), { about })).toMatchObject({ kind: 'unanswered' });
    await sent(line({}), { about, mayHaveBeenDoneSince: since });
    expect(messages()).toHaveLength(2);
  });
});

test('an answer to somebody who is not in the channel goes to them directly', async () => {
  const elsewhere = workspace.slack.addChannel('random', { members: [workspace.people.mika] });
  await sent(slackAnswer({ to: { channel: elsewhere.id, user: workspace.people.mika.id } }));
  const direct = workspace.slack.world.channels.find(({ kind }) => kind === 'im');
  expect(direct?.messages).toHaveLength(1);
});

describe('the pace', () => {
  const pressed = (effect: SlackEffect) => notifiers[effect.kind].send(sending(effect));

  test('is one message a second; edits go on', async () => {
    const previous = await sent(slackHandoff());
    const { key } = slackNotice();
    expect(await pressed(slackNotice())).toMatchObject({
      kind: 'retry',
      code: 'AIOPS_SLACK_PACED',
      afterMs: 1100,
    });
    const edit = sending(slackHandoff({ buttons: [] }), { previous });
    expect(await notifiers.slack_handoff.send(edit)).toMatchObject({ kind: 'sent' });
    now += 1100;
    expect(await pressed({ ...slackNotice(), key: `${key}:2` })).toMatchObject({ kind: 'sent' });
  });

  test('an outage is met once: others wait without asking, then one asks again', async () => {
    const back = workspace.slack.goDown();
    expect(await pressed(slackNotice())).toMatchObject({ code: 'AIOPS_SLACK_UNREACHABLE' });
    const before = workspace.slack.service.requests.length;
    expect(await pressed(slackHandoff())).toMatchObject({ code: 'AIOPS_SLACK_PACED' });
    expect(workspace.slack.service.requests).toHaveLength(before);
    back();
    now += 15_000;
    expect(await pressed(slackHandoff())).toMatchObject({ kind: 'sent' });
  });
});

describe('a channel that is not there', () => {
  const inChannel = (channel: string, key: string) => ({ ...slackNotice(), channel, key });
  /** As soon as the pace of messages allows. */
  const soon = (effect: SlackEffect) => {
    now += 1_500;
    return notifiers[effect.kind].send(sending(effect));
  };

  test('is asked about once a minute, whatever is to be said in it, and holds nobody up elsewhere', async () => {
    for (let i = 0; i < 20; i += 1)
      expect(await soon(inChannel('#nowhere', `notice:${i}`))).toMatchObject({ kind: 'retry' });
    expect(calls('chat.postMessage')).toHaveLength(1);
    expect(await soon(inChannel('#ai-ops-alerts', 'notice:elsewhere'))).toMatchObject({ kind: 'sent' });
    now += 60_000;
    expect(await soon(inChannel('#nowhere', 'notice:0'))).toMatchObject({ code: 'AIOPS_SLACK_CHANNEL' });
    expect(calls('chat.postMessage')).toHaveLength(3);
  });

  test('by its old name keeps nothing from what stands in it', async () => {
    const parent = await sent(slackHandoff());
    expect(await soon(inChannel('#renamed', 'notice:1'))).toMatchObject({ kind: 'retry' });
    now += 1_500;
    const note = { ...slackThread(), channel: '#renamed' };
    expect(await notifiers[note.kind].send(sending(note, { about: parent }))).toMatchObject({ kind: 'sent' });
  });
});

test('who can be told nothing keeps a channel from nobody else', async () => {
  const channel = workspace.channel.id;
  const unreachable = slackAnswer({ to: { channel, user: 'U0NOBODY00' } });
  expect(await send(unreachable)).not.toMatchObject({ kind: 'sent' });
  expect(await notifiers.slack_answer.send(sending(answer()))).toMatchObject({ kind: 'sent' });
});
