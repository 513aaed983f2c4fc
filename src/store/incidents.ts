import { isDeepStrictEqual } from 'node:util';
import type { Incident } from '../alerts/incident.ts';
import type { Effect } from '../effect/effect.ts';
import type { Obligation } from '../handoff/obligation.ts';
import type { StoreContext } from './context.ts';
import { enqueueEffect } from './enqueue-effect.ts';
import { type IncidentMemory, type KeptIncident, readIncident } from './incident-memory.ts';
import { decode } from './json-text.ts';
import { incidentSubject } from './keys.ts';
import { appendToLedger, type LedgerDraft, lockChain } from './ledger.ts';
import { lookAtIncident } from './look-at-incident.ts';
import { keepObligation } from './obligations.ts';
import { changeStop, type StopChange } from './stops.ts';
import { setTimer } from './timers.ts';
import { requestWatch } from './watch-requests.ts';

/** What was heard of an incident. */
export interface HeardOf {
  readonly incident: Incident;
  /** The signed event that told of it; `null` where it was seen in PagerDuty's list. */
  readonly event: { readonly id: string; readonly escalated: boolean } | null;
}

/** A stop that an incident sets on a repository, with what is told of it. */
export interface IncidentStop {
  readonly repositoryId: number;
  readonly change: Extract<StopChange, { kind: 'set' }>;
  readonly announcement: readonly Effect[];
}

/** All of one look at an incident: written together or not at all. */
export interface IncidentCommit {
  readonly incident: KeptIncident;
  /** The repository that it is about; `null` where it is about none in particular. */
  readonly repositoryId: number | null;
  readonly obligation: Obligation | null;
  readonly ledger: readonly LedgerDraft[];
  readonly effects: readonly Effect[];
  readonly stops: readonly IncidentStop[];
  /** When to look again though nothing was heard; `null` once all is said. */
  readonly wakeAt: string | null;
}

/** Incidents of PagerDuty's: what was heard of them, and what the bot made of it. */
export interface Incidents {
  /** Keeps what is newer than what is known, by PagerDuty's own times, and has the incident looked at. */
  hear(heard: HeardOf): Promise<void>;
  /** `null`: nothing was ever heard of it. */
  memory(id: string): Promise<IncidentMemory | null>;
  /** `false`: it has changed since it was read, and nothing was written. */
  keep(expected: IncidentMemory, commit: IncidentCommit): Promise<boolean>;
  /** It is looked at as soon as possible. */
  look(id: string): Promise<void>;
  /** Ids of those that are open, as far as is known. */
  open(): Promise<readonly string[]>;
}

/** As many events as tell one that is repeated: an inbox row of each is kept besides. */
const HEARD_KEPT = 100;

export class SqlIncidents implements Incidents {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  async hear(heard: HeardOf): Promise<void> {
    const { database, clock } = this.#context;
    const { id } = heard.incident;
    await database.transaction(async () => {
      const at = new Date(clock.now()).toISOString();
      const fresh = firstWordOf(heard, at);
      const { numInsertedOrUpdatedRows: inserted } = await database.sql
        .insertInto('incidents')
        .values({ id, ...columnsOf(fresh, null) })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirstOrThrow();
      if (inserted === 0n) await this.#mergeInto(heard);
      await this.#context.wakeups.wake('incident', id, 'now');
    });
  }

  memory(id: string): Promise<IncidentMemory | null> {
    const { database } = this.#context;
    return database.snapshot(() => readIncident(database, id));
  }

  async keep(expected: IncidentMemory, commit: IncidentCommit): Promise<boolean> {
    const { database } = this.#context;
    const { id } = commit.incident;
    const chain = commit.repositoryId ?? 0;
    return database.transaction(async () => {
      const chains = new Set([chain, ...commit.stops.map(({ repositoryId }) => repositoryId)]);
      // Chains before rows, and in one order: so two that lock several cannot wait for each other.
      for (const each of [...chains].toSorted((a, b) => a - b)) await lockChain(database, each);
      const now = await this.#locked(id);
      if (now?.body !== expected.version) return false;
      await database.sql
        .updateTable('incidents')
        .set(columnsOf(commit.incident, commit.repositoryId))
        .where('id', '=', id)
        .execute();
      if (commit.obligation !== null)
        await keepObligation(database, { repositoryId: chain, number: 0 }, commit.obligation);
      // What people did there counts for the episode that called for it.
      if (commit.repositoryId !== null && isNews(expected, commit))
        await requestWatch(this.#context, commit.repositoryId, { reason: 'incident' });
      const newest = await appendToLedger(this.#context, chain, commit.ledger);
      for (const effect of commit.effects) await enqueueEffect(this.#context, effect, newest);
      for (const { change, announcement } of commit.stops) {
        await changeStop(this.#context, change);
        for (const effect of announcement) await enqueueEffect(this.#context, effect, newest);
      }
      await setTimer(this.#context, incidentSubject(id), commit.wakeAt);
      return true;
    });
  }

  async look(id: string): Promise<void> {
    await this.#context.database.transaction(() => lookAtIncident(this.#context, id));
  }

  async open(): Promise<readonly string[]> {
    const rows = await this.#context.database.sql
      .selectFrom('incidents')
      .select('id')
      .where('open', '=', true)
      .orderBy('id')
      .execute();
    return rows.map(({ id }) => id);
  }

  async #mergeInto(heard: HeardOf): Promise<void> {
    const row = await this.#locked(heard.incident.id);
    if (row === undefined) return;
    const merged = mergedWith(decode<KeptIncident>(row.body), heard);
    await this.#context.database.sql
      .updateTable('incidents')
      .set(columnsOf(merged, row.repository_id))
      .where('id', '=', heard.incident.id)
      .execute();
  }

  #locked(id: string) {
    return this.#context.database.sql
      .selectFrom('incidents')
      .select(['body', 'repository_id'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
  }
}

function isNews({ incident: { kept } }: IncidentMemory, { incident }: IncidentCommit): boolean {
  return !isDeepStrictEqual(kept.told, incident.kept.told);
}

function firstWordOf({ incident, event }: HeardOf, at: string): KeptIncident {
  return {
    ...incident,
    escalations: event?.escalated === true ? 1 : 0,
    kept: {
      heard: event === null ? [] : [event.id],
      first: { by: event === null ? 'list' : 'webhook', at },
      told: null,
      voice: null,
      judged: [],
      stopped: [],
      severe: false,
    },
  };
}

/** Events come late and in any order: each is counted once, and only what is newer changes what is known. */
function mergedWith(known: KeptIncident, { incident, event }: HeardOf): KeptIncident {
  const { kept } = known;
  if (event !== null && kept.heard.includes(event.id)) return known;
  const isNewer = Date.parse(incident.changedAt) >= Date.parse(known.changedAt);
  return {
    ...(isNewer ? { ...incident, alertKeys: unionOf(known.alertKeys, incident.alertKeys) } : known),
    acknowledgedBy: isNewer
      ? (incident.acknowledgedBy ?? stillAcknowledged(known, incident))
      : known.acknowledgedBy,
    statusBy: isNewer ? (incident.statusBy ?? stillBy(known, incident)) : known.statusBy,
    escalations: known.escalations + (event?.escalated === true ? 1 : 0),
    kept: {
      ...kept,
      heard: event === null ? kept.heard : [...kept.heard, event.id].slice(-HEARD_KEPT),
    },
  };
}

/** Only the event of the acknowledgement names who made it. */
function stillAcknowledged(known: Incident, { status }: Incident): string | null {
  return status === 'acknowledged' ? known.acknowledgedBy : null;
}

function stillBy(known: Incident, { status }: Incident): Incident['statusBy'] {
  return status === known.status ? known.statusBy : null;
}

function unionOf(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}

function columnsOf(incident: KeptIncident, repositoryId: number | null) {
  return {
    service_id: incident.serviceId,
    repository_id: repositoryId,
    open: incident.status !== 'resolved',
    body: JSON.stringify(incident),
    changed_at: new Date(incident.changedAt),
  };
}
