import { climb } from '../acts/escalation.ts';
import type { Delivery } from '../model/delivery.ts';
import type { World } from '../model/world.ts';
import { type HookRequest, hookRequest } from './sign.ts';

/** Hands over one signed delivery and says what the receiver answered: an HTTP status, `0` where nobody did. */
export type Post = (request: HookRequest) => Promise<number>;

const SECOND = 1000;
const HOUR = 3600 * SECOND;
/** Pauses between the tries; the last one is repeated. */
const BACK_OFF_MS = [10 * SECOND, 60 * SECOND, 300 * SECOND, 900 * SECOND, HOUR];
const GIVEN_UP_AFTER_MS = 48 * HOUR;
const DROPS_ALLOWED = 3;
const PAUSE_MS = 24 * HOUR;

/**
 * Carries webhooks to their subscriptions. An error is tried again for two days; any 4xx but 429 is dropped at once;
 * after three that were dropped in a row the subscription is switched off for a day, and what waited is lost.
 */
export class Courier {
  readonly #world: World;
  readonly #post: Post;
  readonly #drops = new Map<string, number>();
  #tail: Promise<void> = Promise.resolve();
  /** Which of those that are due go now, and in which order; the others stay. */
  mischief: (due: readonly Delivery[]) => readonly Delivery[] = (due) => due;

  constructor(world: World, post: Post) {
    this.#world = world;
    this.#post = post;
  }

  /** How many could be delivered now. */
  get due(): number {
    return this.#due().length;
  }

  /** Delivers what is due; resolves once nothing more is. */
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
    climb(this.#world);
    for (let todo = this.#due(); todo.length > 0; todo = this.#due()) {
      for (const delivery of todo) await this.#send(delivery);
    }
  }

  #due(): readonly Delivery[] {
    const now = this.#world.clock.now();
    return this.mischief(
      this.#world.deliveries.filter(({ state, dueAt }) => state === 'waiting' && dueAt <= now),
    );
  }

  async #send(delivery: Delivery): Promise<void> {
    if (delivery.state !== 'waiting') return;
    const { subscription } = delivery;
    const status = await this.#post(hookRequest(delivery));
    const now = this.#world.clock.now();
    delivery.tries += 1;
    delivery.status = status;
    if (status >= 200 && status < 300) {
      delivery.state = 'delivered';
      this.#drops.delete(subscription.id);
      return;
    }
    const isFinal =
      (status >= 400 && status < 500 && status !== 429) || now - delivery.madeAt > GIVEN_UP_AFTER_MS;
    if (!isFinal) {
      delivery.dueAt = now + (BACK_OFF_MS[delivery.tries - 1] ?? HOUR);
      return;
    }
    delivery.state = 'dropped';
    const drops = (this.#drops.get(subscription.id) ?? 0) + 1;
    this.#drops.set(subscription.id, drops);
    if (drops < DROPS_ALLOWED) return;
    this.#drops.delete(subscription.id);
    subscription.pausedUntil = now + PAUSE_MS;
    for (const one of this.#world.deliveries)
      if (one.subscription === subscription && one.state === 'waiting') one.state = 'dropped';
  }
}

/** Posts to the receiver, with PagerDuty's five seconds of patience. */
export const postByHttp: Post = async ({ url, headers, body }) => {
  try {
    const signal = AbortSignal.timeout(5_000);
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
};
