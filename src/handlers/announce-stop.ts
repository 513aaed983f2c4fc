import type { Effect } from '../effect/effect.ts';
import { stopKeys } from '../effect/incident-stop.ts';
import type { Mention, StopNotice } from '../effect/messages.ts';
import type { RepositoryTarget } from '../effect/place.ts';
import type { Locale } from '../policies/locale.ts';
import type { StopChange } from '../store/store.ts';

/** Which services there are to tell. */
export interface Channels {
  readonly slack: boolean;
  readonly pagerduty: boolean;
}

/**
 * What Slack and PagerDuty are told of a stop that was set or lifted (O4).
 *
 * @param change.id makes it another one than all before it
 */
export function stopAnnouncement(
  change: StopChange,
  told: {
    readonly id: string;
    /** `everywhere`, `acme/erp` or `acme/erp#12`. */
    readonly place: string;
    readonly repository: RepositoryTarget | null;
    readonly channel: string | null;
    readonly locale: Locale;
    readonly at: string;
    readonly mentions?: readonly Mention[];
  },
  channels: Channels,
): readonly Effect[] {
  const notice: StopNotice = {
    says: change.kind === 'set' ? 'stop_set' : 'stop_lifted',
    place: told.place,
    by: change.by,
    reason: change.kind === 'set' ? change.reason : null,
    cancels: change.kind === 'set' && change.cancels === true,
  };
  const { id, repository, channel, locale, at } = told;
  const keys = stopKeys(id);
  const slack: Effect = {
    kind: 'slack_notice',
    key: keys.slack,
    lane: `notice:stop:${told.place}`,
    locale,
    channel,
    repository,
    notice,
    mentions: told.mentions ?? [],
  };
  const change_event: Effect = {
    kind: 'change_event',
    key: keys.pagerDuty,
    lane: `change:stop:${told.place}`,
    locale,
    repository,
    change: notice,
    at,
  };
  return [...(channels.slack ? [slack] : []), ...(channels.pagerduty ? [change_event] : [])];
}
