import {
  DEADLINE_KINDS,
  DEADLINE_OUTCOMES,
  type DeadlineKind,
  type DeadlineOutcome,
} from '../effect/deadline.ts';
import { CodedError } from '../errors.ts';
import { deadlineName } from '../notifiers/wording/deadlines.ts';
import { placeName, placeOf } from '../policies/place.ts';
import type { Deadline, DeadlineQuery, Store } from '../store/store.ts';
import { type OutputOptions, print, table } from './output.ts';
import { knownPull, knownRepository } from './place.ts';
import { defaultSince } from './since.ts';
import { withStore } from './with-store.ts';

export interface DeadlinesOptions extends OutputOptions {
  /** ISO 8601. */
  readonly since?: string;
  readonly missed?: boolean;
  readonly open?: boolean;
}

type Counts = Readonly<Record<DeadlineKind, Record<DeadlineOutcome, number>>>;

/**
 * Lists what was owed to people in time, first due first: about what, since when, what settled it and where that can
 * be seen. Only reads.
 *
 * @throws {CodedError} AIOPS_USAGE, AIOPS_UNKNOWN_PULL, AIOPS_UNKNOWN_REPOSITORY
 */
export async function listDeadlines(place: string | undefined, options: DeadlinesOptions): Promise<void> {
  const named = place === undefined ? null : placeOf(place);
  if (place !== undefined && named === null)
    throw new CodedError('AIOPS_USAGE', `${place} is no place; write owner/repo or owner/repo#12`);
  await withStore(async (store) => {
    const since = options.since ?? defaultSince(store.clock);
    const query = { since, place: named === null ? null : await whereIs(store, named) };
    const wanted = DEADLINE_OUTCOMES.filter((outcome) => isWanted(outcome, options));
    const { listed, counts } = await read(store, query, wanted);
    print(options, { since, place: place ?? null, deadlines: listed.map(entryOf), counts }, [
      ...(listed.length === 0 ? ['No such deadline.'] : table([HEADINGS, ...listed.map(rowOf)])),
      '',
      `Due since ${since}:`,
      ...countLines(counts),
    ]);
  });
}

async function whereIs(
  store: Store,
  { owner, repo, number }: NonNullable<ReturnType<typeof placeOf>>,
): Promise<DeadlineQuery['place']> {
  const { repositoryId } =
    number === null
      ? await knownRepository(store, { owner, repo })
      : await knownPull(store, { owner, repo }, number);
  return { repositoryId, number };
}

function isWanted(outcome: DeadlineOutcome, { missed, open }: DeadlinesOptions): boolean {
  if (missed !== true && open !== true) return true;
  return (missed === true && outcome === 'missed') || (open === true && outcome === 'open');
}

async function read(
  store: Store,
  query: DeadlineQuery,
  wanted: readonly DeadlineOutcome[],
): Promise<{ readonly listed: readonly Deadline[]; readonly counts: Counts }> {
  const counts: Counts = {
    status: { met: 0, missed: 0, open: 0 },
    incident_status: { met: 0, missed: 0, open: 0 },
    follow_up: { met: 0, missed: 0, open: 0 },
    history: { met: 0, missed: 0, open: 0 },
    daily_report: { met: 0, missed: 0, open: 0 },
  };
  const listed: Deadline[] = [];
  for await (const page of store.deadlines.pages(query)) {
    for (const deadline of page) {
      counts[deadline.kind][deadline.outcome] += 1;
      if (wanted.includes(deadline.outcome)) listed.push(deadline);
    }
  }
  return { listed, counts };
}

const HEADINGS = ['what', 'where', 'since', 'due', 'outcome', 'settled', 'by', 'proof'];

function rowOf(deadline: Deadline): readonly string[] {
  const { since, dueAt, outcome, settled } = deadline;
  return [
    nameOf(deadline),
    whereOf(deadline),
    since,
    dueAt,
    outcome === 'missed' && settled !== null ? 'missed, late' : outcome,
    settled?.at ?? '',
    byOf(deadline) ?? '',
    settled?.proof ?? '',
  ];
}

function entryOf(deadline: Deadline) {
  const { id, kind, about, since, dueAt, outcome, missedAt, settled } = deadline;
  return {
    id,
    kind,
    what: nameOf(deadline),
    where: whereOf(deadline),
    about,
    since,
    dueAt,
    outcome,
    missedAt,
    settledAt: settled?.at ?? null,
    by: byOf(deadline),
    note: settled?.note ?? null,
    proof: settled?.proof ?? null,
  };
}

/** What reaches the terminal is cleaned where it is printed. */
function nameOf(deadline: Deadline): string {
  const as = (value: string) => value;
  return deadlineName(deadline, { code: as, text: as, most: 10 }).en;
}

function whereOf({ place }: Deadline): string {
  return place === null ? 'everywhere' : placeName(place);
}

/** A status is the bot's own; of a history nobody is named where its lines were found written. */
function byOf({ kind, settled }: Deadline): string | null {
  if (settled === null) return null;
  return settled.by ?? (kind === 'status' ? 'ai-ops' : null);
}

function countLines(counts: Counts): readonly string[] {
  return table([
    ['kind', ...DEADLINE_OUTCOMES],
    ...DEADLINE_KINDS.map((kind) => [
      kind,
      ...DEADLINE_OUTCOMES.map((outcome) => String(counts[kind][outcome])),
    ]),
  ]);
}
