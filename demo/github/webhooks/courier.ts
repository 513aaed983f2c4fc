import type { Delivery } from '../model/delivery.ts';
import type { World } from '../model/world.ts';
import { inOrder, type Mischief } from './mischief.ts';
import { type HookRequest, hookRequest } from './sign.ts';

/** Hands over one signed delivery and says what the receiver answered: an HTTP status, `0` where nobody did. */
export type Post = (request: HookRequest, delivery: Delivery) => Promise<number>;

export interface CourierOptions {
  /** Deliveries that are on their way at the same time; GitHub does not wait for one before the next. */
  readonly atOnce: number;
}

/** Carries webhooks from the world's queue to the App, one at a time unless told otherwise, and writes the delivery log. */
export class Courier {
  readonly #world: World;
  readonly #post: Post;
  readonly #atOnce: number;
  readonly #kept = new Set<Delivery>();
  #next = 0;
  #mischief: Mischief = inOrder;
  #tail: Promise<void> = Promise.resolve();

  constructor(world: World, post: Post, { atOnce }: CourierOptions = { atOnce: 1 }) {
    this.#world = world;
    this.#post = post;
    this.#atOnce = atOnce;
  }

  /** Changes how deliveries fare from now on. With `inOrder` those that were kept go out next. */
  set mischief(mischief: Mischief) {
    this.#mischief = mischief;
  }

  /** Deliveries that are waiting to be sent, kept ones first. */
  get waiting(): readonly Delivery[] {
    return [...this.#kept, ...this.#world.deliveries.slice(this.#next)];
  }

  /** Delivers what is waiting, and what comes up meanwhile; resolves when only kept ones are left. */
  deliver(): Promise<void> {
    const before = this.#tail.catch(() => undefined);
    this.#tail = before.then(() => this.#run());
    return this.#tail;
  }

  /** Delivers each webhook as soon as it is queued. @returns stops doing so */
  follow(onError: (error: unknown) => void): () => void {
    this.#world.onDelivery = () => {
      queueMicrotask(() => this.deliver().catch(onError));
    };
    return () => {
      this.#world.onDelivery = () => undefined;
    };
  }

  async #run(): Promise<void> {
    for (let todo = this.#take(); todo.length > 0; todo = this.#take()) {
      for (let first = 0; first < todo.length; first += this.#atOnce) {
        await Promise.all(todo.slice(first, first + this.#atOnce).map((delivery) => this.#send(delivery)));
      }
    }
  }

  async #send(delivery: Delivery): Promise<void> {
    const statusCode = await this.#post(hookRequest(delivery), delivery);
    delivery.outcome = { statusCode, at: this.#world.now() };
  }

  #take(): readonly Delivery[] {
    const waiting = this.waiting;
    this.#next = this.#world.deliveries.length;
    this.#kept.clear();
    const { send, keep = [], fail = [] } = this.#mischief(waiting);
    for (const delivery of keep) this.#kept.add(delivery);
    for (const delivery of fail) delivery.outcome = { statusCode: 0, at: this.#world.now() };
    return send;
  }
}

/** Posts to the App's webhook address, with GitHub's ten seconds of patience. */
export const postByHttp: Post = async ({ url, headers, body }) => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
};
