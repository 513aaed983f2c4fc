import type { FollowUpView } from '../effect/effect.ts';
import type { Reading } from '../gather/gather.ts';
import { type Kept, keepTime, nextTime, type Obligation } from '../handoff/obligation.ts';
import { type Handoff, hasEnded } from '../handoff/state.ts';
import { isPast } from '../handoff/timing.ts';
import type { CommandRecord, PullMemory } from '../store/store.ts';
import { givenBy } from './given.ts';
import type { DecideInput } from './standing.ts';

const MINUTE = 60_000;
/** H5: the release owners follow up within 30 minutes; two thirds of it gone, they are reminded. */
const REMIND_AFTER_MS = 20 * MINUTE;
const DUE_AFTER_MS = 30 * MINUTE;

/** What the release owners owe for this PR after this decision. */
export interface FollowUps {
  readonly all: readonly Obligation[];
  readonly changed: readonly Obligation[];
  /** What has just become due, oldest first. */
  readonly happened: readonly Kept[];
  /** When the next of them becomes due. */
  readonly wakeAt: string | null;
}

export function followUpId(handoffId: string): string {
  return `follow_up:${handoffId}`;
}

/**
 * Opens the follow-up of each handoff that has just been approved, and sees which are due (H5). What else may be
 * owed for the PR keeps a time of its own.
 *
 * @param settled those that a person has just settled
 */
export function followUps(
  { memory, now }: DecideInput,
  decided: { readonly changed: readonly Handoff[]; readonly settled: readonly Obligation[] },
): FollowUps {
  const at = new Date(now).toISOString();
  const known = new Map(memory.obligations.map((obligation) => [obligation.id, obligation]));
  const opened = decided.changed
    .filter(({ id, state }) => state.kind === 'approved' && !known.has(followUpId(id)))
    .map((handoff) => owed(handoff, now));
  const settled = new Map(decided.settled.map((obligation) => [obligation.id, obligation]));
  const kept = memory.obligations
    .filter(({ id, kind }) => kind === 'follow_up' && !settled.has(id))
    .map((obligation) => keepTime(obligation, at));
  const happened = kept.filter(({ happened: what }) => what !== null);
  const all = [...kept.map(({ obligation }) => obligation), ...settled.values(), ...opened];
  const times = all.map(nextTime).filter((time) => time !== null);
  return {
    all,
    changed: [...happened.map(({ obligation }) => obligation), ...settled.values(), ...opened],
    happened,
    wakeAt: times.length === 0 ? null : times.reduce((a, b) => (Date.parse(a) <= Date.parse(b) ? a : b)),
  };
}

interface FollowedUp {
  readonly memory: Pick<PullMemory, 'handoffs' | 'obligations' | 'said'>;
  readonly reading: Pick<Reading, 'repositoryUrl'>;
}

/**
 * What `/ai-ops done` settles: everything that was owed for the PR when it was written, or of the handoff whose
 * button was pressed. The proof is the comment itself, else the handoff's message in Slack.
 */
export function settledFollowUps(
  { argument, at, by, commentId, shownHeadSha, ...command }: CommandRecord,
  { memory, reading }: FollowedUp,
): readonly Obligation[] {
  const heads = new Map(memory.handoffs.map(({ id, headSha }) => [id, headSha]));
  const written = `${reading.repositoryUrl}/pull/${command.number}#issuecomment-${commentId}`;
  return memory.obligations
    .filter(({ settled }) => settled === null)
    .filter(({ since }) => isPast(since, givenBy({ at })))
    .filter(({ about }) => shownHeadSha === null || heads.get(about) === shownHeadSha)
    .map((obligation) => {
      const message = memory.said.slack.find(({ handoffId }) => handoffId === obligation.about);
      return {
        ...obligation,
        missedAt: obligation.missedAt ?? (isPast(obligation.dueAt, at) ? at : null),
        settled: {
          by: by.login,
          at,
          note: argument,
          proof: commentId === null ? (message?.url ?? null) : written,
        },
      };
    });
}

/** Counted from the approval comment, which is what there is to follow up on. */
function owed(handoff: Handoff, now: number): Obligation {
  return {
    id: followUpId(handoff.id),
    kind: 'follow_up',
    about: handoff.id,
    since: new Date(now).toISOString(),
    remindAt: new Date(now + REMIND_AFTER_MS).toISOString(),
    dueAt: new Date(now + DUE_AFTER_MS).toISOString(),
    remindedAt: null,
    missedAt: null,
    settled: null,
  };
}

/** As people are shown it; `null` where nothing is owed for the handoff. */
export function followUpView(
  handoff: Handoff,
  obligations: readonly Obligation[],
  owners: readonly string[],
): FollowUpView | null {
  if (!hasEnded(handoff)) return null;
  const found = obligations.find(({ id }) => id === followUpId(handoff.id));
  if (found === undefined) return null;
  const { dueAt, settled } = found;
  return { state: stateOf(found), dueAt, owners, by: settled?.by ?? null, at: settled?.at ?? null };
}

function stateOf({ settled, missedAt, remindedAt }: Obligation): FollowUpView['state'] {
  if (settled !== null) return 'done';
  if (missedAt !== null) return 'missed';
  return remindedAt === null ? 'owed' : 'reminded';
}
