import type { Effect, PullTarget, RepositoryTarget } from '../effect/effect.ts';
import type { StopFacts } from '../policies/facts.ts';
import { freeUse } from './commands.ts';
import type { StoreContext } from './context.ts';
import { enqueueEffect } from './enqueue-effect.ts';
import { requestEvaluation } from './evaluations.ts';
import { pullKey } from './keys.ts';
import { appendToLedger, type LedgerDraft } from './ledger.ts';
import { pullTarget } from './pull-address.ts';

export type StopScope =
  | 'everywhere'
  | { readonly repositoryId: number }
  | { readonly repositoryId: number; readonly number: number };

/**
 * A stop is set, or set anew with another reason, or lifted; by whom, and when they asked for it (ISO), which is now
 * where it is left out. Whoever lifts one cannot have meant what was set after that.
 */
export type StopChange =
  | {
      readonly kind: 'set';
      readonly scope: StopScope;
      readonly by: string;
      readonly reason: string | null;
      /** Cancels what is in flight; left out, it only holds it. */
      readonly cancels?: boolean;
      readonly at?: string;
    }
  | { readonly kind: 'lift'; readonly scope: StopScope; readonly by: string; readonly at?: string };

/** Switches that keep the bot from acting (O4), by scope. */
export interface Stops {
  /**
   * The stop in force for the PR: the nearest of those that cancel, else the nearest. Rejects when it cannot be
   * read, which closes G5.
   */
  inForce(place: PullTarget | RepositoryTarget): Promise<StopFacts>;
  /** Whether a stop of just that scope was set after that time (ISO). */
  wasSetAfter(scope: StopScope, at: string): Promise<boolean>;
  /** Changes it, puts it on record, has every PR that it concerns looked at, and tells of it. */
  change(change: StopChange, told?: StopTold): Promise<void>;
}

/** What goes out with a change. */
export interface StopTold {
  /** Where it changed something: what was not set, or set later, cannot be lifted. */
  readonly announcement: readonly Effect[];
  /** To whom asked for it. One that is known already is the same request again, which changes nothing. */
  readonly answer: Effect | null;
}

const EVERYWHERE = 'everywhere';
const NO_REASON = '';
const UNTOLD: StopTold = { announcement: [], answer: null };

export class SqlStops implements Stops {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  async inForce(place: PullTarget | RepositoryTarget): Promise<StopFacts> {
    const nearest = [
      ...('number' in place ? [{ scope: pullKey(place), kind: 'pull_request' } as const] : []),
      { scope: String(place.repositoryId), kind: 'repository' },
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
    const inForce = nearest.flatMap(({ scope, kind }) =>
      rows.filter((row) => row.scope === scope).map((row) => ({ ...row, kind })),
    );
    const stop = inForce.find(({ cancels }) => cancels) ?? inForce[0];
    if (stop === undefined) return { kind: 'none' };
    return {
      kind: 'stopped',
      scope: stop.kind,
      source: 'store',
      by: stop.set_by,
      reason: stop.reason === NO_REASON ? null : stop.reason,
      cancels: stop.cancels,
      since: stop.set_at.toISOString(),
    };
  }

  async wasSetAfter(scope: StopScope, at: string): Promise<boolean> {
    const row = await this.#context.database.sql
      .selectFrom('stops')
      .select('scope')
      .where('scope', '=', nameOf(scope))
      .where('set_at', '>', new Date(at))
      .executeTakeFirst();
    return row !== undefined;
  }

  async change(change: StopChange, { announcement, answer }: StopTold = UNTOLD): Promise<void> {
    await this.#context.database.transaction(async () => {
      if (answer !== null && !(await enqueueEffect(this.#context, answer, null))) return;
      if (!(await changeStop(this.#context, change))) return;
      for (const effect of announcement) await enqueueEffect(this.#context, effect, null);
    });
  }
}

/** The same inside a transaction that is open; returns whether it changed anything. */
export async function changeStop(context: StoreContext, change: StopChange): Promise<boolean> {
  const { sql } = context.database;
  const scope = nameOf(change.scope);
  const at = change.at === undefined ? new Date(context.clock.now()) : new Date(change.at);
  if (change.kind === 'set') {
    const stop = {
      set_by: change.by,
      reason: change.reason ?? NO_REASON,
      cancels: change.cancels ?? false,
    };
    await sql
      .insertInto('stops')
      .values({ scope, ...stop, set_at: at })
      .onConflict((conflict) =>
        conflict.column('scope').doUpdateSet(({ fn, ref }) => ({
          ...stop,
          set_at: fn('greatest', [ref('stops.set_at'), ref('excluded.set_at')]),
        })),
      )
      .execute();
  } else {
    const { numDeletedRows: lifted } = await sql
      .deleteFrom('stops')
      .where('scope', '=', scope)
      .where('set_at', '<=', at)
      .executeTakeFirstOrThrow();
    if (lifted === 0n) return false;
  }
  if (typeof change.scope === 'object' && 'number' in change.scope)
    await freeUse(context, change.scope, change.kind === 'set' ? 'unhold' : 'hold');
  const pulls = await concerned(context, change.scope);
  for (const repository of await recordedIn(context, change.scope)) {
    await appendToLedger(context, repository.id, [entryOf(change, repository)]);
  }
  for (const pull of pulls) await requestEvaluation(context, pull, { reason: `stop ${change.kind}` });
  return true;
}

/** Open PRs whose gates it opens or closes. */
async function concerned({ database }: StoreContext, scope: StopScope): Promise<readonly PullTarget[]> {
  const open = database.sql.selectFrom('pulls').selectAll().where('open', '=', true);
  const rows = await (scope === 'everywhere'
    ? open
    : 'number' in scope
      ? open.where('repository_id', '=', scope.repositoryId).where('number', '=', scope.number)
      : open.where('repository_id', '=', scope.repositoryId)
  )
    .orderBy('repository_id')
    .orderBy('number')
    .execute();
  return rows.map(pullTarget);
}

interface Recorded {
  readonly id: number;
  readonly name: string;
}

/** Each repository has its own chain, with or without PRs so far; what concerns all is on record in all. */
async function recordedIn({ database }: StoreContext, scope: StopScope): Promise<readonly Recorded[]> {
  const { sql } = database;
  const ofPulls = await sql
    .selectFrom('pulls')
    .select(['repository_id as id', 'owner', 'repo as name'])
    .distinct()
    .execute();
  const installed = await sql.selectFrom('repositories').select(['id', 'owner', 'name']).execute();
  const names = new Map([...ofPulls, ...installed].map(({ id, owner, name }) => [id, `${owner}/${name}`]));
  return [...names]
    .filter(([id]) => scope === 'everywhere' || id === scope.repositoryId)
    .map(([id, name]) => ({ id, name }))
    .toSorted((a, b) => a.id - b.id);
}

function entryOf(change: StopChange, { name }: Recorded): LedgerDraft {
  const { scope, by } = change;
  const everywhere = scope === 'everywhere';
  return {
    action: change.kind === 'set' ? 'stop.set' : 'stop.lifted',
    subject: !everywhere && 'number' in scope ? `${name}#${scope.number}` : name,
    actor: by,
    data: {
      everywhere,
      ...(change.kind === 'set' && { reason: change.reason, cancels: change.cancels ?? false }),
    },
  };
}

function nameOf(scope: StopScope): string {
  if (scope === 'everywhere') return EVERYWHERE;
  return 'number' in scope ? pullKey(scope) : String(scope.repositoryId);
}
