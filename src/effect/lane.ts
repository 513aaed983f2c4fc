import type { Locale } from '../policies/locale.ts';

/**
 * Messages of one lane leave in the order in which they were made: one waits while an earlier one
 * was never sent. The first of a lane is the parent of the others.
 */
export type Lane = string;

/** Whom a message calls, by their ids at Slack; `null` ids are named as text. */
export interface Mention {
  readonly kind: 'user' | 'group';
  /** `U…`, `W…` or `S…`. */
  readonly id: string;
}

/** What every message in Slack has. */
export interface SlackBase {
  readonly key: string;
  readonly locale: Locale;
  readonly lane: Lane;
  /** Name or id of the channel that the repository's configuration names; `null` for the bot's own. */
  readonly channel: string | null;
}

/** One line in the thread of a message. */
export interface ThreadBase extends SlackBase {
  /** Key of the parent message. */
  readonly about: string;
  /** Whom it calls: an edit would call nobody. */
  readonly mentions: readonly Mention[];
  /** Shown in the channel too. */
  readonly broadcast: boolean;
}
