import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { isScalar, isSeq, parse, parseDocument } from 'yaml';
import { z } from 'zod';
import { SLACK_SCOPES } from '../../src/doctor/judge-slack.ts';
import { SLACK_PATH } from '../../src/ingress/slack.ts';

const ROOT = join(import.meta.dirname, '../..');
const text = readFileSync(join(ROOT, 'docs/slack-app-manifest.yml'), 'utf8');

/** As Slack takes it, and no more than it knows (docs.slack.dev, "App manifest reference"). */
const manifest = z
  .strictObject({
    display_information: z.strictObject({
      name: z.string().max(35),
      description: z.string().max(140),
      background_color: z.string().regex(/^#[\da-f]{6}$/),
    }),
    features: z.strictObject({
      bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
      slash_commands: z.tuple([
        z.strictObject({
          command: z.string().max(32),
          url: z.url(),
          description: z.string().max(2000),
          usage_hint: z.string().max(1000),
          should_escape: z.boolean(),
        }),
      ]),
    }),
    oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()) }) }),
    settings: z.strictObject({
      interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: z.url() }),
      org_deploy_enabled: z.boolean(),
      socket_mode_enabled: z.boolean(),
      token_rotation_enabled: z.boolean(),
    }),
  })
  .parse(parse(text));
const scopes = manifest.oauth_config.scopes.bot;

/** What each call of the client needs for public and private channels (docs.slack.dev, "Methods"). */
const CALL_NEEDS: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.delete': ['chat:write'],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.list': ['channels:read', 'groups:read'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'usergroups.list': ['usergroups:read'],
  'users.info': ['users:read'],
};

/** Every method of Slack's Web API that the source calls. */
function callsInSource(): readonly string[] {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  const calls = files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...readFileSync(join(ROOT, 'src', file), 'utf8').matchAll(
        /\bclient\s*\.(auth|chat|conversations|usergroups|users|team|views|reactions|files)\.(\w+)\(/g,
      ),
    ])
    .map(([, family, method]) => `${family}.${method}`);
  return [...new Set(calls)].sort();
}

describe('the Slack app', () => {
  test('sends buttons and the command to the door', () => {
    const [command] = manifest.features.slash_commands;
    expect(command).toMatchObject({ command: '/ai-ops', should_escape: false });
    const { is_enabled, request_url } = manifest.settings.interactivity;
    expect(is_enabled).toBe(true);
    for (const address of [command.url, request_url]) expect(new URL(address).pathname).toBe(SLACK_PATH);
  });

  test('every call that the source makes is known here, and none is listed that is gone', () => {
    expect(callsInSource()).toEqual(Object.keys(CALL_NEEDS));
  });

  test('asks for the scopes that the calls and the command need, and for no other', () => {
    expect([...scopes].sort()).toEqual(
      [...new Set(['commands', ...Object.values(CALL_NEEDS).flat()])].sort(),
    );
  });

  test('the doctor looks for the same scopes', () => {
    expect([...SLACK_SCOPES].sort()).toEqual([...scopes].sort());
  });

  test('says of each scope why', () => {
    const list = parseDocument(text).getIn(['oauth_config', 'scopes', 'bot']);
    if (!isSeq(list)) throw new Error('the manifest lost its shape');
    const reasons = list.items.map((item, i) => {
      if (!isScalar(item)) throw new Error('the manifest lost its shape');
      return item.commentBefore ?? (i === 0 ? list.commentBefore : '') ?? '';
    });
    expect(reasons).toHaveLength(scopes.length);
    for (const reason of reasons) expect(reason).toMatch(/: .{20,}/);
  });
});
