import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SECRET_NAMES } from '../../src/config/secret-names.ts';
import { type Environment, readSettings, readStoreSettings } from '../../src/config/settings.ts';
import { Sources } from '../../src/config/sources.ts';
import { storeCredentials } from '../../src/config/stored-credentials.ts';
import { Secret } from '../../src/secrets.ts';
import { AwsStandIn } from '../aws-stand-in/stand-in.ts';
import { processHas } from '../aws-stand-in/surroundings.ts';

const pem = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
const IN_ENVIRONMENT = 'e1b7c9e04d5a61837c2e';
const IN_FILE = 'f2b7c9e04d5a61837c2e';
const IN_AWS = 'a3b7c9e04d5a61837c2e';
const STORED = '5ab7c9e04d5a61837c2e';

let aws: AwsStandIn;
let folder: string;
beforeEach(async () => {
  aws = await AwsStandIn.open();
  processHas(aws.keyed());
  folder = mkdtempSync(join(tmpdir(), 'sources-'));
});
afterEach(async () => {
  await aws.close();
  rmSync(folder, { recursive: true });
});

/** The environment of a bot that asks the stand-in and has nothing stored. */
const base = (): Environment => ({ DATA_DIR: folder, AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.url });

function file(text: string, name = 'secret'): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const read = (environment: Environment) => new Sources({ ...base(), ...environment }).read();

async function problemsOf(environment: Environment): Promise<readonly string[]> {
  const found = await read(environment);
  const settings = readSettings(found.values, found);
  return settings.ok ? [] : settings.problems;
}

describe('one variable in several sources', () => {
  const everywhere = () => {
    storeCredentials(folder, { id: 7, privateKey: new Secret(pem), webhookSecret: new Secret(STORED) });
    aws.put('ai-ops/bot', { WEBHOOK_SECRET: IN_AWS });
    return {
      WEBHOOK_SECRET: IN_ENVIRONMENT,
      WEBHOOK_SECRET_FILE: file(`${IN_FILE}\n`),
      AWS_SECRET_IDS: 'ai-ops/bot',
    };
  };
  test.each<[string, readonly string[], string, string | undefined]>([
    ['the environment', [], IN_ENVIRONMENT, undefined],
    ['then its file', ['WEBHOOK_SECRET'], IN_FILE, 'the file that WEBHOOK_SECRET_FILE names'],
    ['then AWS', ['WEBHOOK_SECRET', 'WEBHOOK_SECRET_FILE'], IN_AWS, 'the AWS secret ai-ops/bot'],
    [
      'then what is stored',
      ['WEBHOOK_SECRET', 'WEBHOOK_SECRET_FILE', 'AWS_SECRET_IDS'],
      STORED,
      'what first-run setup stored',
    ],
  ])('%s', async (_first, without, value, origin) => {
    const environment = Object.fromEntries(
      Object.entries(everywhere()).filter(([name]) => !without.includes(name)),
    );
    const found = await read(environment);
    expect(found.problems).toEqual([]);
    expect(found.values.WEBHOOK_SECRET).toBe(value);
    expect(found.origins.WEBHOOK_SECRET).toBe(origin);
    expect(found.values.APP_ID).toBe('7');
  });

  test('blank is not given', async () => {
    const found = await read({ ...everywhere(), WEBHOOK_SECRET: ' ' });
    expect(found.values.WEBHOOK_SECRET).toBe(IN_FILE);
  });
});

describe('files', () => {
  test.each(SECRET_NAMES)('%s may come from one, without the line break at its end', async (name) => {
    const found = await read({ [`${name}_FILE`]: file('a-value\r\n') });
    expect(found.values[name]).toBe('a-value');
    expect(found.problems).toEqual([]);
  });

  test("the key's file has Probot's name as well", async () => {
    const environment = { APP_ID: '7', WEBHOOK_SECRET: IN_FILE, PRIVATE_KEY_PATH: file(pem, 'app.pem') };
    const found = await read(environment);
    const settings = readSettings(found.values, found);
    expect(settings.ok && settings.settings.app?.privateKey.expose()).toBe(pem);
  });

  test('nothing else may: an address does not', async () => {
    const found = await read({ SLACK_API_URL_FILE: file('https://slack.example.com') });
    expect(found.values).not.toHaveProperty('SLACK_API_URL');
  });

  test.each<[string, () => Environment, RegExp]>([
    ['that is not there', () => ({ SLACK_BOT_TOKEN_FILE: join(folder, 'nowhere') }), /cannot be read/],
    ['that is a folder', () => ({ SLACK_BOT_TOKEN_FILE: folder }), /cannot be read/],
    ['that is blank', () => ({ SLACK_BOT_TOKEN_FILE: file(' \n') }), /is empty/],
    ['that is not there', () => ({ PRIVATE_KEY_PATH: join(folder, 'nowhere') }), /cannot be read/],
    [
      'next to the variable',
      () => ({ PRIVATE_KEY: pem, PRIVATE_KEY_PATH: file(pem) }),
      /^PRIVATE_KEY_PATH: is set together with PRIVATE_KEY;/,
    ],
    [
      'next to another file',
      () => ({ PRIVATE_KEY_FILE: file(pem), PRIVATE_KEY_PATH: file(pem) }),
      /^PRIVATE_KEY_PATH: is set together with PRIVATE_KEY_FILE;/,
    ],
  ])('one %s is a problem %#', async (_what, environment, message) => {
    const given = environment();
    const problems = await problemsOf(given);
    expect(problems).toEqual([expect.stringMatching(message)]);
    expect(Object.keys(given)).toContain(problems[0]?.split(':')[0]);
    expect(problems[0]).not.toContain(folder);
  });

  test('one that holds something else is named with its variable', async () => {
    const environment = { APP_ID: '7', WEBHOOK_SECRET: IN_FILE, PRIVATE_KEY_FILE: file('not a key') };
    expect(await problemsOf(environment)).toEqual([
      expect.stringMatching(
        /^PRIVATE_KEY: is not an RSA private key; .* \(it comes from the file that PRIVATE_KEY_FILE names\)$/,
      ),
    ]);
  });
});

describe('AWS', () => {
  test('a secret is an object of variables, or the value of one', async () => {
    aws.put('ai-ops/bot', { PRIVATE_KEY: pem, WEBHOOK_SECRET: IN_AWS });
    aws.put('ai-ops/slack=prod', 'xoxb-000000000000-placeholder\n');
    const found = await read({ AWS_SECRET_IDS: 'ai-ops/bot,SLACK_BOT_TOKEN=ai-ops/slack=prod' });
    expect(found.problems).toEqual([]);
    expect(found.values).toMatchObject({
      PRIVATE_KEY: pem.trim(),
      WEBHOOK_SECRET: IN_AWS,
      SLACK_BOT_TOKEN: 'xoxb-000000000000-placeholder',
    });
    expect(found.origins.SLACK_BOT_TOKEN).toBe('the AWS secret ai-ops/slack=prod');
  });

  test('what the environment gives is not asked for, nor is anything where no secret is named', async () => {
    aws.put('ai-ops/bot', { WEBHOOK_SECRET: IN_AWS });
    aws.put('ai-ops/slack', 'x');
    await read({ SLACK_BOT_TOKEN: 'given', AWS_SECRET_IDS: 'ai-ops/bot,SLACK_BOT_TOKEN=ai-ops/slack' });
    expect(aws.asked).toEqual(['GetSecretValue ai-ops/bot']);
    await read({});
    await read(Object.fromEntries([...SECRET_NAMES, 'AWS_SECRET_IDS'].map((name) => [name, 'given'])));
    expect(aws.asked).toHaveLength(1);
  });

  test.each<[string, unknown, readonly string[]]>([
    [
      'a variable that is no secret',
      { GHE_HOST: 'x' },
      ['holds GHE_HOST, which may not come from a secret; take it out'],
    ],
    ['the id of the App', { APP_ID: '7' }, ['holds APP_ID, which may not come from a secret; take it out']],
    [
      'two slips',
      { slack_bot_token: 'hidden', WEBHOOK_SECRET: 7 },
      [
        'holds slack_bot_token, which may not come from a secret; take it out',
        'holds WEBHOOK_SECRET as something else than text; write it as a string',
      ],
    ],
    [
      'a secret in the place of the name',
      { 'xoxb-000000000000-placeholder': 'SLACK_BOT_TOKEN' },
      ['holds a key that is no variable, which may not come from a secret; take it out'],
    ],
    ['a blank', { SLACK_BOT_TOKEN: ' ' }, ['holds an empty SLACK_BOT_TOKEN; give it a value or take it out']],
    [
      'no object',
      'hidden-value',
      ['holds no JSON object of variables; write {"NAME":"value"} into it, or NAME= before its id'],
    ],
    [
      'a list',
      '["hidden-value"]',
      ['holds no JSON object of variables; write {"NAME":"value"} into it, or NAME= before its id'],
    ],
    ['nothing', ' ', ['is empty; put a value into it']],
  ])('%s: refused by name', async (_what, value, lines) => {
    aws.put('ai-ops/bot', typeof value === 'string' ? value : Object(value));
    const problems = await problemsOf({ AWS_SECRET_IDS: 'ai-ops/bot' });
    expect(problems).toEqual(lines.map((line) => `AWS_SECRET_IDS: ai-ops/bot ${line}`));
    expect(problems.join()).not.toMatch(/hidden|placeholder/);
  });

  test('two secrets that hold the same variable', async () => {
    aws.put('ai-ops/a', { WEBHOOK_SECRET: IN_AWS });
    aws.put('ai-ops/b', IN_AWS);
    expect(await problemsOf({ AWS_SECRET_IDS: 'ai-ops/a,WEBHOOK_SECRET=ai-ops/b' })).toEqual([
      'AWS_SECRET_IDS: ai-ops/a and ai-ops/b both hold WEBHOOK_SECRET; keep one',
    ]);
  });

  test('each secret that cannot be read has its line, and nothing is called missing because of it', async () => {
    aws.put('ai-ops/a', { WEBHOOK_SECRET: IN_AWS });
    aws.put('ai-ops/b', {});
    aws.permit = (_action, arn) => !arn.includes('ai-ops/b');
    expect(
      await problemsOf({ APP_ID: '7', AWS_SECRET_IDS: 'ai-ops/a,ai-ops/b,ai-ops/c', PORT: 'x' }),
    ).toEqual([
      'AWS_SECRET_IDS: ai-ops/b may not be read (AccessDeniedException); allow secretsmanager:GetSecretValue on it, and kms:Decrypt where it has a KMS key of its own',
      'AWS_SECRET_IDS: ai-ops/c is not there or has no current value (ResourceNotFoundException); check its name, the account and AWS_REGION',
      'PORT: must be a port from 0 to 65535; leave it out for 3000',
    ]);
  });

  test.each<[string, Environment]>([
    ['AWS_SECRET_IDS', { AWS_SECRET_IDS: 'two words' }],
    [
      'AWS_ENDPOINT_URL_SECRETS_MANAGER',
      { AWS_SECRET_IDS: 'ai-ops/bot', AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://secrets.example.com' },
    ],
  ])('%s: what is wrong is said, and nobody is asked', async (name, environment) => {
    expect(await problemsOf(environment)).toEqual([expect.stringMatching(new RegExp(`^${name}: `))]);
    expect(aws.asked).toEqual([]);
  });
});

describe('for the store alone', () => {
  const readStore = async (environment: Environment) => {
    const found = await new Sources({ ...base(), ...environment }).readStore();
    return readStoreSettings(found.values, found);
  };

  test('its address may come from a file or from AWS', async () => {
    aws.put('ai-ops/bot', { DATABASE_URL: 'postgres://ai:pw-2@db/ai' });
    for (const [environment, url] of [
      [{ DATABASE_URL_FILE: file('postgres://ai:pw-1@db/ai') }, 'postgres://ai:pw-1@db/ai'],
      [{ AWS_SECRET_IDS: 'ai-ops/bot' }, 'postgres://ai:pw-2@db/ai'],
    ] as const) {
      const settings = await readStore(environment);
      expect(settings.ok && settings.settings.databaseUrl?.expose()).toBe(url);
    }
  });

  test('nothing else is asked for, so that a stop works when AWS does not', async () => {
    const settings = await readStore({
      DATABASE_URL: 'postgres://db/ai',
      AWS_SECRET_IDS: 'ai-ops/bot',
      SLACK_BOT_TOKEN_FILE: join(folder, 'nowhere'),
    });
    expect(settings.ok).toBe(true);
    expect(aws.asked).toEqual([]);
  });

  test('what cannot be read is refused, not taken for the embedded store', async () => {
    expect(await readStore({ AWS_SECRET_IDS: 'ai-ops/bot' })).toEqual({
      ok: false,
      problems: [expect.stringMatching(/^AWS_SECRET_IDS: ai-ops\/bot is not there/)],
    });
    expect(await readStore({ DATABASE_URL_FILE: join(folder, 'nowhere') })).toMatchObject({ ok: false });
  });
});
