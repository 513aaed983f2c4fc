import type { AccessChange } from '../effect/access-change.ts';
import type { Obligation } from '../handoff/obligation.ts';
import { later } from '../handoff/timing.ts';
import { earlier } from './secrets.ts';

const HOUR = 3_600_000;
/** Runbook, 権限・Secrets 管理: the history is written within 24 hours; half of them gone, people are reminded. */
const REMIND_AFTER_MS = 12 * HOUR;
const DUE_AFTER_MS = 24 * HOUR;

/** The one obligation that a change brings a repository. */
export function historyId(repositoryId: number, changeId: string): string {
  return `history:${repositoryId}:${changeId}`;
}

/** Key of the effect that proposes its lines. */
export function draftKey(obligationId: string): string {
  return `draft:${obligationId}`;
}

/** What stands in every line about a change, by which it is found again whoever wrote the rest. */
export function referenceOf({ id }: Pick<AccessChange, 'id'>): string {
  return `history-${id}`;
}

/** The part of a change that a repository's configuration asks for; `null` for none of it. */
export function askedOf(
  change: AccessChange,
  history: { readonly files: readonly string[]; readonly secrets: readonly string[] },
): AccessChange | null {
  if (history.files.length === 0) return null;
  if (change.kind !== 'secrets') return change;
  const secrets = change.secrets.filter(({ name }) => history.secrets.includes(name));
  const [first] = secrets;
  if (first === undefined) return null;
  return { ...change, secrets, at: secrets.reduce((at, one) => earlier(at, one.at), first.at) };
}

/** Counted from when the change happened, not from when it was noticed. */
export function owedHistory(repositoryId: number, { id, at }: AccessChange): Obligation {
  return {
    id: historyId(repositoryId, id),
    kind: 'history',
    about: id,
    since: at,
    remindAt: later(at, REMIND_AFTER_MS),
    dueAt: later(at, DUE_AFTER_MS),
    remindedAt: null,
    missedAt: null,
    settled: null,
  };
}
