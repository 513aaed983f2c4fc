import {
  type Episode,
  type EpisodeRerun,
  hasEnded,
  hasMessage,
  RULES,
  type Rule,
} from '../alerts/episode.ts';
import { headline } from '../notifiers/wording/episode/headline.ts';
import { PAGE_REASONS } from '../notifiers/wording/episode/names.ts';
import { placeName } from '../policies/place.ts';
import type { KeptEpisode } from '../store/store.ts';
import { type OutputOptions, print, table } from './output.ts';
import { knownRepository, namedRepository } from './place.ts';
import { defaultSince } from './since.ts';
import { withStore } from './with-store.ts';

export interface EpisodesOptions extends OutputOptions {
  /** ISO 8601. */
  readonly since?: string;
  readonly open?: boolean;
}

interface Count {
  episodes: number;
  open: number;
  /** The rule asked for somebody to be called. */
  asked: number;
  /** Of those: PagerDuty took it. */
  called: number;
  silent: number;
}
type Counts = Readonly<Record<Rule, Count>>;

/**
 * Lists the episodes of one repository or of all, in the order in which they opened: what each saw, what was done, who
 * was called and who has it. Only reads.
 *
 * @throws {CodedError} AIOPS_USAGE, AIOPS_UNKNOWN_REPOSITORY
 */
export async function listEpisodes(name: string | undefined, options: EpisodesOptions): Promise<void> {
  const named = name === undefined ? null : namedRepository(name);
  await withStore(async (store) => {
    const since = options.since ?? defaultSince(store.clock);
    const repositoryId = named === null ? null : (await knownRepository(store, named)).repositoryId;
    const counts = noCounts();
    const listed: KeptEpisode[] = [];
    for await (const page of store.watches.episodePages({ repositoryId, since })) {
      for (const kept of page) {
        count(counts[kept.episode.rule], kept);
        if (options.open !== true || !hasEnded(kept.episode)) listed.push(kept);
      }
    }
    print(options, { since, repository: name ?? null, episodes: listed.map(entryOf), counts }, [
      ...(listed.length === 0 ? ['No such episode.'] : table([HEADINGS, ...listed.map(rowOf)])),
      '',
      `Open, or over since ${since}:`,
      ...countLines(counts),
    ]);
  });
}

function noCounts(): Counts {
  const none = () => ({ episodes: 0, open: 0, asked: 0, called: 0, silent: 0 });
  return {
    smoke_failure_rate: none(),
    verify_failure: none(),
    verify_latency: none(),
    handoff_lead_time: none(),
    severe: none(),
  };
}

function count(counts: Count, { episode, call }: KeptEpisode): void {
  counts.episodes += 1;
  if (!hasEnded(episode)) counts.open += 1;
  if (episode.paged !== null) counts.asked += 1;
  if (call === 'sent') counts.called += 1;
  if (isSilent(episode)) counts.silent += 1;
}

const HEADINGS = ['rule', 'where', 'opened', 'state', 'since', 'seen', 'called', 're-runs', 'who has it'];

function rowOf(kept: KeptEpisode): readonly string[] {
  const { episode } = kept;
  const { rule, openedAt, state, measure, acknowledged } = episode;
  return [
    rule,
    whereOf(kept),
    openedAt,
    stateOf(episode),
    state.since,
    headline(measure).en,
    calledOf(kept),
    rerunsOf(episode.reruns),
    acknowledged === null ? '' : `${acknowledged.by} (${acknowledged.at})`,
  ];
}

function entryOf(kept: KeptEpisode) {
  const { episode, call, messageUrl } = kept;
  const { id, rule, openedAt, state, measure, confirmedAt, paged, reruns, acknowledged, flapping, partOf } =
    episode;
  return {
    id,
    rule,
    where: whereOf(kept),
    opened_at: openedAt,
    state: state.kind,
    since: state.since,
    open: !hasEnded(episode),
    seen: headline(measure).en,
    measure,
    confirmed_at: confirmedAt,
    paged,
    call,
    reruns,
    acknowledged,
    flapping,
    silent: isSilent(episode),
    part_of: partOf,
    message_url: messageUrl,
  };
}

function whereOf({ episode, place }: KeptEpisode): string {
  return place === null ? `repository ${episode.repositoryId}` : placeName({ ...place, number: null });
}

function stateOf(episode: Episode): string {
  const { state, flapping, partOf } = episode;
  return [
    hasEnded(episode) ? 'over' : state.kind,
    ...(flapping ? ['flapping'] : []),
    ...(partOf === null ? [] : ['part of severe']),
    ...(isSilent(episode) ? ['silent'] : []),
  ].join(', ');
}

/** It has, or had while it was open, no message of its own. */
function isSilent(episode: Episode): boolean {
  const asOpen = hasEnded(episode)
    ? { ...episode, state: { kind: 'warning' as const, since: episode.openedAt } }
    : episode;
  return !hasMessage(asOpen);
}

/** That the rule asks for it is one thing; that somebody was really called is another, in `observe` above all. */
function calledOf({ episode: { paged }, call }: KeptEpisode): string {
  if (paged === null) return '';
  const why = `${paged.at}: ${PAGE_REASONS[paged.because].en}`;
  switch (call) {
    case 'sent':
      return why;
    case 'pending':
    case 'unanswered':
      return `${why} (on its way)`;
    case 'rejected':
    case 'withdrawn':
    case null:
      return `${why} (nobody was called)`;
  }
}

/** `2 smoke: success, verify: not done (stopped)`. */
function rerunsOf(reruns: readonly EpisodeRerun[]): string {
  const counted = new Map<string, number>();
  for (const rerun of reruns) {
    const name = `${rerun.role}: ${outcomeOf(rerun)}`;
    counted.set(name, (counted.get(name) ?? 0) + 1);
  }
  return [...counted].map(([name, times]) => (times === 1 ? name : `${times} ${name}`)).join(', ');
}

function outcomeOf({ outcome }: EpisodeRerun): string {
  switch (outcome.kind) {
    case 'ended':
      return outcome.result;
    case 'not_done':
      return `not done (${outcome.because})`;
    case 'cancelling':
    case 'pending':
    case 'overdue':
      return outcome.kind;
  }
}

function countLines(counts: Counts): readonly string[] {
  return table([
    ['rule', 'episodes', 'open', 'calls asked for', 'called', 'silent'],
    ...RULES.map((rule) => {
      const { episodes, open, asked, called, silent } = counts[rule];
      return [rule, ...[episodes, open, asked, called, silent].map(String)];
    }),
  ]);
}
