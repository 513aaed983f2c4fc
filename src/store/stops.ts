import type { PullTarget } from '../effect.ts';
import type { StopFacts } from '../policies/facts.ts';
import type { StoreContext } from './context.ts';
import { pullKey } from './keys.ts';

export type StopScope =
  | 'everywhere'
  | { readonly repositoryId: number }
  | { readonly repositoryId: number; readonly number: number };

export interface Stops {
  /** Stops in force for the PR, nearest first; rejects when it cannot be read, which closes G5. */
  inForce(pull: PullTarget): Promise<StopFacts>;
  set(scope: StopScope, by: string, reason: string): Promise<void>;
}

const EVERYWHERE = 'everywhere';

export class SqlStops implements Stops {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  async inForce(pull: PullTarget): Promise<StopFacts> {
    const nearest = [
      { scope: pullKey(pull), kind: 'pull_request' },
      { scope: String(pull.repositoryId), kind: 'repository' },
      { scope: EVERYWHERE, kind: 'everywhere' },
    ] as const;
    const rows = await this.#context.database.sql
      .selectFrom('stops')
      .selectAll()
      .where(
        'scope',
        'in',
        nearest.map(({ scope }) => scope),
      )
      .execute();
    for (const { scope, kind } of nearest) {
      const stop = rows.find((row) => row.scope === scope);
      if (stop !== undefined)
        return { kind: 'stopped', scope: kind, source: 'store', by: stop.set_by, reason: stop.reason };
    }
    return { kind: 'none' };
  }

  async set(scope: StopScope, by: string, reason: string): Promise<void> {
    const { database, clock } = this.#context;
    const stop = { set_by: by, reason, set_at: new Date(clock.now()) };
    await database.sql
      .insertInto('stops')
      .values({ scope: nameOf(scope), ...stop })
      .onConflict((conflict) => conflict.column('scope').doUpdateSet(stop))
      .execute();
  }
}

function nameOf(scope: StopScope): string {
  if (scope === 'everywhere') return EVERYWHERE;
  return 'number' in scope ? pullKey(scope) : String(scope.repositoryId);
}
