import type { RepositoryConfig } from '../../config/repository.ts';
import type { Effect } from '../../effect/effect.ts';
import {
  type IncidentNote,
  type IncidentView,
  incidentMessageKey,
  incidentNoteKey,
  incidentStatusKey,
} from '../../effect/incident-effects.ts';
import { incidentStopId } from '../../effect/incident-stop.ts';
import type { IncidentReading } from '../../gather/incident.ts';
import { cutLine } from '../../pagerduty/bounded.ts';
import type { StopFacts } from '../../policies/facts.ts';
import type { Locale } from '../../policies/locale.ts';
import type {
  IncidentCommit,
  IncidentMemory,
  IncidentStop,
  KeptIncident,
  LedgerDraft,
  MatterMessage,
} from '../../store/store.ts';
import { type Channels, stopAnnouncement } from '../announce-stop.ts';
import { sreOf } from '../mentions.ts';
import { obligationDraft } from '../record.ts';
import { notesBetween } from './notes.ts';
import { type Bearing, bearingOf, nameOf } from './places.ts';
import { type OwedStatus, owedStatus } from './status.ts';
import { judgeStops, type StopJudgement } from './stops.ts';
import { incidentView, plain } from './view.ts';
import { voiceOf } from './voice.ts';

export type PlaceConfig = Pick<RepositoryConfig, 'mode' | 'locale' | 'slack' | 'escalation'>;

/** All that one look at an incident goes by. */
export interface IncidentLook {
  readonly memory: IncidentMemory;
  /** As PagerDuty shows it now; `null` where it could not be asked, and what events told must do. */
  readonly reading: IncidentReading | null;
  /** Of the repositories whose configuration was read, by id. */
  readonly configs: ReadonlyMap<number, PlaceConfig>;
  /** The message of what the bot called for; `null` where there is none. */
  readonly matterMessage: MatterMessage | null;
  /** Of the repositories that it bears upon, by id. */
  readonly stops: ReadonlyMap<number, StopFacts>;
  readonly channels: Channels & { readonly notes: boolean };
  /** Language of what is about no single repository. */
  readonly locale: Locale;
  readonly at: { readonly host: string; readonly webUrl: string };
  /** ISO 8601 in UTC. */
  readonly now: string;
}

interface Standing {
  readonly look: IncidentLook;
  readonly incident: KeptIncident;
  readonly bearing: Bearing;
  readonly judgement: StopJudgement;
  readonly view: IncidentView;
  readonly owed: OwedStatus;
}

const NOTHING_OWED: OwedStatus = { obligation: null, happened: null, isNoteDue: false, wakeAt: null };

/** What one look at an incident comes to. Pure. */
export function keepIncident(look: IncidentLook): IncidentCommit {
  const { memory, now, channels } = look;
  const seen = seenNow(memory, look.reading);
  const bearing = bearingOf(seen, memory.places, look.at);
  const isSevere = bearing.isSevere || (seen.kept.severe && seen.urgency === 'high');
  const judgement = judgeStops(seen, bearing.places, { ...look, isSevere });
  const { certain } = bearing;
  const config = certain === null ? undefined : look.configs.get(certain.repository.repositoryId);
  const voice = voiceOf(memory, { ...look, config });
  const incident = { ...seen, kept: { ...seen.kept, ...pick(judgement), voice } };
  const stops = new Map(look.stops);
  for (const { repository } of judgement.stop)
    stops.set(repository.repositoryId, stopOf(changeFor(incident, repository.repositoryId)));
  const view = incidentView(incident, bearing, {
    webUrl: look.at.webUrl,
    stops,
    stopped: judgement.stopped,
  });
  const owed = channels.slack ? owedStatus(memory, now) : NOTHING_OWED;
  const standing = { look, incident, bearing, judgement, view, owed };
  return {
    incident: { ...incident, kept: { ...incident.kept, told: plain(incident) } },
    repositoryId: bearing.certain?.repository.repositoryId ?? null,
    obligation: owed.obligation,
    ledger: ledgerOf(standing),
    effects: effectsOf(standing),
    stops: judgement.stop.map((place) => stopFor(standing, place)),
    wakeAt: owed.wakeAt,
  };
}

/**
 * As PagerDuty shows it now; how often it was escalated only the events tell, and of an incident that has just begun
 * its alerts may not be listed yet.
 */
export function seenNow(
  { incident }: Pick<IncidentMemory, 'incident'>,
  reading: IncidentReading | null,
): KeptIncident {
  if (reading === null) return incident;
  const { kept, escalations } = incident;
  const { alertKeys } = reading.incident;
  return {
    ...reading.incident,
    escalations,
    alertKeys: alertKeys.length === 0 ? incident.alertKeys : alertKeys,
    kept: { ...kept, severe: kept.severe || reading.isCritical },
  };
}

function pick({ judged, stopped }: StopJudgement): Pick<KeptIncident['kept'], 'judged' | 'stopped'> {
  return { judged, stopped };
}

function changeFor(incident: KeptIncident, repositoryId: number): IncidentStop['change'] {
  return {
    kind: 'set',
    scope: { repositoryId },
    by: 'ai-ops',
    reason: `PagerDuty incident #${incident.number}: ${cutLine(incident.title, 200)}`,
  };
}

function stopOf({ by, reason }: IncidentStop['change']): StopFacts {
  return { kind: 'stopped', scope: 'repository', source: 'store', by, reason, cancels: false };
}

function stopFor({ look, incident }: Standing, place: Bearing['places'][number]): IncidentStop {
  const { repositoryId } = place.repository;
  const change = changeFor(incident, repositoryId);
  const config = look.configs.get(repositoryId);
  const announcement = stopAnnouncement(
    change,
    {
      id: incidentStopId(incident, repositoryId),
      place: nameOf(place),
      repository: place.repository,
      channel: config?.slack.channel ?? null,
      locale: config?.locale ?? look.locale,
      at: look.now,
      mentions: config === undefined ? [] : sreOf(config),
    },
    look.channels,
  );
  return { repositoryId, change, announcement };
}

function effectsOf(standing: Standing): readonly Effect[] {
  const { look, incident, owed } = standing;
  const told = look.memory.incident.kept.told;
  const notes = told === null ? [] : notesBetween(told, incident, stillStopped(standing.view));
  const isLate = (owed.obligation?.missedAt ?? null) !== null && owed.obligation?.settled !== null;
  const late: readonly IncidentNote[] =
    isLate && owed.obligation !== null
      ? [{ says: 'status_late', dueAt: owed.obligation.dueAt, noted: look.memory.note === 'sent' }]
      : [];
  const slack: readonly Effect[] = look.channels.slack
    ? [statusEffect(standing), ...[...notes, ...late].map((note) => noteEffect(standing, note))]
    : [];
  return [...slack, ...atPagerDuty(standing)];
}

/** Places that it stopped and nobody has resumed. */
function stillStopped({ places, stopped }: IncidentView): readonly string[] {
  return stopped.filter((name) => places.some((place) => place.name === name && place.stop !== null));
}

/** One message that is edited in place; in another's thread a line that is said once, and what changes after it. */
function statusEffect(standing: Standing): Effect {
  const { incident, view } = standing;
  const { id, kept } = incident;
  if (kept.voice?.thread !== undefined) return noteEffect(standing, { says: 'status', view });
  const key = incidentMessageKey(id);
  const channel = kept.voice?.channel ?? null;
  return { kind: 'slack_incident', key, ...commonOf(standing), channel, incidentId: id, view };
}

/** PagerDuty is told while Slack does not take it, and always where Slack is not set up. */
function atPagerDuty(standing: Standing): readonly Effect[] {
  const { look, incident, owed, view } = standing;
  const isDue = look.channels.slack ? owed.isNoteDue : look.memory.note === null;
  if (!isDue || !look.channels.notes) return [];
  const key = incidentNoteKey(incident.id);
  // A lane of its own: it must not wait for what Slack does not take.
  return [{ kind: 'incident_note', ...commonOf(standing), key, lane: key, incidentId: incident.id, view }];
}

function noteEffect(standing: Standing, note: IncidentNote): Effect {
  const { incident, look, bearing } = standing;
  const key = incidentMessageKey(incident.id);
  const config =
    bearing.certain === null ? undefined : look.configs.get(bearing.certain.repository.repositoryId);
  const isMissed = note.says === 'status_late';
  const { thread, channel } = incident.kept.voice ?? { channel: null };
  return {
    kind: 'slack_incident_note',
    key: noteKey(incident, note),
    ...commonOf(standing),
    channel,
    about: thread ?? key,
    incidentId: incident.id,
    note,
    mentions: isMissed && config !== undefined ? sreOf(config) : [],
    broadcast: isBroadcast(note, thread !== undefined),
  };
}

function noteKey({ id, changedAt, escalations }: KeptIncident, { says }: IncidentNote): string {
  const key = incidentMessageKey(id);
  switch (says) {
    case 'status':
      return incidentStatusKey(id);
    case 'status_late':
      return `${key}:status_late`;
    default:
      return `${key}:${says}:${changedAt}:${escalations}`;
  }
}

/** @param isInThread in the thread of what the bot called for: that it is over, that message says itself */
function isBroadcast({ says }: IncidentNote, isInThread: boolean): boolean {
  return says === 'escalated' || says === 'status_late' || (says === 'resolved' && !isInThread);
}

function commonOf({ incident, bearing, look }: Standing) {
  return {
    lane: incident.kept.voice?.thread ?? incidentMessageKey(incident.id),
    locale: incident.kept.voice?.locale ?? look.locale,
    repository: bearing.certain?.repository ?? null,
  };
}

function ledgerOf(standing: Standing): readonly LedgerDraft[] {
  const { look, incident, bearing, owed } = standing;
  const subject = bearing.certain === null ? 'everywhere' : nameOf(bearing.certain);
  const { id, number, urgency, createdAt, changedAt } = incident;
  const told = look.memory.incident.kept.told;
  const about = { incident: id, number, urgency, createdAt, changedAt };
  const entry = (action: string): LedgerDraft => ({ action, subject, actor: 'ai-ops', data: about });
  const changes =
    told === null
      ? [entry('incident.heard')]
      : notesBetween(told, incident, []).map(({ says }) => entry(`incident.${says}`));
  const obligation = owed.obligation;
  const isNews = owed.happened !== null && obligation !== null;
  return [
    ...changes,
    ...(isNews
      ? [obligationDraft(subject, obligation, { incident: id, late: obligation.missedAt !== null })]
      : []),
  ];
}
