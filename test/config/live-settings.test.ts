import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { LiveSettings, REREAD_EVERY_MS } from '../../src/config/live-settings.ts';
import type { Found } from '../../src/config/secret-files.ts';
import { type Environment, readSettings } from '../../src/config/settings.ts';
import { settingsChange } from '../../src/config/settings-changes.ts';
import { CodedError } from '../../src/errors.ts';
import { createLog } from '../../src/log.ts';

const key = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
const [OLD_KEY, NEW_KEY] = [key(), key()];
const OLD = 'f2b7c9e04d5a61837c2e';
const NEW = '0d9e8f7a6b5c4d3e2f1a';
const START: Environment = {
  APP_ID: '7',
  PRIVATE_KEY: OLD_KEY,
  WEBHOOK_SECRET: OLD,
  DATABASE_URL: 'postgres://ai:old@db/ai',
  SLACK_BOT_TOKEN: 'xoxb-000000000000-placeholder-1',
  SLACK_SIGNING_SECRET: OLD,
};

describe('which changes take effect', () => {
  test.each<[string, Environment, readonly string[], readonly string[]]>([
    ['nothing', {}, [], []],
    ['a credential is replaced', { WEBHOOK_SECRET: NEW }, ['WEBHOOK_SECRET'], []],
    ['several are', { SLACK_BOT_TOKEN: 'x', PRIVATE_KEY: 'y' }, ['PRIVATE_KEY', 'SLACK_BOT_TOKEN'], []],
    ['the database', { DATABASE_URL: 'postgres://ai:new@db/ai' }, [], ['DATABASE_URL']],
    ['something that is no credential', { GHE_HOST: 'ghe.example.com' }, [], ['GHE_HOST']],
    ['a credential appears', { PAGERDUTY_ROUTING_KEY: 'x' }, [], ['PAGERDUTY_ROUTING_KEY']],
    ['a credential is gone', { SLACK_BOT_TOKEN: undefined }, [], ['SLACK_BOT_TOKEN']],
    [
      'another App comes with its own key and secret',
      { APP_ID: '8', PRIVATE_KEY: 'x', WEBHOOK_SECRET: NEW, SLACK_BOT_TOKEN: 'y' },
      ['SLACK_BOT_TOKEN'],
      ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET'],
    ],
  ])('%s', (_what, changes, live, later) => {
    const fresh = { ...START, ...changes };
    expect(settingsChange(START, fresh)).toEqual({
      live,
      later,
      values: { ...START, ...Object.fromEntries(live.map((name) => [name, fresh[name]])) },
    });
  });
});

describe('while the bot runs', () => {
  /** What the sources hold, or how they fail. */
  let source: Environment | Error | readonly string[];
  let now: number;
  let reads: number;
  let lines: Record<string, unknown>[];
  let timers: { readonly ms: number; readonly run: () => void; cancelled: boolean }[];
  let hold: Promise<void>;
  let live: LiveSettings;

  beforeEach(() => {
    source = START;
    now = 0;
    reads = 0;
    lines = [];
    timers = [];
    hold = Promise.resolve();
    const settings = readSettings(START);
    if (!settings.ok) throw new Error(settings.problems.join());
    live = LiveSettings.begin({
      read: async () => {
        reads += 1;
        await hold;
        return found();
      },
      values: START,
      settings: settings.settings,
      clock: { now: () => now },
      timer: (ms, run) => {
        const timer = { ms, run, cancelled: false };
        timers.push(timer);
        return () => {
          timer.cancelled = true;
        };
      },
      log: createLog({
        level: 'info',
        destination: { write: (line: string) => lines.push(JSON.parse(line)) },
      }),
    });
  });

  function found(): Found {
    if (source instanceof Error) throw source;
    if (isLines(source)) return { values: {}, origins: {}, problems: source };
    return { values: source, origins: {}, problems: [] };
  }

  const inForce = () => {
    const { app, slack, databaseUrl } = live.current();
    return {
      key: app?.privateKey.expose(),
      secrets: app?.webhookSecrets.map((secret) => secret.expose()),
      token: slack?.botToken.expose(),
      database: databaseUrl?.expose(),
    };
  };

  test('a rotated credential is in force after the next reading, and told by name alone', async () => {
    const before = live.current();
    await live.reread();
    expect(live.current()).toBe(before);
    expect(lines).toEqual([]);
    source = { ...START, PRIVATE_KEY: NEW_KEY, WEBHOOK_SECRET: `${NEW},${OLD}` };
    await live.reread();
    expect(inForce()).toMatchObject({ key: NEW_KEY, secrets: [NEW, OLD] });
    source = { ...START, PRIVATE_KEY: NEW_KEY, WEBHOOK_SECRET: NEW };
    await live.reread();
    expect(inForce()).toMatchObject({ key: NEW_KEY, secrets: [NEW] });
    expect(lines).toMatchObject([
      { level: 'info', changed: ['PRIVATE_KEY', 'WEBHOOK_SECRET'], msg: expect.stringContaining('in use') },
      { level: 'info', changed: ['WEBHOOK_SECRET'] },
    ]);
    for (const value of [NEW, OLD, 'PRIVATE KEY']) expect(JSON.stringify(lines)).not.toContain(value);
  });

  test('what needs a restart is said once and not done; what does not is done', async () => {
    source = {
      ...START,
      DATABASE_URL: 'postgres://ai:new@db/ai',
      SLACK_BOT_TOKEN: 'xoxb-000000000000-placeholder-2',
    };
    await live.reread();
    await live.reread();
    expect(inForce()).toMatchObject({
      database: 'postgres://ai:old@db/ai',
      token: 'xoxb-000000000000-placeholder-2',
    });
    expect(lines).toMatchObject([
      {
        level: 'warn',
        code: 'AIOPS_SETTINGS_RESTART',
        changed: ['DATABASE_URL'],
        msg: 'settings: DATABASE_URL changed, which takes effect at a restart',
      },
      { level: 'info', changed: ['SLACK_BOT_TOKEN'] },
    ]);
    source = START;
    await live.reread();
    source = { ...START, DATABASE_URL: 'postgres://ai:newer@db/ai' };
    await live.reread();
    expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(2);
  });

  test('a channel that is gone from the source goes on being used', async () => {
    source = { ...START, SLACK_BOT_TOKEN: undefined, SLACK_SIGNING_SECRET: undefined };
    await live.reread();
    expect(live.current().slack).not.toBeNull();
    expect(lines).toMatchObject([{ level: 'warn', changed: ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'] }]);
  });

  test.each<[string, () => void, string, string]>([
    [
      'that cannot be read',
      () => {
        source = ['AWS_SECRET_IDS: ai-ops/bot may not be read; allow it'];
      },
      'AIOPS_SETTINGS',
      'AWS_SECRET_IDS: ai-ops/bot may not be read; allow it',
    ],
    [
      'whose value is no good',
      () => {
        source = { ...START, WEBHOOK_SECRET: 'weak-secret', PRIVATE_KEY: NEW_KEY };
      },
      'AIOPS_SETTINGS',
      'WEBHOOK_SECRET: must be at least 20 characters',
    ],
    [
      'half of which is gone',
      () => {
        source = { ...START, SLACK_BOT_TOKEN: undefined };
      },
      'AIOPS_SETTINGS',
      'SLACK_BOT_TOKEN: is missing',
    ],
    [
      'that throws',
      () => {
        source = new CodedError('AIOPS_CREDENTIALS_UNREADABLE', 'the file cannot be read; mend it');
      },
      'AIOPS_CREDENTIALS_UNREADABLE',
      'the file cannot be read; mend it',
    ],
  ])('a source %s changes nothing, and one line says so', async (_what, change, code, said) => {
    const before = live.current();
    change();
    await live.reread();
    expect(live.current()).toBe(before);
    expect(lines).toMatchObject([
      { level: 'error', code, msg: expect.stringContaining(`those in force stay: ${said}`) },
    ]);
    expect(JSON.stringify(lines)).not.toContain('weak-secret');
    source = { ...START, WEBHOOK_SECRET: NEW };
    await live.reread();
    expect(inForce().secrets).toEqual([NEW]);
  });

  test('it reads every few minutes, one reading after the other, until it is stopped', async () => {
    expect(timers).toMatchObject([{ ms: REREAD_EVERY_MS }]);
    const held = Promise.withResolvers<void>();
    hold = held.promise;
    timers[0]?.run();
    expect(reads).toBe(1);
    expect(timers).toHaveLength(1);
    held.resolve();
    await live.reread();
    await Promise.resolve();
    expect(timers).toHaveLength(2);
    timers[1]?.run();
    live.stop();
    await live.reread();
    await Promise.resolve();
    expect(timers).toMatchObject([{}, { cancelled: true }]);
  });

  test('a refusal reads at once; many at once read once, and not again for half a minute', async () => {
    source = { ...START, PRIVATE_KEY: NEW_KEY };
    await Promise.all([live.refused(), live.refused(), live.refused()]);
    expect(reads).toBe(1);
    expect(inForce().key).toBe(NEW_KEY);
    now = 29_999;
    await live.refused();
    expect(reads).toBe(1);
    now = 30_000;
    await live.refused();
    expect(reads).toBe(2);
  });

  test('a refusal while it is being read waits for that reading', async () => {
    const held = Promise.withResolvers<void>();
    hold = held.promise;
    source = { ...START, PRIVATE_KEY: NEW_KEY };
    const reading = live.reread();
    const refused = live.refused();
    held.resolve();
    await refused;
    expect(inForce().key).toBe(NEW_KEY);
    await reading;
    expect(reads).toBe(1);
  });
});

function isLines(source: unknown): source is readonly string[] {
  return Array.isArray(source);
}
