import type { Clock } from '../clock.ts';
import type { Audience } from './audience.ts';
import type { Commands } from './commands.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { Deadlines } from './deadlines.ts';
import type { Evaluations } from './evaluations.ts';
import type { Examinations } from './examinations.ts';
import type { Histories } from './history.ts';
import type { Inbox } from './inbox.ts';
import type { Incidents } from './incidents.ts';
import type { Installations } from './installations.ts';
import type { Jobs } from './jobs.ts';
import type { Ladders } from './ladders.ts';
import type { Ledger } from './ledger.ts';
import type { Outbox } from './outbox.ts';
import type { Pulls } from './pulls.ts';
import type { Runs } from './runs.ts';
import type { Sightings } from './sightings.ts';
import type { Stops } from './stops.ts';
import type { Watches } from './watches.ts';

/** What is kept, in our own types. Every method is one transaction; times are ISO 8601 in UTC. */
export interface Store {
  readonly clock: Clock;
  readonly inbox: Inbox;
  readonly evaluations: Evaluations;
  readonly pulls: Pulls;
  readonly commands: Commands;
  readonly runs: Runs;
  readonly outbox: Outbox;
  readonly ledger: Ledger;
  readonly stops: Stops;
  readonly installations: Installations;
  readonly sightings: Sightings;
  readonly histories: Histories;
  readonly deadlines: Deadlines;
  readonly examinations: Examinations;
  readonly incidents: Incidents;
  readonly ladders: Ladders;
  readonly watches: Watches;
  readonly jobs: Jobs;
  readonly deadLetters: DeadLetters;
  /** A random key made at first start, for the markers that tell the bot's own comments. */
  markerKey(): Promise<string>;
  /** Whom the bot that runs on this store speaks to. */
  audience(): Promise<Audience>;
  keepAudience(audience: Audience): Promise<void>;
  /** Resolves when a trivial query answers; rejects with a coded error otherwise. */
  ping(): Promise<void>;
  /** Lets go of the database. Jobs that are being worked on come back later. */
  close(): Promise<void>;
}

export type { Audience } from './audience.ts';
export type { CommandGiven, CommandRecord, Commands, CommandUse, GivenInSlack } from './commands.ts';
export type { Commit, CommitResult } from './commit.ts';
export type { DailyMemory } from './daily-memory.ts';
export type { DeadLetter, DeadLetters } from './dead-letters.ts';
export type { Deadline } from './deadline-rows.ts';
export type { DeadlineCount, DeadlineQuery, Deadlines } from './deadlines.ts';
export type { Decision, DecisionSummary } from './decisions.ts';
export type { DispatchRecord } from './dispatches.ts';
export type { EvaluationOptions, Evaluations } from './evaluations.ts';
export type { Examination, Examinations, Told } from './examinations.ts';
export type {
  Histories,
  HistoryCommit,
  HistoryDetail,
  HistoryDraft,
  HistoryRecord,
  OwedHistory,
} from './history.ts';
export type { Delivery, Inbox } from './inbox.ts';
export {
  type IncidentMemory,
  type IncidentPlace,
  incidentObligationId,
  type KeptIncident,
  type MatterMessage,
} from './incident-memory.ts';
export type { HeardOf, IncidentCommit, IncidentStop, Incidents } from './incidents.ts';
export type { Installation, Installations, Repository } from './installations.ts';
export type { Job, Jobs, QueueBacklog } from './jobs.ts';
export { incidentIn, ladderIn, obligationIn, pullKey, watchedIn } from './keys.ts';
export type { LadderPage, Ladders } from './ladders.ts';
export type { Json, Ledger, LedgerDraft, LedgerEntry, LedgerRef, LedgerVerdict } from './ledger.ts';
export type { EffectResult, Outbox, OutboxRow, Settlement, Unsent } from './outbox.ts';
export type { ApprovalRecord, OwnComment } from './own-comments.ts';
export type { LabelObservation, PullMemory } from './pull-memory.ts';
export type { Pulls, SeenHead } from './pulls.ts';
export { QUEUES, type QueueName, SWEEP_EVERY_MS } from './queues.ts';
export type { RerunRecord } from './reruns.ts';
export type { AdoptionCandidate, DispatchOwner, RunAttempt, Runs } from './runs.ts';
export type { Said } from './said.ts';
export type { Judged, Sightings } from './sightings.ts';
export type { RunOwner, StartedByHand } from './started-by-hand.ts';
export type { StopChange, StopScope, Stops, StopTold } from './stops.ts';
export { ladderKey } from './watch-page.ts';
export type {
  EpisodeQuery,
  KeptEpisode,
  PullOfHead,
  SaidOfEpisode,
  WatchCommit,
  Watches,
  WatchMemory,
} from './watches.ts';
