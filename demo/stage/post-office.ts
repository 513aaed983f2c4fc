import type { Delivery } from '../github/model/delivery.ts';
import type { World } from '../github/model/world.ts';
import { Courier, postByHttp } from '../github/webhooks/courier.ts';

/** Brings GitHub's webhooks to the bot's door, each as soon as it is there, except those that are held back. */
export class PostOffice {
  readonly #courier: Courier;
  readonly #held = new Set<(delivery: Delivery) => boolean>();
  readonly #onError: (error: unknown) => void;

  constructor(world: World, onError: (error: unknown) => void) {
    this.#onError = onError;
    this.#courier = new Courier(world, postByHttp);
    this.#courier.mischief = (waiting) => {
      const isHeld = (delivery: Delivery): boolean => [...this.#held].some((holds) => holds(delivery));
      return { send: waiting.filter((one) => !isHeld(one)), keep: waiting.filter(isHeld) };
    };
  }

  get hasWaiting(): boolean {
    return this.#courier.waiting.length > 0;
  }

  open(): void {
    this.#courier.follow(this.#onError);
    this.#deliver();
  }

  /** GitHub is slow to send these. @returns sends them after all */
  hold(which: (delivery: Delivery) => boolean): () => void {
    this.#held.add(which);
    return () => {
      this.#held.delete(which);
      this.#deliver();
    };
  }

  #deliver(): void {
    this.#courier.deliver().catch(this.#onError);
  }
}
