import type { World } from '../model/world.ts';
import type { ApiRequest, Door } from './http.ts';

export interface Outage {
  /** Both where it is left out. */
  readonly door?: Door;
  /** From now on, in milliseconds of the world's clock; until it is told to come back where it is left out. */
  readonly forMs?: number;
}

/** PagerDuty is down for a while: connections are torn down, and nothing is done. */
export class Outages {
  readonly #world: World;
  #down: { readonly door: Door | null; readonly until: number } | null = null;

  constructor(world: World) {
    this.#world = world;
  }

  begin({ door, forMs = Number.POSITIVE_INFINITY }: Outage): void {
    this.#down = { door: door ?? null, until: this.#world.clock.now() + forMs };
  }

  end(): void {
    this.#down = null;
  }

  covers({ door }: ApiRequest): boolean {
    const down = this.#down;
    return down !== null && (down.door ?? door) === door && this.#world.clock.now() < down.until;
  }
}
