import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BotProcess } from '../../demo/stage/bot-process.ts';
import { runCli } from '../cli/run.ts';
import { BotAtWork, until } from './bot-at-work.ts';

let work: BotAtWork;
beforeAll(async () => {
  work = await BotAtWork.open();
});
afterAll(() => work.close());

describe('a bot that runs', () => {
  test('has its directory for itself, and on SIGTERM ends what is in flight before it exits with 0', async () => {
    const gate = await holdingGate(work.environment.GHE_HOST ?? '');
    await work.start({ GHE_HOST: gate.host });
    const second = await runCli(['serve'], work.environment);
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toMatch(
      /^AIOPS_DATA_DIR_IN_USE: the data directory \S+ is in use by another process; [^\n]+\n$/,
    );

    const pull = work.pipeline.open('in-flight');
    await work.courier.deliver();
    await until('an effect is in flight', () => gate.held.length > 0);
    const ended = work.bot.stop();
    await until('it is stopping', () => logged('stopping'));
    await expect(fetch(`${work.bot.url}/healthz`)).rejects.toThrow('fetch failed');
    expect(logged('effect sent')).toBe(false);
    gate.release();
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(logged('effect sent')).toBe(true);
    expect(logged('stopped')).toBe(true);
    expect(
      pull.comments.length + work.github.world.suites.filter(({ app }) => app === work.customer.app).length,
    ).toBeGreaterThan(0);
    await gate.close();
  });

  const logged = (words: string) => work.bot.log.some(({ text }) => text.includes(`"msg":"${words}`));
});

describe('a bot that cannot start says why in one line each, and exits with 1', () => {
  test('in production, half configured', async () => {
    const { code, stdout, stderr } = await runCli(['serve'], {
      NODE_ENV: 'production',
      APP_ID: 'twelve',
      WEBHOOK_SECRET: 'development',
      PORT: '99999',
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const lines = stderr.trimEnd().split('\n');
    for (const name of ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET', 'PORT']) {
      expect(lines.filter((line) => line.startsWith(`AIOPS_SETTINGS: ${name}: `))).toHaveLength(1);
    }
    expect(lines).toHaveLength(4);
    expect(stderr).not.toMatch(/twelve|99999/);
  });

  test('with a port that is taken', async () => {
    const other = createTcpServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await runCli(['serve'], {
      ...work.environment,
      PORT: String(port),
      LOG_LEVEL: 'error',
    });
    other.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(
      new RegExp(`^AIOPS_LISTEN_FAILED: cannot listen on 127\\.0\\.0\\.1:${port} [^\\n]+\\n$`),
    );
  });
});

test('without credentials it offers setup by a link that holds a token, on loopback', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'ai-ops-setup-'));
  const bot = new BotProcess({ environment: { DATA_DIR: directory, PORT: '0' }, directory });
  const link = () =>
    bot.log
      .map(({ text }) => /http:\/\/127\.0\.0\.1:\d+\/setup\?\S+/.exec(text)?.[0])
      .find((found) => found !== undefined);
  await until('it prints a link', () => bot.hasEnded || link() !== undefined);
  const url = new URL(link() ?? '');
  expect([...url.searchParams.values()].join('')).toMatch(/^[\w-]{43}$/);
  const entered = await fetch(url, { redirect: 'manual' });
  expect(entered.headers.get('set-cookie')).toContain('HttpOnly');
  expect((await fetch(url, { redirect: 'manual' })).headers.get('set-cookie')).toBeNull();
  expect((await fetch(new URL('/api/github/webhooks', url), { method: 'POST' })).status).toBe(404);
  expect(await bot.stop()).toEqual({ code: 0, signal: null });
  await rm(directory, { recursive: true });
});

/** Stands before GitHub: passes everything on, but holds back what would change something until it is released. */
async function holdingGate(host: string) {
  const held: (() => void)[] = [];
  let open = false;
  const server = createServer((incoming, response) => {
    const pass = async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
      const body = Buffer.concat(chunks);
      const answer = await fetch(`http://${host}${incoming.url}`, {
        method: incoming.method ?? 'GET',
        headers: Object.fromEntries(
          ['authorization', 'content-type', 'accept', 'x-github-api-version'].flatMap((name) => {
            const value = incoming.headers[name];
            return value === undefined ? [] : [[name, String(value)]];
          }),
        ),
        ...(body.length > 0 && { body }),
      });
      response.writeHead(answer.status, {
        'content-type': answer.headers.get('content-type') ?? 'text/plain',
      });
      response.end(Buffer.from(await answer.arrayBuffer()));
    };
    const isWrite = incoming.method !== 'GET' && !/graphql$|access_tokens$/.test(incoming.url ?? '');
    if (isWrite && !open) held.push(() => void pass());
    else void pass();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    held,
    release: () => {
      open = true;
      for (const pass of held.splice(0)) pass();
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
