import type { Environment } from './environment.ts';
import { SECRET_NAMES } from './secret-names.ts';

/** What changes while the process runs; the database is opened once, at start. */
const LIVE: ReadonlySet<string> = new Set(SECRET_NAMES.filter((name) => name !== 'DATABASE_URL'));

/** They are one App's: with another App's id come another App's key and secret. */
const OF_THE_APP: ReadonlySet<string> = new Set(['PRIVATE_KEY', 'WEBHOOK_SECRET']);

export interface SettingsChange {
  /** Credentials that were replaced; they hold from now on. */
  readonly live: readonly string[];
  /** Everything else that is not as it was at start, by name: it needs a restart. */
  readonly later: readonly string[];
  /** The values from now on: those in force, with the credentials that were replaced. */
  readonly values: Environment;
}

/**
 * What becomes of values that were read again. A credential is replaced while the bot runs; one that appears
 * or is gone is another configuration, which takes effect at the next start: a slip in a secret store must
 * not silence a channel.
 */
export function settingsChange(inForce: Environment, fresh: Environment): SettingsChange {
  const names = new Set([...Object.keys(inForce), ...Object.keys(fresh)]);
  const changed = [...names].filter((name) => inForce[name] !== fresh[name]).sort();
  const otherApp = changed.includes('APP_ID');
  const isLive = (name: string): boolean =>
    LIVE.has(name) &&
    inForce[name] !== undefined &&
    fresh[name] !== undefined &&
    !(otherApp && OF_THE_APP.has(name));
  const live = changed.filter(isLive);
  return {
    live,
    later: changed.filter((name) => !isLive(name)),
    values: { ...inForce, ...Object.fromEntries(live.map((name) => [name, fresh[name]])) },
  };
}
