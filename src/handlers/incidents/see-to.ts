import { isoNow } from '../../clock.ts';
import { CodedError, codeOf, messageOf } from '../../errors.ts';
import { readRepositoryConfig } from '../../gather/config.ts';
import { type IncidentReading, type PagerDutyNow, readIncidentNow } from '../../gather/incident.ts';
import type { StopReader } from '../../gather/stop.ts';
import { earlier, later } from '../../handoff/timing.ts';
import type { StopFacts } from '../../policies/facts.ts';
import type { Locale } from '../../policies/locale.ts';
import type { IncidentMemory, IncidentPlace } from '../../store/store.ts';
import type { Channels } from '../announce-stop.ts';
import type { HandlerDeps } from '../handler.ts';
import { keepIncident, type PlaceConfig, seenNow } from './keep.ts';
import { type Bearing, bearingOf } from './places.ts';
import { unjudged } from './stops.ts';

export interface IncidentDeps extends Pick<HandlerDeps, 'store' | 'github' | 'clock' | 'log'> {
  /** `null` where PagerDuty is not set up. */
  readonly pagerdutyNow: () => PagerDutyNow | null;
  readonly channels: () => Channels;
  readonly stop: StopReader;
  /** Language of what is about no single repository. */
  readonly locale: Locale;
  /** GitHub's web address, without a trailing slash. */
  readonly webUrl: string;
}

/** What could not be read is asked for again so soon. */
const READ_AGAIN_MS = 60_000;

/**
 * Looks at one incident: reads it afresh, tells people what is affected, what the bot does and who has it, keeps the
 * deadline for that (O3), and stops what the configuration says that it stops (O4).
 *
 * Neither PagerDuty nor GitHub holds up the status: what cannot be read is left out, and asked for again.
 *
 * @throws {CodedError} where it changed meanwhile; it is looked at again
 */
export async function seeToIncident(id: string, deps: IncidentDeps): Promise<void> {
  const memory = await deps.store.incidents.memory(id);
  if (memory === null) return;
  const at = { host: new URL(deps.webUrl).host, webUrl: deps.webUrl };
  const pagerduty = deps.pagerdutyNow();
  const reading = await readingOf(id, pagerduty, deps);
  const seen = seenNow(memory, reading);
  const bearing = bearingOf(seen, memory.places, at);
  const isFirst = memory.incident.kept.told === null;
  // Many configurations take their time, and the status has none: they are read at the next look, which is at once.
  const wanted = wantedConfigs(memory, bearing);
  const configs = isFirst && bearing.certain === null ? NONE_READ : await readConfigs(wanted, deps);
  const { call } = bearing;
  const isMute = call === null || memory.incident.kept.voice !== null;
  const commit = keepIncident({
    memory,
    matterMessage: isMute ? null : await deps.store.incidents.messageOf(call, seen.createdAt),
    reading,
    configs: configs.read,
    stops: await stopsOf(bearing.places, deps),
    channels: { ...deps.channels(), notes: pagerduty?.canNote ?? false },
    locale: deps.locale,
    at,
    now: isoNow(deps.clock),
  });
  const again = wakeAgain(deps, {
    isFirst,
    isLeft: wanted.length > 0,
    configs,
    // Of one that is over nobody waits for more, and a token that was taken away stays away.
    isUnread: reading === null && canAsk(pagerduty) && memory.incident.status !== 'resolved',
  });
  const wakeAt =
    commit.wakeAt === null || again === null ? (commit.wakeAt ?? again) : earlier(commit.wakeAt, again);
  if (!(await deps.store.incidents.keep(memory, { ...commit, wakeAt })))
    throw new CodedError(
      'AIOPS_CONFLICT',
      `incident ${id} changed while it was looked at; it is looked at again`,
    );
}

interface Configs {
  readonly read: ReadonlyMap<number, PlaceConfig>;
  /** GitHub could not be asked for all. */
  readonly isPartial: boolean;
}

const NONE_READ: Configs = { read: new Map(), isPartial: false };

function canAsk(pagerduty: PagerDutyNow | null): boolean {
  return pagerduty !== null && pagerduty.rest !== null;
}

async function readingOf(
  id: string,
  pagerduty: PagerDutyNow | null,
  { log }: IncidentDeps,
): Promise<IncidentReading | null> {
  if (pagerduty === null || pagerduty.rest === null) return null;
  const read = await readIncidentNow(pagerduty.rest, id);
  if (read.kind === 'read') return read.value;
  log.warn(
    { incident: id, why: read.kind },
    `the incident could not be read; what was heard of it counts: ${read.detail}`,
  );
  return null;
}

/** Of the repository that it is about, and of those on which it has not been judged. */
function wantedConfigs({ incident }: IncidentMemory, { certain, places }: Bearing): readonly IncidentPlace[] {
  if (certain !== null) return [certain];
  return unjudged(incident, places, false);
}

async function readConfigs(places: readonly IncidentPlace[], deps: IncidentDeps): Promise<Configs> {
  const read = new Map<number, PlaceConfig>();
  for (const { repository } of places) {
    try {
      const client = await deps.github(repository.installationId);
      const { kind, config } = await readRepositoryConfig(client, repository);
      // Where it cannot be used every gate is closed already, and it is read again with the next sweep.
      if (kind === 'ok' || kind === 'absent') read.set(repository.repositoryId, config);
    } catch (error) {
      deps.log.warn(
        { repository: `${repository.owner}/${repository.repo}`, code: codeOf(error) },
        `whether the incident stops it cannot be known yet: ${messageOf(error)}`,
      );
      return { read, isPartial: true };
    }
  }
  return { read, isPartial: false };
}

async function stopsOf(
  places: readonly IncidentPlace[],
  { stop }: IncidentDeps,
): Promise<ReadonlyMap<number, StopFacts>> {
  const stops = new Map<number, StopFacts>();
  for (const { repository } of places) stops.set(repository.repositoryId, await stop(repository));
  return stops;
}

function wakeAgain(
  { clock }: IncidentDeps,
  left: {
    readonly isFirst: boolean;
    readonly isLeft: boolean;
    readonly configs: Configs;
    readonly isUnread: boolean;
  },
): string | null {
  const now = isoNow(clock);
  if (left.isFirst && left.isLeft && left.configs === NONE_READ) return now;
  return left.configs.isPartial || left.isUnread ? later(now, READ_AGAIN_MS) : null;
}
