import { expect } from '@jest/globals';
import { sql } from 'kysely';
import type { Rule } from '../../src/alerts/episode.ts';
import type { Obligation } from '../../src/handoff/obligation.ts';
import { MINUTE } from './monitored.ts';
import type { Stage } from './timed.ts';

const LOOKED = /"msg":"watched/;

export function since(obligation: Obligation, minutes: number): number {
  return Date.parse(obligation.since) + minutes * MINUTE;
}

export function owed(
  kind: Obligation['kind'],
  due: (one: Obligation) => number,
): (stage: Stage) => Promise<number> {
  return async ({ door }) => {
    const row = await door.database.sql
      .selectFrom('obligations')
      .select('body')
      .where('kind', '=', kind)
      .executeTakeFirstOrThrow();
    return due(JSON.parse(row.body) as Obligation);
  };
}

/** From when the newest handoff was asked for. */
export function accepted(minutes: number): (stage: Stage) => Promise<number> {
  return async ({ door }) => {
    const memory = await door.store.watches.memory(door.customer.repository.id);
    return Date.parse(memory?.handoffs.at(-1)?.acceptedAt ?? '') + minutes * MINUTE;
  };
}

export function warned(rule: Rule, minutes: number): (stage: Stage) => Promise<number> {
  return async ({ seen }) => {
    const { state } = await seen.episode(rule);
    expect(state.kind).toBe('warning');
    return Date.parse(state.since) + minutes * MINUTE;
  };
}

export function inState(rule: Rule, kind: string, minutes: number): (stage: Stage) => Promise<number> {
  return async ({ seen }) => {
    const { state } = await seen.episode(rule);
    expect(state.kind).toBe(kind);
    return Date.parse(state.since) + minutes * MINUTE;
  };
}

/** When the re-run has to have started or ended, once it was asked for. */
export function until(rule: Rule): (stage: Stage) => Promise<number> {
  return async ({ seen }) => {
    await seen.settle();
    const { state } = await seen.episode(rule);
    return state.kind === 'rerunning' ? Date.parse(state.until) : Number.NaN;
  };
}

export function paged(minutes: number): (stage: Stage) => Promise<number> {
  return async ({ door }) => {
    const { created_at } = await door.database.sql
      .selectFrom('effects')
      .select('created_at')
      .where('kind', '=', 'page')
      .executeTakeFirstOrThrow();
    return created_at.getTime() + minutes * MINUTE;
  };
}

/** Looks at what runs in the repository. */
export function looks({ door }: Stage): number {
  return door.logged.filter((line) => LOOKED.test(line)).length;
}

/** When the repository is looked at next, once nothing else asks for it. */
export async function nextLook({ door, seen }: Stage): Promise<number> {
  await seen.settle();
  const { due_at } = await door.database.sql
    .selectFrom('timers')
    .select('due_at')
    .where('subject', 'like', 'watch:%')
    .executeTakeFirstOrThrow();
  return due_at.getTime();
}

export async function nextSweep({ door }: Stage): Promise<number> {
  const { rows } = await sql<{ start_after: Date }>`
    select start_after from pgboss.job where name = 'sweep' and state = 'created'`.execute(door.database.sql);
  return rows[0]?.start_after.getTime() ?? Number.NaN;
}

/** Messages of their own about episodes. */
export function parents({ seen }: Stage): number {
  return seen.parents().length;
}

export function incidents({ seen }: Stage): number {
  return seen.incidents().length;
}

/** Messages in the channel, in threads too. */
export function said(what: RegExp): (stage: Stage) => number {
  return ({ door }) =>
    door.workspace.channel.messages.filter(({ content }) => what.test(content.text)).length;
}

export function entries(action: string, repositoryId?: number): (stage: Stage) => Promise<number> {
  return async ({ door }) => {
    const chain = repositoryId ?? door.customer.repository.id;
    const all = await door.store.ledger.entries(chain, 1, 10_000);
    return all.filter((entry) => entry.action === action).length;
  };
}

export async function effects(door: Stage['door'], kind: string): Promise<readonly string[]> {
  const rows = await door.database.sql.selectFrom('effects').select('key').where('kind', '=', kind).execute();
  return rows.map(({ key }) => key);
}

export async function newestRun(
  { door }: Stage,
  role: string,
): Promise<{ readonly startedAt: string; readonly endedAt: string | null }> {
  const row = await door.database.sql
    .selectFrom('watched_runs')
    .select('body')
    .where('role', '=', role)
    .orderBy('run_id', 'desc')
    .orderBy('attempt', 'desc')
    .executeTakeFirstOrThrow();
  return JSON.parse(row.body).times;
}
