import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { LiveSettings } from '../../src/config/live-settings.ts';
import { readSettings } from '../../src/config/settings.ts';
import { Sources } from '../../src/config/sources.ts';
import { AwsStandIn } from '../aws-stand-in/stand-in.ts';
import { processHas } from '../aws-stand-in/surroundings.ts';
import { type Door, openDoor } from './door.ts';

/** The bot takes its credentials from AWS; nobody restarts it. */
export function rotationSuite(): void {
  const SECOND = 1_000;
  const NEW_SECRET = 'the-next-one-0f1e2d3c4b5a6978';

  let aws: AwsStandIn;
  let door: Door;
  let live: LiveSettings;
  let held: Record<string, string>;
  /** The bot's own complaints that GitHub refused the key, each done when it is resolved. */
  const complaints: Promise<void>[] = [];
  /** What the timer would run when its time has come. */
  let due: () => void;

  beforeAll(async () => {
    aws = await AwsStandIn.open();
    processHas(aws.keyed());
    door = await openDoor({
      access: async ({ id, privateKey, webhookSecrets }, { clock, log }) => {
        held = {
          PRIVATE_KEY: privateKey.expose(),
          WEBHOOK_SECRET: webhookSecrets.map((secret) => secret.expose()).join(),
        };
        aws.put('ai-ops/bot', held);
        const sources = new Sources({
          APP_ID: String(id),
          AWS_SECRET_IDS: 'ai-ops/bot',
          AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.url,
        });
        const found = await sources.read();
        const read = readSettings(found.values, found);
        if (!read.ok) throw new Error(read.problems.join());
        const { app } = read.settings;
        if (app === null) throw new Error('the App is not configured');
        live = LiveSettings.begin({
          read: () => sources.read(),
          values: found.values,
          settings: read.settings,
          clock,
          timer: (_ms, run) => {
            due = run;
            return () => undefined;
          },
          log,
        });
        return { app: () => live.current().app ?? app, refused: () => complaints.push(live.refused()) };
      },
    });
    door.hear('installation', 'pull_request');
  });
  beforeEach(() => processHas(aws.keyed()));
  afterAll(async () => {
    await door.close();
    await aws.close();
  });

  function rotate(change: Record<string, string>): void {
    held = { ...held, ...change };
    aws.put('ai-ops/bot', held);
  }

  const reads = () => aws.asked.length;
  const refusals = () =>
    door.github.service.requests.filter(
      ({ path, status }) => path.endsWith('/access_tokens') && status === 401,
    ).length;

  test('a key that was deleted at GitHub: it is looked for anew at the first refusal, and used where it is there', async () => {
    const { app } = door.customer;
    door.github.replaceKey(app);
    const before = reads();
    const pull = door.pipeline.open('with-the-new-key');
    await door.settle();
    await Promise.all(complaints);
    expect(refusals()).toBeGreaterThan(0);
    expect(reads()).toBe(before + 1);
    expect(door.check(pull)).toBeNull();

    // AWS learns of it late: the bot goes on asking, but not at every refusal.
    const refused = refusals();
    await door.pass(15 * SECOND, 5 * SECOND);
    await Promise.all(complaints);
    expect(refusals()).toBeGreaterThan(refused);
    expect(reads()).toBe(before + 1);
    rotate({ PRIVATE_KEY: app.privateKeyPem });
    await door.pass(60 * SECOND);
    await Promise.all(complaints);
    await door.pass(300 * SECOND);
    expect(door.check(pull)).not.toBeNull();
    expect(door.gates(pull)).toHaveProperty('G1');
    const after = refusals();
    await door.lookAgain(pull);
    expect(refusals()).toBe(after);
    expect(door.logged.filter((line) => line.includes('rotated credentials'))).toEqual([
      expect.stringContaining('"changed":["PRIVATE_KEY"]'),
    ]);
    expect(door.logged.join('')).not.toContain('BEGIN');
  });

  test('a webhook secret: both are taken while both are there, the old one is refused when it is gone', async () => {
    const { app } = door.customer;
    const old = app.webhookSecret;
    const outcomeWith = async (secret: string) => {
      app.webhookSecret = secret;
      door.pipeline.open(`signed-${door.github.world.deliveries.length}`);
      const delivery = door.github.world.deliveries.findLast(({ event }) => event === 'pull_request');
      await door.settle();
      return delivery?.outcome?.statusCode;
    };
    const timePassed = async () => {
      due();
      await live.reread();
    };
    expect(await outcomeWith(NEW_SECRET)).toBe(401);
    rotate({ WEBHOOK_SECRET: `${NEW_SECRET},${old}` });
    expect(await outcomeWith(NEW_SECRET)).toBe(401);
    await timePassed();
    expect(await outcomeWith(NEW_SECRET)).toBe(202);
    expect(await outcomeWith(old)).toBe(202);
    rotate({ WEBHOOK_SECRET: NEW_SECRET });
    await timePassed();
    expect(await outcomeWith(old)).toBe(401);
    expect(await outcomeWith(NEW_SECRET)).toBe(202);
  });
}
