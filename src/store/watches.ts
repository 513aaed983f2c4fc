import type { Episode } from '../alerts/episode.ts';
import type { Incident } from '../alerts/incident.ts';
import type { WatchedRun } from '../alerts/run.ts';
import type { DoneReruns } from '../alerts/step.ts';
import type { Effect, PullTarget, RepositoryTarget } from '../effect/effect.ts';
import type { Obligation } from '../handoff/obligation.ts';
import type { Handoff } from '../handoff/state.ts';
import type { LedgerDraft } from './ledger.ts';
import type { StopChange } from './stops.ts';

/** All that is remembered of one repository for watching it, as of one moment. */
export interface WatchMemory {
  readonly repository: RepositoryTarget;
  /** The newest runs of each role, all attempts of each, and all that have not completed; newest first. */
  readonly runs: readonly WatchedRun[];
  /** Open ones, and those that ended within the last 24 hours; oldest first. */
  readonly episodes: readonly Episode[];
  /** What is owed to people about episodes and incidents (O3) and not settled, oldest first. */
  readonly obligations: readonly Obligation[];
  /** Handoffs in flight, and those that ended within the last 24 hours; oldest first. */
  readonly handoffs: readonly { readonly pull: PullTarget; readonly handoff: Handoff }[];
  /** Open PRs with their head as it was seen last. */
  readonly pulls: readonly {
    readonly pull: PullTarget;
    readonly headSha: string;
    readonly headRef: string;
  }[];
  readonly done: DoneReruns;
  /** Messages, pages, re-runs and cancellations made for its episodes and incidents, and what came of each. */
  readonly said: readonly SaidOfEpisode[];
  /** Open incidents of PagerDuty that are about the repository. */
  readonly incidents: readonly Incident[];
}

export interface SaidOfEpisode {
  readonly key: string;
  readonly kind: Effect['kind'];
  readonly state: 'pending' | 'sent' | 'unanswered' | 'rejected' | 'withdrawn';
  readonly createdAt: string;
  /** When it was sent, and where it can be seen; `null` until then. */
  readonly sentAt: string | null;
  readonly url: string | null;
}

/** Runs, episodes, ledger, effects, obligations and timer of one look: written together or not at all. */
export interface WatchCommit {
  readonly repository: RepositoryTarget;
  /** All episodes as read in `memory`: a concurrent change, or one more, makes the commit fail with `conflict`. */
  readonly expected: readonly Episode[];
  readonly runs: readonly WatchedRun[];
  readonly episodes: readonly Episode[];
  readonly obligations: readonly Obligation[];
  readonly ledger: readonly LedgerDraft[];
  readonly effects: readonly Effect[];
  readonly stops: readonly StopChange[];
  /** When to look again though nothing was heard; `null` while nothing is awaited. */
  readonly wakeAt: string | null;
}

/** Watching a repository: what ran in it, and the episodes that came of that. */
export interface Watches {
  /** Asks for a look at the repository about a second from now; requests for one repository coalesce. */
  request(repository: RepositoryTarget, reason: string, options?: { readonly now?: boolean }): Promise<void>;
  /** `null`: the App is not there any more, or suspended. */
  memory(repositoryId: number): Promise<WatchMemory | null>;
  commit(commit: WatchCommit): Promise<'committed' | 'conflict'>;
}
