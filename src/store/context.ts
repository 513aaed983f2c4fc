import type { Clock } from '../clock.ts';
import type { Database } from './database.ts';
import type { StoreLog } from './sql-pool.ts';
import type { Wakeups } from './wakeups.ts';

/** What every part of the store works with. */
export interface StoreContext {
  readonly database: Database;
  readonly wakeups: Wakeups;
  readonly clock: Clock;
  readonly log: StoreLog;
}
