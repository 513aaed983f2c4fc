import type { RepositoryConfig } from '../../config/repository.ts';
import type { Effect } from '../../effect/effect.ts';
import type { HistoryNotice, Mention } from '../../effect/messages.ts';
import type { HistoryReading } from '../../gather/history.ts';
import { keepTime, nextTime, type Obligation, type Settled } from '../../handoff/obligation.ts';
import { isPast, later } from '../../handoff/timing.ts';
import { draftKey } from '../../history/owed.ts';
import type { HistoryCommit, OwedHistory } from '../../store/store.ts';
import type { Channels } from '../announce-stop.ts';
import { sreOf } from '../mentions.ts';
import { obligationDraft } from '../record.ts';
import { DRAFT_WITHIN_MS } from './open.ts';

/** How often it is looked at though nothing was heard: in time, and once it was missed. */
const LOOK_AGAIN_MS = 3_600_000;
const LOOK_AGAIN_LATE_MS = 24 * 3_600_000;

export interface KeptHistory {
  readonly owed: OwedHistory;
  readonly reading: HistoryReading;
  /** How the repository is spoken to. */
  readonly config: Pick<RepositoryConfig, 'locale' | 'slack'>;
  /** ISO 8601 in UTC. */
  readonly now: string;
  readonly channels: Channels;
}

/** What one look at a history that is owed comes to. Pure. */
export function keepHistory(kept: KeptHistory): HistoryCommit {
  const { owed, now } = kept;
  const settled = owed.obligation.settled === null ? settlementIn(kept) : null;
  const { obligation, happened } =
    settled === null
      ? keepTime(owed.obligation, now)
      : { obligation: settledBy(owed.obligation, settled), happened: null };
  const place = `${owed.repository.owner}/${owed.repository.repo}`;
  const isNews = settled !== null || happened !== null;
  return {
    obligation,
    ledger: isNews ? [obligationDraft(place, obligation)] : [],
    effects: kept.channels.slack ? noticesOf(kept, { obligation, happened }) : [],
    reissue: isHeldBack(owed) && obligation.settled === null ? [draftKey(obligation.id)] : [],
    wakeAt: wakeAt(kept, obligation),
  };
}

/** The pull request was merged; or the lines stand in every file, however they came there. */
function settlementIn({ reading, now }: KeptHistory): Settled | null {
  const { pull, standsAt } = reading;
  if (pull?.merged) return { by: pull.merged.by, at: pull.merged.at, note: null, proof: pull.url };
  return standsAt === null ? null : { by: null, at: now, note: null, proof: standsAt };
}

function settledBy(obligation: Obligation, settled: Settled): Obligation {
  const isLate = isPast(obligation.dueAt, settled.at);
  return { ...obligation, missedAt: obligation.missedAt ?? (isLate ? settled.at : null), settled };
}

function isHeldBack({ draft }: OwedHistory): boolean {
  return draft?.state === 'rejected' || draft?.state === 'withdrawn';
}

/** The first word waits a little for the pull request. */
function isToldNow({ owed: { draft, openedAt }, now }: KeptHistory): boolean {
  return (draft?.pull ?? null) !== null || isPast(later(openedAt, DRAFT_WITHIN_MS), now);
}

function wakeAt(kept: KeptHistory, obligation: Obligation): string | null {
  if (obligation.settled !== null) return null;
  if (!isToldNow(kept)) return later(kept.owed.openedAt, DRAFT_WITHIN_MS);
  const due = nextTime(obligation);
  const again = later(kept.now, due === null ? LOOK_AGAIN_LATE_MS : LOOK_AGAIN_MS);
  return due === null || Date.parse(again) < Date.parse(due) ? again : due;
}

/** Each is said once: a notice with the same key is the same notice. */
function noticesOf(
  kept: KeptHistory,
  {
    obligation,
    happened,
  }: { readonly obligation: Obligation; readonly happened: 'reminder' | 'missed' | null },
): readonly Effect[] {
  const isTold = isToldNow(kept) || happened !== null || obligation.settled !== null;
  return [
    ...(isTold ? [notice(kept, obligation, 'history_owed')] : []),
    ...(happened === 'reminder' ? [notice(kept, obligation, 'history_reminder')] : []),
    ...(happened === 'missed' ? [notice(kept, obligation, 'history_missed', sreOf(kept.config))] : []),
    ...(obligation.settled === null ? [] : [notice(kept, obligation, 'history_settled')]),
  ];
}

function notice(
  { owed, reading, config }: KeptHistory,
  { id, dueAt, missedAt, settled }: Obligation,
  says: HistoryNotice['says'],
  mentions: readonly Mention[] = [],
): Effect {
  const { repository, change, files } = owed;
  const { pull } = reading;
  return {
    kind: 'slack_notice',
    key: `notice:${id}:${says}`,
    lane: `notice:${id}`,
    locale: config.locale,
    channel: config.slack.channel ?? null,
    repository,
    notice: {
      says,
      place: `${repository.owner}/${repository.repo}`,
      change,
      files,
      dueAt,
      pull: pull === null ? null : { url: pull.url, isOpen: pull.isOpen },
      settled:
        settled === null
          ? null
          : { by: settled.by, note: settled.note, proof: settled.proof, isLate: missedAt !== null },
    },
    mentions,
  };
}
