import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AwsStandIn } from '../aws-stand-in/stand-in.ts';
import { runCli } from '../cli/run.ts';
import { BotAtWork, until, WEBHOOK_SECRET } from './bot-at-work.ts';

const NEW_SECRET = 'the-next-one-0f1e2d3c4b5a6978';
const TOKEN = 'a-token-of-the-platform';

let aws: AwsStandIn;
let folder: string;
beforeAll(async () => {
  aws = await AwsStandIn.open();
  folder = mkdtempSync(join(tmpdir(), 'ai-ops-secrets-'));
  writeFileSync(join(folder, 'token'), TOKEN);
});
afterAll(async () => {
  await aws.close();
  rmSync(folder, { recursive: true });
});

test('a bot that knows its secrets from AWS alone, by web identity, takes over rotated ones', async () => {
  const work = await BotAtWork.open();
  try {
    aws.trustedToken = TOKEN;
    const { app } = work.customer;
    aws.put('ai-ops/bot', { PRIVATE_KEY: app.privateKeyPem, WEBHOOK_SECRET });
    const bot = await work.start({
      ...aws.federated(join(folder, 'token')),
      PRIVATE_KEY: '',
      WEBHOOK_SECRET: '',
      AWS_SECRET_IDS: 'ai-ops/bot',
    });
    expect(aws.asked.map((asked) => asked.split(' ')[0])).toEqual([
      'AssumeRoleWithWebIdentity',
      'GetSecretValue',
    ]);
    work.github.replaceKey(app);
    aws.put('ai-ops/bot', { PRIVATE_KEY: app.privateKeyPem, WEBHOOK_SECRET: NEW_SECRET });
    work.pipeline.open('signed-by-the-new-key');
    await work.courier.deliver();
    const checks = () =>
      work.github.world.suites.filter((suite) => suite.app === app).flatMap(({ checkRuns }) => checkRuns);
    await until('the bot shows its check', () => checks().length > 0);
    const logged = bot.log.map(({ text }) => text).join('\n');
    expect(logged).toContain('"changed":["PRIVATE_KEY","WEBHOOK_SECRET"]');
    for (const value of ['BEGIN', WEBHOOK_SECRET, NEW_SECRET]) expect(logged).not.toContain(value);

    const outcomeWith = async (secret: string) => {
      app.webhookSecret = secret;
      work.pipeline.open(`signed-${secret}`);
      await work.courier.deliver();
      return work.github.world.deliveries.at(-1)?.outcome?.statusCode;
    };
    expect(await outcomeWith(WEBHOOK_SECRET)).toBe(401);
    expect(await outcomeWith(NEW_SECRET)).toBe(202);
    expect(await bot.stop()).toEqual({ code: 0, signal: null });
  } finally {
    await work.close();
  }
});

test('a bot that cannot have its secrets says why in one line, and exits with 1', async () => {
  const { code, stdout, stderr } = await runCli(['serve'], {
    ...aws.keyed(),
    DATA_DIR: folder,
    APP_ID: '7',
    AWS_SECRET_IDS: 'ai-ops/bot',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://127.0.0.1:1',
  });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe(
    'AIOPS_SETTINGS: AWS_SECRET_IDS: ai-ops/bot could not be asked for, since AWS does not answer (ECONNREFUSED); check the network, AWS_REGION and the endpoint\n',
  );
});
