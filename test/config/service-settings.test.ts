import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { type Environment, readSettings, type Settings } from '../../src/config/settings.ts';

const SIGNING = 'f2b7c9e04d5a61837c2e0d9e8f7a6b5c';
const OTHER = '0d9e8f7a6b5c4d3e2f1af2b7c9e04d5a';
const BOT_TOKEN = 'xoxb-000000000000-placeholder';
const ROUTING_KEY = 'R0placeholderplaceholderplacehol';
const API_TOKEN = 'u+placeholder-token';
const SLACK: Environment = { SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_SIGNING_SECRET: SIGNING };
const PAGERDUTY: Environment = { PAGERDUTY_ROUTING_KEY: ROUTING_KEY };

function settings(values: Environment): Settings {
  const read = readSettings(values);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.settings;
}

function problems(values: Environment): readonly string[] {
  const read = readSettings(values);
  return read.ok ? [] : read.problems;
}

describe('Slack', () => {
  test('token and signing secret are enough', () => {
    const { slack } = settings(SLACK);
    expect(slack).toMatchObject({ channel: '#ai-ops-alerts', apiUrl: 'https://slack.com/api' });
    expect(slack?.botToken.expose()).toBe(BOT_TOKEN);
    expect(slack?.signingSecrets.map((secret) => secret.expose())).toEqual([SIGNING]);
  });

  test('everything can be set', () => {
    const { slack } = settings({
      SLACK_BOT_TOKEN: `xoxe.${BOT_TOKEN}`,
      SLACK_SIGNING_SECRET: `${SIGNING}, ${OTHER}`,
      SLACK_CHANNEL: 'C0123ABCD',
      SLACK_API_URL: 'http://127.0.0.1:4010/api/',
    });
    expect(slack).toMatchObject({ channel: 'C0123ABCD', apiUrl: 'http://127.0.0.1:4010/api' });
    expect(slack?.signingSecrets.map((secret) => secret.expose())).toEqual([SIGNING, OTHER]);
  });

  test.each(['#リリース-通知', '#a', `#${'x'.repeat(80)}`])('a channel may be %s', (SLACK_CHANNEL) => {
    expect(settings({ ...SLACK, SLACK_CHANNEL }).slack?.channel).toBe(SLACK_CHANNEL);
  });

  test.each<[Environment, readonly string[]]>([
    [{ SLACK_BOT_TOKEN: BOT_TOKEN }, ['SLACK_SIGNING_SECRET']],
    [{ SLACK_SIGNING_SECRET: SIGNING }, ['SLACK_BOT_TOKEN']],
    [{ SLACK_CHANNEL: '#x' }, ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']],
    [{ SLACK_API_URL: 'https://slack.example.com/api' }, ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']],
  ])('half given %#: what is missing is named', (given, names) => {
    expect(problems(given).map((problem) => problem.split(': is missing;')[0])).toEqual(names);
  });
});

describe('PagerDuty', () => {
  test('a routing key is enough', () => {
    const { pagerduty } = settings(PAGERDUTY);
    expect(pagerduty).toMatchObject({
      apiToken: null,
      from: null,
      service: 'AI Ops Triage',
      ladder: ['AI Ops Triage', 'SRE (secondary)', 'Platform PM'],
      webhookSecrets: [],
      eventsHost: 'events.pagerduty.com',
      apiUrl: 'https://api.pagerduty.com',
    });
    expect(pagerduty?.routingKey?.expose()).toBe(ROUTING_KEY);
  });

  test('everything can be set', () => {
    const { pagerduty } = settings({
      ...PAGERDUTY,
      PAGERDUTY_API_TOKEN: API_TOKEN,
      PAGERDUTY_FROM: 'bot@example.com',
      PAGERDUTY_SERVICE: '一次対応 (AI Ops)',
      PAGERDUTY_LADDER: '一次対応, PABC123 ,Yui Mori',
      PAGERDUTY_WEBHOOK_SECRET: `${SIGNING},${OTHER}`,
      PAGERDUTY_EVENTS_HOST: '127.0.0.1:4020',
      PAGERDUTY_API_URL: 'https://api.eu.pagerduty.com/',
    });
    expect(pagerduty).toMatchObject({
      from: 'bot@example.com',
      service: '一次対応 (AI Ops)',
      ladder: ['一次対応', 'PABC123', 'Yui Mori'],
      eventsHost: '127.0.0.1:4020',
      apiUrl: 'https://api.eu.pagerduty.com',
    });
    expect(pagerduty?.apiToken?.expose()).toBe(API_TOKEN);
    expect(pagerduty?.webhookSecrets.map((secret) => secret.expose())).toEqual([SIGNING, OTHER]);
  });

  test.each<Environment>([{ PAGERDUTY_API_TOKEN: API_TOKEN }, { PAGERDUTY_WEBHOOK_SECRET: SIGNING }])(
    'one credential is something %#',
    (given) => {
      expect(settings(given).pagerduty).toMatchObject({ routingKey: null });
    },
  );

  test('names and addresses alone are a slip', () => {
    expect(problems({ PAGERDUTY_FROM: 'bot@example.com', PAGERDUTY_SERVICE: 'x' })).toEqual([
      'PAGERDUTY_ROUTING_KEY: is missing; copy the integration key of the service, or leave PAGERDUTY_FROM, PAGERDUTY_SERVICE out',
    ]);
  });
});

describe('AWS', () => {
  const ARN = 'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:ai-ops/bot-a1B2c3';

  test('either list is enough', () => {
    expect(settings({ AWS_SECRET_IDS: 'ai-ops/bot' }).aws).toEqual({
      secretIds: ['ai-ops/bot'],
      watchedIds: [],
      endpoint: null,
    });
    expect(settings({ AWS_WATCHED_SECRET_IDS: 'ai/ops/langgraph, ai/ops/codex' }).aws).toEqual({
      secretIds: [],
      watchedIds: ['ai/ops/langgraph', 'ai/ops/codex'],
      endpoint: null,
    });
    expect(settings({ AWS_ENDPOINT_URL_SECRETS_MANAGER: 'https://vpce.example.com' }).aws).toBeNull();
  });

  test('an entry is a name, an ARN, or a variable and one of them', () => {
    const { aws } = settings({
      AWS_SECRET_IDS: `ai-ops/bot, ${ARN}, SLACK_BOT_TOKEN=ai-ops/slack=prod, PRIVATE_KEY=${ARN}`,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://127.0.0.1:4566/',
    });
    expect(aws).toEqual({
      secretIds: ['ai-ops/bot', ARN, 'ai-ops/slack=prod'],
      watchedIds: [],
      endpoint: 'http://127.0.0.1:4566',
    });
  });
});

describe('refused', () => {
  test.each<[string, Environment, RegExp]>([
    ['SLACK_BOT_TOKEN', { ...SLACK, SLACK_BOT_TOKEN: 'xoxp-000000000000-placeholder' }, /xoxb-/],
    ['SLACK_BOT_TOKEN', { ...SLACK, SLACK_BOT_TOKEN: `${BOT_TOKEN}\nx-forged: 1` }, /xoxb-/],
    ['SLACK_SIGNING_SECRET', { ...SLACK, SLACK_SIGNING_SECRET: `${SIGNING},short` }, /at least 20/],
    ['SLACK_SIGNING_SECRET', { ...SLACK, SLACK_SIGNING_SECRET: 'changeme'.repeat(4) }, /too easy to guess/],
    ['SLACK_CHANNEL', { ...SLACK, SLACK_CHANNEL: 'no-hash' }, /such as #ai-ops-alerts/],
    ['SLACK_CHANNEL', { ...SLACK, SLACK_CHANNEL: '#Alerts' }, /such as #/],
    ['SLACK_CHANNEL', { ...SLACK, SLACK_CHANNEL: '#a b' }, /such as #/],
    ['SLACK_CHANNEL', { ...SLACK, SLACK_CHANNEL: 'D0123ABCD' }, /such as #/],
    ['SLACK_API_URL', { ...SLACK, SLACK_API_URL: 'http://slack.example.com/api' }, /https/],
    ['SLACK_API_URL', { ...SLACK, SLACK_API_URL: 'https://x:y@slack.com/api' }, /without credentials/],
    ['PAGERDUTY_ROUTING_KEY', { PAGERDUTY_ROUTING_KEY: 'too-short' }, /32 letters and digits/],
    ['PAGERDUTY_API_TOKEN', { PAGERDUTY_API_TOKEN: 'Token token=placeholder' }, /REST API key/],
    ['PAGERDUTY_FROM', { ...PAGERDUTY, PAGERDUTY_FROM: 'the-bot' }, /e-mail address/],
    ['PAGERDUTY_SERVICE', { ...PAGERDUTY, PAGERDUTY_SERVICE: 'a\u0007b' }, /name of a PagerDuty service/],
    ['PAGERDUTY_WEBHOOK_SECRET', { ...PAGERDUTY, PAGERDUTY_WEBHOOK_SECRET: 'weak' }, /at least 20/],
    [
      'PAGERDUTY_EVENTS_HOST',
      { ...PAGERDUTY, PAGERDUTY_EVENTS_HOST: 'https://events.pagerduty.com' },
      /bare host/,
    ],
    ['PAGERDUTY_API_URL', { ...PAGERDUTY, PAGERDUTY_API_URL: 'http://api.example.com' }, /https/],
    ['AWS_SECRET_IDS', { AWS_SECRET_IDS: ', ,' }, /names no secret/],
    ['AWS_SECRET_IDS', { AWS_SECRET_IDS: 'ai-ops/bot,two words' }, /entry 2 is neither/],
    ['AWS_SECRET_IDS', { AWS_SECRET_IDS: 'arn:aws:s3:::a-bucket' }, /entry 1 is neither/],
    ['AWS_SECRET_IDS', { AWS_SECRET_IDS: 'SLACK_BOT_TOKEN=' }, /entry 1 is neither/],
    ['AWS_SECRET_IDS', { AWS_SECRET_IDS: 'GHE_HOST=ai-ops/bot' }, /entry 1 .* may not come from a secret/],
    ['AWS_WATCHED_SECRET_IDS', { AWS_WATCHED_SECRET_IDS: ',' }, /names no secret/],
    ['AWS_WATCHED_SECRET_IDS', { AWS_WATCHED_SECRET_IDS: 'a,b c' }, /entry 2 is neither/],
    [
      'AWS_ENDPOINT_URL_SECRETS_MANAGER',
      { AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://secrets.example.com' },
      /https/,
    ],
  ])('%s %#', (name, given, message) => {
    const found = problems(given);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`^${name}: [^\n]+$`));
    expect(found[0]).toMatch(message);
    const value = given[name] ?? '';
    if (value.length > 4) expect(found[0]).not.toContain(value);
  });
});

test('no secret shows when the settings are printed', () => {
  const read = settings({
    ...SLACK,
    ...PAGERDUTY,
    PAGERDUTY_API_TOKEN: API_TOKEN,
    PAGERDUTY_WEBHOOK_SECRET: OTHER,
  });
  const printed = inspect(read, { depth: 9, showHidden: true }) + JSON.stringify(read);
  for (const secret of [BOT_TOKEN, SIGNING, ROUTING_KEY, API_TOKEN, OTHER])
    expect(printed).not.toContain(secret);
});
