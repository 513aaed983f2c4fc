import { generateKeyPairSync } from 'node:crypto';
import { resolve } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import {
  type Environment,
  readSettings,
  readStoreSettings,
  type Settings,
} from '../../src/config/settings.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const pem = rsa.export({ type: 'pkcs1', format: 'pem' }).toString();
const pkcs8 = rsa.export({ type: 'pkcs8', format: 'pem' }).toString();
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
const SECRET = 'f2b7c9e04d5a61837c2e';
const OTHER = '0d9e8f7a6b5c4d3e2f1a';
const complete: Environment = { APP_ID: '12345', PRIVATE_KEY: pem, WEBHOOK_SECRET: SECRET };

function settings(environment: Environment): Settings {
  const read = readSettings(environment);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.settings;
}

function problems(environment: Environment): readonly string[] {
  const read = readSettings(environment);
  return read.ok ? [] : read.problems;
}

describe('complete', () => {
  test('the three credentials are enough, and the rest has defaults', () => {
    const read = settings(complete);
    expect(read).toMatchObject({
      production: false,
      databaseUrl: null,
      dataDir: resolve('data'),
      logLevel: 'info',
      github: { apiUrl: 'https://api.github.com', webUrl: 'https://github.com' },
      stop: { always: false, file: null },
      http: { host: '127.0.0.1', port: 3000, publicUrl: null },
      slack: null,
      pagerduty: null,
      aws: null,
    });
    expect(read.app?.id).toBe(12_345);
    expect(read.app?.privateKey.expose()).toBe(pkcs8);
    expect(read.app?.webhookSecrets.map((secret) => secret.expose())).toEqual([SECRET]);
  });

  test('everything can be set', () => {
    const read = settings({
      ...complete,
      WEBHOOK_SECRET: `${SECRET}, ${OTHER},`,
      GHE_HOST: 'ghe.example.com',
      DATABASE_URL: 'postgres://ai:pw-1@db.example.com/ai',
      DATA_DIR: '/var/lib/ai-ops',
      AI_OPS_STOP: 'yes',
      STOP_FILE: '/run/stop',
      NODE_ENV: 'production',
      PORT: '0',
      LOG_LEVEL: 'debug',
      PUBLIC_URL: 'https://bot.example.com/',
    });
    expect(read).toMatchObject({
      production: true,
      dataDir: '/var/lib/ai-ops',
      logLevel: 'debug',
      github: { apiUrl: 'https://ghe.example.com/api/v3', webUrl: 'https://ghe.example.com' },
      stop: { always: true, file: '/run/stop' },
      http: { host: '0.0.0.0', port: 0, publicUrl: 'https://bot.example.com' },
    });
    expect(read.databaseUrl?.expose()).toBe('postgres://ai:pw-1@db.example.com/ai');
    expect(read.app?.webhookSecrets.map((secret) => secret.expose())).toEqual([SECRET, OTHER]);
  });

  test.each([
    ['raw', pem],
    ['PKCS #8', pkcs8],
    ['with \\n for line breaks', pem.replaceAll('\n', '\\n')],
    ['quoted', `"${pem.replaceAll('\n', '\\n')}"`],
    ['base64', Buffer.from(pem).toString('base64')],
  ])('the private key may be %s', (_form, text) => {
    expect(settings({ ...complete, PRIVATE_KEY: text }).app?.privateKey.expose()).toBe(pkcs8);
  });

  test.each([
    ['127.0.0.1:4000', 'http', 'http://127.0.0.1:4000'],
    ['localhost:4000', 'http', 'http://localhost:4000'],
    ['[::1]:4000', 'http', 'http://[::1]:4000'],
    ['ghe.example.com:8443', 'https', 'https://ghe.example.com:8443'],
  ])('GHE_HOST %s over %s', (GHE_HOST, GHE_PROTOCOL, webUrl) => {
    expect(settings({ ...complete, GHE_HOST, GHE_PROTOCOL }).github).toEqual({
      webUrl,
      apiUrl: `${webUrl}/api/v3`,
    });
  });

  test('HOST is taken as it is', () => {
    expect(settings({ ...complete, HOST: '::' }).http.host).toBe('::');
  });

  test.each([
    [undefined, false],
    ['', false],
    ['0', false],
    ['1', true],
    ['false', true],
  ])('AI_OPS_STOP=%s stops: %s', (AI_OPS_STOP, always) => {
    expect(settings({ ...complete, AI_OPS_STOP }).stop.always).toBe(always);
  });

  test('what other programs read from the environment has no way in', () => {
    const ambient = {
      REDIS_URL: 'redis://x',
      SENTRY_DSN: 'https://x@sentry.example.com/1',
      WEBHOOK_PROXY_URL: 'https://smee.example.com/x',
    };
    expect(settings({ ...complete, ...ambient })).toEqual(settings(complete));
  });

  test('no secret shows when the settings are printed', () => {
    const read = settings({ ...complete, DATABASE_URL: 'postgres://ai:pw-1@db/ai' });
    const printed = inspect(read, { depth: 9 }) + JSON.stringify(read);
    for (const secret of [SECRET, 'pw-1', 'PRIVATE KEY']) expect(printed).not.toContain(secret);
  });
});

describe('nothing configured', () => {
  test.each([[undefined], ['development'], ['test']])('NODE_ENV=%s: first-run setup', (NODE_ENV) => {
    expect(settings({ NODE_ENV, APP_ID: ' ', PRIVATE_KEY: '', WEBHOOK_SECRET: '' }).app).toBeNull();
  });

  test('production: refused, naming all three', () => {
    expect(problems({ NODE_ENV: 'production' })).toEqual([
      "APP_ID: is missing; copy it from the App's settings page",
      "PRIVATE_KEY: is missing; give the App's .pem here, or its path in PRIVATE_KEY_PATH",
      "WEBHOOK_SECRET: is missing; make one with `openssl rand -hex 32` and set it in the App's settings too",
    ]);
  });
});

describe('half configured', () => {
  test.each([
    [{ APP_ID: '1' }, ['PRIVATE_KEY', 'WEBHOOK_SECRET']],
    [{ WEBHOOK_SECRET: SECRET }, ['APP_ID', 'PRIVATE_KEY']],
    [{ PRIVATE_KEY: pem }, ['APP_ID', 'WEBHOOK_SECRET']],
    [{ APP_ID: '1', PRIVATE_KEY: pem }, ['WEBHOOK_SECRET']],
  ])('%#: refused everywhere, naming what is missing', (given, names) => {
    for (const NODE_ENV of ['production', 'development', undefined]) {
      expect(problems({ ...given, NODE_ENV }).map((problem) => problem.split(':')[0])).toEqual(names);
    }
  });
});

describe('refused', () => {
  const weak = /too easy to guess/;
  test.each<[string, Environment, RegExp]>([
    ['APP_ID', { APP_ID: 'Iv1.abc' }, /App's id/],
    ['APP_ID', { APP_ID: '0' }, /App's id/],
    ['PRIVATE_KEY', { PRIVATE_KEY: 'hunter2' }, /not an RSA private key/],
    ['PRIVATE_KEY', { PRIVATE_KEY: pem.slice(0, 400) }, /not an RSA private key/],
    ['PRIVATE_KEY', { PRIVATE_KEY: ec }, /not an RSA private key/],
    ['WEBHOOK_SECRET', { WEBHOOK_SECRET: 'short-but-odd-x9' }, /at least 20/],
    ['WEBHOOK_SECRET', { WEBHOOK_SECRET: `${SECRET},short` }, /at least 20/],
    ['WEBHOOK_SECRET', { WEBHOOK_SECRET: 'development-development' }, weak],
    ['WEBHOOK_SECRET', { WEBHOOK_SECRET: 'github-webhook-secret-123456' }, weak],
    ['WEBHOOK_SECRET', { WEBHOOK_SECRET: 'changeme'.repeat(4) }, weak],
    ['WEBHOOK_SECRET', { WEBHOOK_SECRET: 'abcab'.repeat(5) }, weak],
    ['WEBHOOK_SECRET', { WEBHOOK_SECRET: ', ,' }, /must hold a secret/],
    ['GHE_HOST', { GHE_HOST: 'https://ghe.example.com' }, /bare host/],
    ['GHE_HOST', { GHE_HOST: 'ghe.example.com/api' }, /bare host/],
    ['GHE_HOST', { GHE_HOST: 'user@ghe.example.com' }, /bare host/],
    ['GHE_HOST', { GHE_HOST: 'ghe.example.com:99999' }, /below 65536/],
    ['GHE_HOST', { GHE_HOST: 'github.com' }, /left empty/],
    [
      'GHE_PROTOCOL',
      { GHE_HOST: 'ghe.example.com', GHE_PROTOCOL: 'http' },
      /only with a GHE_HOST on loopback/,
    ],
    [
      'GHE_PROTOCOL',
      { GHE_HOST: '127.0.0.1.example.com', GHE_PROTOCOL: 'http' },
      /only with a GHE_HOST on loopback/,
    ],
    ['GHE_PROTOCOL', { GHE_PROTOCOL: 'http' }, /only with a GHE_HOST on loopback/],
    ['GHE_PROTOCOL', { GHE_PROTOCOL: 'ftp' }, /must be https/],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://db/x' }, /postgres/],
    ['DATABASE_URL', { DATABASE_URL: 'db' }, /postgres/],
    ['NODE_ENV', { NODE_ENV: 'prod' }, /must be production/],
    ['PORT', { PORT: '65536' }, /0 to 65535/],
    ['PORT', { PORT: '80a' }, /0 to 65535/],
    ['HOST', { HOST: 'http://x' }, /address or host name/],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }, /must be one of fatal/],
    ['PUBLIC_URL', { PUBLIC_URL: 'http://bot.example.com' }, /https/],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://me:pw@bot.example.com' }, /without credentials/],
    ['PUBLIC_URL', { PUBLIC_URL: 'bot.example.com' }, /https/],
  ])('%s %#', (name, given, message) => {
    const found = problems({ ...complete, ...given });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`^${name}: `));
    expect(found[0]).toMatch(message);
    const value = given[name];
    if (value !== undefined && value.length > 4 && value !== 'github.com')
      expect(found[0]).not.toContain(value);
  });

  test('what could not be read is said, not called missing, and where a value comes from is named', () => {
    const read = readSettings(
      { APP_ID: '1', WEBHOOK_SECRET: 'weak' },
      {
        origins: { WEBHOOK_SECRET: 'the AWS secret ai-ops/bot' },
        problems: ['PRIVATE_KEY_FILE: names a file that is empty; write the secret into it'],
      },
    );
    expect(read).toEqual({
      ok: false,
      problems: [
        'PRIVATE_KEY_FILE: names a file that is empty; write the secret into it',
        'WEBHOOK_SECRET: must be at least 20 characters; make one with: openssl rand -hex 32 (it comes from the AWS secret ai-ops/bot)',
      ],
    });
  });

  test('all at once', () => {
    const found = problems({
      NODE_ENV: 'production',
      APP_ID: 'x',
      WEBHOOK_SECRET: 'weak',
      PORT: '-1',
      GHE_PROTOCOL: 'http',
    });
    expect(found.map((problem) => problem.split(':')[0])).toEqual([
      'APP_ID',
      'WEBHOOK_SECRET',
      'PORT',
      'GHE_PROTOCOL',
      'PRIVATE_KEY',
    ]);
  });
});

describe('the store alone', () => {
  test('needs no credentials, also in production', () => {
    const read = readStoreSettings({ NODE_ENV: 'production', DATABASE_URL: 'postgresql://db/ai' });
    expect(read).toMatchObject({ ok: true, settings: { logLevel: 'info', dataDir: resolve('data') } });
  });

  test('is checked as strictly', () => {
    expect(readStoreSettings({ DATABASE_URL: 'db' })).toEqual({
      ok: false,
      problems: [
        'DATABASE_URL: must be a postgres:// or postgresql:// URL; leave it out for the embedded store',
      ],
    });
  });
});
