import { setTimeout as sleep } from 'node:timers/promises';
import { type Customer, customerOn } from '../../demo/customer/customer.ts';
import { Pipeline } from '../../demo/customer/pipeline.ts';
import { createGitHub, type GitHub } from '../../demo/github/github.ts';
import { type GitHubServer, serveGitHub } from '../../demo/github/server.ts';
import { Courier, postByHttp } from '../../demo/github/webhooks/courier.ts';
import { BotProcess } from '../../demo/stage/bot-process.ts';
import { systemClock } from '../../src/clock.ts';
import { readManifest } from '../../src/web/app-manifest.ts';
import { copiedDirectory } from '../support/store.ts';

export const WEBHOOK_SECRET = 'only-for-tests-0123456789abcdef';
const MANIFEST = readManifest(new URL('../../app.yml', import.meta.url).pathname);
const LOOK_MS = 10;
const LONGEST_MS = 120_000;

/** The bot as a process of its own over a store of its own, at a GitHub that it reaches by HTTP. */
export class BotAtWork {
  readonly github: GitHub;
  readonly customer: Customer;
  readonly pipeline: Pipeline;
  readonly courier: Courier;
  readonly dataDir: string;
  readonly #server: GitHubServer;
  readonly #remove: () => Promise<void>;
  #bot: BotProcess | null = null;

  static async open(): Promise<BotAtWork> {
    const github = createGitHub({ clock: systemClock });
    const server = await serveGitHub(github);
    return new BotAtWork({ github, server, directory: await copiedDirectory() });
  }

  private constructor(parts: {
    readonly github: GitHub;
    readonly server: GitHubServer;
    readonly directory: Awaited<ReturnType<typeof copiedDirectory>>;
  }) {
    this.github = parts.github;
    this.#server = parts.server;
    this.dataDir = parts.directory.settings.dataDir;
    this.#remove = parts.directory.remove;
    this.customer = customerOn(this.github, {
      permissions: MANIFEST.default_permissions,
      events: MANIFEST.default_events,
      webhookSecret: WEBHOOK_SECRET,
    });
    this.pipeline = new Pipeline(this.customer);
    this.courier = new Courier(this.github.world, (request, delivery) =>
      postByHttp({ ...request, url: `${this.bot.url}/api/github/webhooks` }, delivery),
    );
  }

  /** All that the process is told. */
  get environment(): Readonly<Record<string, string>> {
    const { app } = this.customer;
    return {
      APP_ID: String(app.id),
      PRIVATE_KEY: app.privateKeyPem,
      WEBHOOK_SECRET,
      GHE_HOST: new URL(this.#server.url).host,
      GHE_PROTOCOL: 'http',
      DATA_DIR: this.dataDir,
      PORT: '0',
    };
  }

  get bot(): BotProcess {
    if (this.#bot === null) throw new Error('the bot was not started');
    return this.#bot;
  }

  async start(more: Readonly<Record<string, string>> = {}): Promise<BotProcess> {
    this.#bot = new BotProcess({ environment: { ...this.environment, ...more }, directory: this.dataDir });
    await this.#bot.ready();
    return this.#bot;
  }

  /** SIGKILL: nothing is tidied up. */
  async kill(): Promise<void> {
    this.bot.kill();
    await this.bot.ended;
  }

  async close(): Promise<void> {
    if (this.#bot !== null) await this.kill();
    await this.#server.close();
    await this.#remove();
  }
}

/** Waits for what another process does. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + LONGEST_MS;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await sleep(LOOK_MS);
  }
}
