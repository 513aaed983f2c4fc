import { createHmac, randomUUID } from 'node:crypto';
import { Agent, type ClientRequest, createServer, request, type Server } from 'node:http';
import { CodedError } from '../../src/errors.ts';
import type { Door, DoorParts } from '../../src/ingress/door.ts';
import { githubDoor } from '../../src/ingress/github.ts';
import { createLog } from '../../src/log.ts';
import type { DeliveryResult } from '../../src/metrics.ts';
import { Secret } from '../../src/secrets.ts';
import type { Delivery } from '../../src/store/store.ts';

export const CURRENT = 'f2b7c9e04d5a61837c2e';
export const PREVIOUS = '0d9e8f7a6b5c4d3e2f1a';
export const EVENTS = new Set(['pull_request', 'workflow_run', 'installation']);
export const NOW = Date.parse('2026-11-22T03:04:05.678Z');

export type Headers = Readonly<Record<string, string | undefined>>;
type Answered = readonly [status: number | undefined, connection: string | undefined];

/** What is particular to a sender. */
interface Sending {
  readonly door: (parts: DoorParts) => Door;
  readonly payload: string;
  /** Of a good request with that body, changed; `undefined` leaves one out. */
  readonly headers: (body: string | Uint8Array, changed: Headers) => Record<string, string>;
}

/** What is logged of a delivery to a store that is away. */
export const STORE_LOST = {
  level: 'error',
  result: 'unavailable',
  err: { code: 'AIOPS_STORE_UNREACHABLE' },
} as const;

/** A real door on a real server on loopback, in front of an inbox in memory. */
export class DoorAtWork {
  readonly rows = new Map<string, Delivery>();
  readonly lines: Record<string, unknown>[] = [];
  readonly counts: [event: string, result: DeliveryResult][] = [];
  /** Set to break or to hold the inbox. */
  beforeRemember: () => Promise<void> = () => Promise.resolve();
  readonly #sending: Sending;
  readonly #server: Server;
  /** Told in order when the door is done with a request made by `start`. */
  readonly #settled: (() => void)[] = [];
  readonly #agent = new Agent({ keepAlive: true });
  #url = '';

  constructor(sending: Sending) {
    this.#sending = sending;
    const door = sending.door({
      inbox: { remember: (delivery) => this.#remember(delivery) },
      clock: { now: () => NOW },
      log: createLog({
        level: 'info',
        destination: { write: (line: string) => this.lines.push(JSON.parse(line)) },
      }),
      metrics: { delivery: (event, result) => this.counts.push([event, result]) },
    });
    this.#server = createServer((incoming, response) => {
      void door(incoming, response).finally(() => this.#settled.shift()?.());
    });
  }

  async open(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.listen(0, '127.0.0.1', resolve);
    await promise;
    const address = this.#server.address();
    this.#url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    this.#server.closeAllConnections();
    this.#agent.destroy();
    await promise;
  }

  /** A good request, with anything about it changed; `undefined` leaves a header out. */
  async deliver(
    body: string | Uint8Array = this.#sending.payload,
    changed: Headers = {},
  ): Promise<{ status: number; text: string }> {
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: this.#sending.headers(body, changed),
      body: Buffer.from(body),
    });
    return { status: response.status, text: (await response.text()).trim() };
  }

  /**
   * A good request to an inbox that takes its time: whether it was answered before its row was kept, and with what
   * status in the end.
   */
  async deliverSlowly(): Promise<{ early: boolean; status: number }> {
    const kept = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    this.beforeRemember = () => {
      asked.resolve();
      return kept.promise;
    };
    let early = false;
    const answer = this.deliver().finally(() => {
      early = true;
    });
    await asked.promise;
    // Whatever was written to the first request before this one came is there when this one is answered.
    await fetch(this.#url);
    const before = early;
    kept.resolve();
    return { early: before, status: (await answer).status };
  }

  /** From now on the store cannot be reached. */
  loseStore(): void {
    this.beforeRemember = () =>
      Promise.reject(new CodedError('AIOPS_STORE_UNREACHABLE', 'the store is away'));
  }

  /** A delivery whose body is written by hand; `answer` resolves with the status and what becomes of the connection, or with `null` when it went down. */
  start(changed: Headers = {}): {
    readonly client: ClientRequest;
    readonly answer: Promise<Answered | null>;
    readonly settled: Promise<void>;
  } {
    const settled = Promise.withResolvers<void>();
    this.#settled.push(settled.resolve);
    const answer = Promise.withResolvers<Answered | null>();
    const client = request(this.#url, {
      method: 'POST',
      headers: this.#sending.headers(this.#sending.payload, changed),
      agent: this.#agent,
    });
    client
      .on('response', ({ headers, statusCode }) => answer.resolve([statusCode, headers.connection]))
      .on('error', () => answer.resolve(null));
    return { client, answer: answer.promise, settled: settled.promise };
  }

  async #remember(delivery: Delivery): Promise<'stored' | 'duplicate'> {
    await this.beforeRemember();
    if (this.rows.has(delivery.guid)) return 'duplicate';
    this.rows.set(delivery.guid, delivery);
    return 'stored';
  }
}

type Limits = { readonly maxBytes: number; readonly maxHeldBytes: number };

/** The door for GitHub; a good request is a signed `pull_request` delivery. */
export function githubAtWork(limits?: Limits): DoorAtWork {
  return new DoorAtWork({
    door: (parts) =>
      githubDoor({
        ...parts,
        secrets: () => [new Secret(CURRENT), new Secret(PREVIOUS)],
        events: EVENTS,
        ...(limits === undefined ? {} : { limits }),
      }),
    payload: PAYLOAD,
    headers: headersFor,
  });
}

export const PAYLOAD = JSON.stringify({
  action: 'labeled',
  installation: { id: 9 },
  repository: { id: 4 },
  title: '合格 ✅',
});

export function sign(body: string | Uint8Array, secret = CURRENT): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

function headersFor(body: string | Uint8Array, changed: Headers): Record<string, string> {
  const all: Headers = {
    'content-type': 'application/json',
    'x-github-delivery': randomUUID(),
    'x-github-event': 'pull_request',
    'x-hub-signature-256': sign(body),
    ...changed,
  };
  return given(all);
}

/** Without those that are left out. */
export function given(all: Headers): Record<string, string> {
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
