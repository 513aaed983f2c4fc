import type { Rule } from '../alerts/episode.ts';
import type { Locale } from '../policies/locale.ts';
import type { EpisodeButton, EpisodeNote, EpisodeView } from './episode.ts';
import type { Lane, SlackBase, ThreadBase } from './lane.ts';
import type { RepositoryTarget } from './place.ts';

/** The parent message of an episode, one for each, edited in place. Its key is its lane. */
export interface SlackEpisodeEffect extends SlackBase {
  readonly kind: 'slack_episode';
  readonly repository: RepositoryTarget;
  readonly episodeId: string;
  readonly view: EpisodeView;
  readonly buttons: readonly EpisodeButton[];
  /** What the buttons are shown for: once it is another, they may be pressed again. */
  readonly shown: string;
}

/** One line in the thread of an episode: what changed, and who is called for it. */
export interface SlackEpisodeNoteEffect extends ThreadBase {
  readonly kind: 'slack_episode_note';
  readonly repository: RepositoryTarget;
  readonly episodeId: string;
  readonly note: EpisodeNote;
}

/** Calls whoever is on call for an episode, or says that it is over (O5, O6). */
export interface EpisodePageEffect {
  readonly kind: 'episode_page';
  readonly key: string;
  readonly locale: Locale;
  readonly lane: Lane;
  readonly repository: RepositoryTarget;
  readonly action: 'trigger' | 'resolve';
  /**
   * The parts of PagerDuty's dedup key that are ours. One incident for each repository and rule, whichever episode it
   * is; severe has its own, since one that is acknowledged calls nobody again.
   */
  readonly matter: Rule;
  /** `status`: a call of its own, since Slack has not taken a status that is due (O3). */
  readonly scope: 'repository' | 'status';
  readonly severity: 'critical' | 'error' | 'warning';
  /** Key of the Slack message to link, where it was sent. */
  readonly about: string | null;
  readonly view: EpisodeView;
}

/** Whoever says in Slack that they have it is the one who acknowledges the incident in PagerDuty. */
export interface IncidentAckEffect {
  readonly kind: 'incident_ack';
  readonly key: string;
  readonly lane: Lane;
  readonly repository: RepositoryTarget;
  readonly episodeId: string;
  /** Of the page, whose incident it is. */
  readonly matter: Rule;
  readonly pageKey: string;
  /** Older incidents of the same dedup key are another episode's (ISO 8601 in UTC). */
  readonly since: string;
  /** Their id at PagerDuty, by the configuration. */
  readonly user: string;
  /** From here on it is tried no more (ISO 8601 in UTC). */
  readonly until: string;
}
