import { expect, test } from '@jest/globals';
import type { Handoff, HandoffState } from '../../src/handoff/state.ts';
import type { Advance } from '../../src/handoff/transition.ts';
import { advanced, at, type Case, handoff, stored } from './given.ts';

/** What an advance came to, in a few words. `a/main/1` is the first handoff of head `aaaa…` on `main`. */
export interface Told {
  /** Changed handoffs with their state, and its code where it has one. */
  readonly states: readonly string[];
  readonly effects: readonly string[];
  /** Actions without `handoff.`, and the code where there is one. */
  readonly entries: readonly string[];
  /** Seconds from now, or `null`. */
  readonly wake: number | null;
}

export interface Row extends Omit<Case, 'handoffs'> {
  readonly name: string;
  /** State of the PR's only handoff, where `handoffs` does not say more. */
  readonly state?: HandoffState;
  readonly handoffs?: readonly Handoff[];
  readonly told: Partial<Told>;
}

/** One test for each row, which also sees that the same observation again changes nothing. */
export function testRows(rows: readonly Row[]): void {
  test.each(rows)('$name', (row) => {
    const handoffs = row.handoffs ?? (row.state === undefined ? [] : [handoff(row.state)]);
    const result = advanced({ ...row, handoffs });
    expect(tell(result)).toEqual({ states: [], effects: [], entries: [], wake: null, ...row.told });

    const see = { ...row.see, startedByHand: null };
    const again = advanced({ ...row, handoffs: stored(handoffs, result), see });
    expect(again).toMatchObject({ changed: [], effects: [], entries: [], wakeAt: result.wakeAt });
  });
}

function tell({ changed, effects, entries, wakeAt }: Advance): Told {
  return {
    states: changed.map(({ id, state }) => {
      const code = entries.findLast(({ data }) => data.handoffId === id)?.data.code;
      return withCode(`${short(id)} ${state.kind}`, state.kind === 'waiting' ? null : code);
    }),
    effects: effects.map(({ key }) => short(key)),
    entries: entries.map(({ action, data }) => withCode(action.replace('handoff.', ''), data.code)),
    wake: wakeAt === null ? null : (Date.parse(wakeAt) - Date.parse(at(0))) / 1000,
  };
}

function withCode(text: string, code: unknown): string {
  return typeof code === 'string' ? `${text} ${code}` : text;
}

function short(text: string): string {
  return text.replace(/42-12-([ab])\1{39}-(.+)-(\d+)/, '$1/$2/$3');
}

/** Nothing happens; it is looked at again after so many seconds. */
export function held(wake: number): Partial<Told> {
  return { wake };
}

/** Handoff `a/main/1` is in another state that waits. */
export function nowIn(state: string, wake: number, effects: readonly string[] = []): Partial<Told> {
  return { states: [`a/main/1 ${state}`], effects, entries: [state], wake };
}

/** Handoff `a/main/1` ended, and none was opened. */
export function ended(state: string, effects: readonly string[] = []): Partial<Told> {
  return { states: [`a/main/1 ${state}`], effects, entries: [state] };
}

/** Handoff `a/main/1` ended, and `next` waits for its gates. */
export function replaced(state: string, next: string, effects: readonly string[] = []): Partial<Told> {
  return {
    states: [`a/main/1 ${state}`, `${next} waiting`],
    effects,
    entries: [state, 'waiting'],
    wake: 600,
  };
}

/** `name` was dispatched, as the entries say. */
export function dispatchedAs(key: string, entries: readonly string[] = ['dispatching']): Partial<Told> {
  const states = [`${key.replace(/:\d+$/, '')} dispatching`];
  return { states, effects: [`dispatch:${key}`], entries, wake: 180 };
}
