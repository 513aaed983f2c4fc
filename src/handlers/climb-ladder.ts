import { climbLadder, type LadderStep } from '../alerts/ladder.ts';
import { isoNow } from '../clock.ts';
import type { RepositoryConfig } from '../config/repository.ts';
import { aboutCall } from '../effect/call.ts';
import type { Effect } from '../effect/effect.ts';
import type { LadderNotice, Mention } from '../effect/messages.ts';
import { readRepositoryConfig } from '../gather/config.ts';
import { type LadderPage, ladderKey } from '../store/store.ts';
import type { Channels } from './announce-stop.ts';
import type { HandlerDeps } from './handler.ts';
import { mentionOf, sreOf } from './mentions.ts';

export interface LadderDeps extends Pick<HandlerDeps, 'store' | 'github' | 'clock'> {
  readonly channels: () => Channels;
}

/**
 * Looks at a page that PagerDuty may not have taken, and calls in Slack whom PagerDuty would have called (O5).
 *
 * @param key of the page
 * @throws where the configuration cannot be read; it is tried again
 */
export async function climbFor(key: string, deps: LadderDeps): Promise<void> {
  const found = await deps.store.ladders.page(key);
  if (found === null) return;
  const { say, wakeAt } = climbLadder(found.page, isoNow(deps.clock));
  const isTold = say.length > 0 && deps.channels().slack;
  const effects = isTold ? await noticesOf(found, say, deps) : [];
  await deps.store.ladders.say(key, effects, wakeAt);
}

async function noticesOf(
  { effect, page }: LadderPage,
  say: readonly (LadderStep | 'reached')[],
  { github }: LadderDeps,
): Promise<readonly Effect[]> {
  const { key, locale } = effect;
  const { repository, place, url } = aboutCall(effect);
  const client = await github(repository.installationId);
  const { config } = await readRepositoryConfig(client, repository);
  return say.map((says): Effect => {
    const notice: LadderNotice = {
      says: `ladder_${says}`,
      pageKey: key,
      place,
      url,
      since: page.createdAt,
    };
    return {
      kind: 'slack_notice',
      key: ladderKey(key, says),
      lane: `notice:ladder:${key}`,
      locale,
      channel: config.slack.channel ?? null,
      repository,
      notice,
      mentions: calledAt(says, config),
    };
  });
}

function calledAt(
  says: LadderStep | 'reached',
  config: Pick<RepositoryConfig, 'slack' | 'escalation'>,
): readonly Mention[] {
  switch (says) {
    case 'sre':
      return sreOf(config);
    case 'platform_pm':
      return mentionOf(config.escalation.platform_pm);
    case 'reached':
      return [];
  }
}
