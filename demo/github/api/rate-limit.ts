import type { World } from '../model/world.ts';
import { stamp } from '../model/world.ts';
import type { Caller } from './caller.ts';

const HOUR_MS = 3_600_000;
const LIMIT = 5000;

export interface Budget {
  readonly limit: number;
  readonly remaining: number;
  readonly used: number;
  readonly resetAt: string;
  readonly resource: 'core' | 'graphql';
}

/** Counts calls by installation and hour: REST and GraphQL have budgets of their own. */
export class RateLimits {
  readonly #used = new Map<string, number>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Counts one call, and what is left after it. */
  spend(caller: Caller, path: string): Budget {
    const resource = path === '/graphql' ? 'graphql' : 'core';
    const hour = Math.floor(this.#world.clock.now() / HOUR_MS);
    const key = `${nameOf(caller)}:${resource}:${hour}`;
    const used = (this.#used.get(key) ?? 0) + 1;
    this.#used.set(key, used);
    return {
      limit: LIMIT,
      remaining: Math.max(0, LIMIT - used),
      used,
      resetAt: stamp((hour + 1) * HOUR_MS),
      resource,
    };
  }
}

export function budgetHeaders({
  limit,
  remaining,
  used,
  resetAt,
  resource,
}: Budget): Readonly<Record<string, string>> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-used': String(used),
    'x-ratelimit-reset': String(Date.parse(resetAt) / 1000),
    'x-ratelimit-resource': resource,
  };
}

function nameOf(caller: Caller): string {
  if (caller.kind === 'installation') return `installation ${caller.token.installation.id}`;
  return caller.kind === 'app' ? `app ${caller.app.id}` : 'anyone';
}
