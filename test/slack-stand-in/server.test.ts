import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { LogLevel, WebClient } from '@slack/web-api';
import { postByHttp } from '../../demo/slack/interactions/deliver.ts';
import { botToken } from '../../demo/slack/model/app.ts';
import { type SlackServer, serveSlack } from '../../demo/slack/server.ts';
import { actions, button, type Given, given, section } from './given.ts';

let server: SlackServer | null = null;
let bot: Server | null = null;

afterEach(async () => {
  await server?.close();
  bot?.closeAllConnections();
  bot?.close();
  server = null;
  bot = null;
});

async function served(): Promise<Given & { readonly web: WebClient; readonly url: string }> {
  const world = given();
  server = await serveSlack(world.slack);
  const web = new WebClient(botToken(world.app), {
    slackApiUrl: server.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
  return Object.assign(world, { web, url: server.url });
}

/** Something that answers at an address of its own. */
async function listening(status: number, answer: string): Promise<string> {
  const heard = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status).end(answer));
  });
  bot = heard;
  await new Promise<void>((resolve) => heard.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(heard.address() as AddressInfo).port}/api/slack/events`;
}

describe('over HTTP', () => {
  test('a client works as against Slack, and what it is told leads back here', async () => {
    const { web, url, channel } = await served();
    const { ts = '' } = await web.chat.postMessage({ channel: '#ai-ops-alerts', text: 'Started' });
    expect((await web.auth.test()).url).toBe(`${url}/`);
    const { permalink = '' } = await web.chat.getPermalink({ channel: channel.id, message_ts: ts });
    const landed = await fetch(permalink, { redirect: 'manual' });
    expect(landed.headers.get('location')).toBe(`/#p${ts.replace('.', '')}`);
    expect(channel.messages).toHaveLength(1);
  });

  test('a press goes to the request URL, and is answered at an address here', async () => {
    const world = await served();
    world.app.requestUrl = await listening(200, '');
    world.slack.world.post = postByHttp;
    const message = world.posted({ text: 'x', blocks: [actions(button('stop'))] });
    const { outcome, responseUrl } = await world.slack.press(message, 'stop', { by: world.alice });
    expect(outcome).toEqual({ status: 200, body: '', failed: null });
    expect(responseUrl).toMatch(`${world.url}/actions/`);
    const answered = await fetch(responseUrl, { method: 'POST', body: JSON.stringify({ text: 'Done' }) });
    expect(await answered.text()).toBe('ok');
    expect(world.channel.ephemerals).toHaveLength(1);
  });

  test('a press that reaches nobody is seen to have failed', async () => {
    const world = await served();
    world.app.requestUrl = 'http://127.0.0.1:9/api/slack/events';
    world.slack.world.post = postByHttp;
    const message = world.posted({ text: 'x', blocks: [actions(button('stop'))] });
    const { outcome } = await world.slack.press(message, 'stop', { by: world.alice });
    expect(outcome?.failed).toBe('dispatch_failed');
  });

  test('it goes wrong where that was asked for', async () => {
    const { web, slack, channel } = await served();
    const post = () => web.chat.postMessage({ channel: channel.id, text: 'x' });
    const up = slack.goDown();
    await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    up();
    slack.fault({ kind: 'answer-lost' });
    await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    slack.fault({ kind: 'rate-limit', retryAfter: 3 });
    await expect(post()).rejects.toMatchObject({ retryAfter: 3 });
    const letGo = slack.fault({ kind: 'slow' });
    const slow = post();
    while (channel.messages.length < 2) await web.auth.test();
    letGo();
    expect((await slow).ok).toBe(true);
  });
});

describe('the page', () => {
  const read = async (url: string): Promise<string> => (await fetch(url)).text();

  test('shows channels as people see them: edits, threads, buttons, mentions, and who pressed what', async () => {
    const world = await served();
    const { slack, alice, bob, channel, app } = world;
    const group = slack.addUserGroup('release-owners', [alice]);
    const message = world.posted({ text: 'one', blocks: [section('first words')] });
    world.ask('chat.update', {
      channel: channel.id,
      ts: message.ts,
      text: 'two',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: 'Auto Handoff Started' } },
        section(
          `*bold* by <@${alice.id}> <!subteam^${group.id}> in <#${channel.id}> <https://x.io/a?b=1&amp;c=2|PR 7> \`<b>\``,
        ),
        actions(button('stop', { style: 'danger' })),
      ],
    });
    world.posted({ text: '> quoted\nAll <!here> _green_', thread_ts: message.ts });
    world.answer = { status: 500, body: '' };
    await slack.press(message, 'stop', { by: bob });
    await slack.slash('/ai-ops status', { by: bob, channel });
    world.ask('chat.postEphemeral', { channel: channel.id, user: alice.id, text: 'Not yours' });
    const html = await read(world.url);
    for (const shown of [
      '#ai-ops-alerts',
      'Auto Handoff Started',
      'edits: 1',
      'first words',
      '<strong>bold</strong>',
      '<span class="mention">@Alice Arai</span>',
      '<span class="mention">@release-owners</span>',
      '<span class="mention">#ai-ops-alerts</span>',
      '<a href="https://x.io/a?b=1&amp;c=2">PR 7</a>',
      '<code>&lt;b&gt;</code>',
      '<span class="button danger" title="stop">Stop</span>',
      '<div class="thread">',
      '<blockquote>quoted</blockquote>All <span class="mention">@here</span> <em>green</em>',
      'bob pressed “Stop” <span class="failed">⚠ http_service_error</span>',
      'bob typed “/ai-ops status”',
      'only visible to Alice Arai',
      `<strong>${app.name}</strong> <span class="app">APP</span>`,
    ]) {
      expect(html).toContain(shown);
    }
    expect(html).not.toContain('<button');
  });

  test('runs nothing that somebody wrote', async () => {
    const world = await served();
    const nasty =
      '<script>alert(1)</script> <javascript:alert(1)|x> "><img src=x> <https://x.io/"onclick="y|z>';
    world.slack.say(world.channel, { by: world.alice, text: nasty });
    world.posted({ text: 'x', blocks: [section(nasty)] });
    const response = await fetch(world.url);
    const html = await response.text();
    expect(html).not.toMatch(/<script|<img|href="javascript|"onclick/);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('is the only one', async () => {
    const { url } = await served();
    expect(await read(url)).toContain('Nobody has written anything yet.');
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
    expect((await fetch(url, { method: 'POST' })).status).toBe(404);
  });
});
