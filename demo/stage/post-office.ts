import type { Delivery } from '../github/model/delivery.ts';
import type { World } from '../github/model/world.ts';
import { Courier, postByHttp } from '../github/webhooks/courier.ts';
import type { World as PagerDutyWorld } from '../pagerduty/model/world.ts';
import {
  Courier as PagerDutyCourier,
  postByHttp as postForPagerDuty,
} from '../pagerduty/webhooks/courier.ts';

/** How often PagerDuty looks whom to call next, and what to send again. */
const PAGERDUTY_EVERY_MS = 250;

/** Brings GitHub's and PagerDuty's webhooks to the bot's door, each as soon as it is there, except those that are held back. */
export class PostOffice {
  readonly #courier: Courier;
  readonly #pagerDuty: PagerDutyCourier;
  readonly #held = new Set<(delivery: Delivery) => boolean>();
  readonly #onError: (error: unknown) => void;

  constructor(
    worlds: { readonly github: World; readonly pagerDuty: PagerDutyWorld },
    onError: (error: unknown) => void,
  ) {
    this.#onError = onError;
    this.#pagerDuty = new PagerDutyCourier(worlds.pagerDuty, postForPagerDuty);
    this.#courier = new Courier(worlds.github, postByHttp);
    this.#courier.mischief = (waiting) => {
      const isHeld = (delivery: Delivery): boolean => [...this.#held].some((holds) => holds(delivery));
      return { send: waiting.filter((one) => !isHeld(one)), keep: waiting.filter(isHeld) };
    };
  }

  get hasWaiting(): boolean {
    return this.#courier.waiting.length > 0 || this.#pagerDuty.due > 0;
  }

  open(): void {
    this.#courier.follow(this.#onError);
    this.#pagerDuty.follow(this.#onError);
    setInterval(() => this.#pagerDuty.deliver().catch(this.#onError), PAGERDUTY_EVERY_MS).unref();
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
