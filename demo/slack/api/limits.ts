import type { App } from '../model/app.ts';
import type { Channel } from '../model/channel.ts';
import type { World } from '../model/world.ts';
import { RateLimited } from './refusal.ts';

interface Bucket {
  messages: number;
  /** Epoch milliseconds. */
  filledAt: number;
}

/** Counts what each app posts into each channel. */
export class PostLimits {
  readonly #buckets = new Map<App, Map<Channel, Bucket>>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Counts one message. @throws {RateLimited} */
  spend(app: App, channel: Channel): void {
    const { limits } = this.#world;
    if (limits === null) return;
    const bucket = this.#bucket(app, channel, limits.burst);
    const now = this.#world.clock.now();
    const dripped = ((now - bucket.filledAt) / 1000) * limits.perSecond;
    bucket.messages = Math.min(limits.burst, bucket.messages + dripped);
    bucket.filledAt = now;
    if (bucket.messages < 1) throw new RateLimited(Math.ceil((1 - bucket.messages) / limits.perSecond));
    bucket.messages -= 1;
  }

  #bucket(app: App, channel: Channel, burst: number): Bucket {
    const buckets = this.#buckets.get(app) ?? new Map<Channel, Bucket>();
    this.#buckets.set(app, buckets);
    const bucket = buckets.get(channel) ?? { messages: burst, filledAt: this.#world.clock.now() };
    buckets.set(channel, bucket);
    return bucket;
  }
}
