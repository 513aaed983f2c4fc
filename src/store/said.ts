import type { Effect, PullTarget } from '../effect/effect.ts';
import type { Database } from './database.ts';
import { decode } from './json-text.ts';
import type { EffectResult } from './settlement.ts';

/** What was said of a PR in other places than GitHub, sent or on its way. */
export interface Said {
  /** The handoffs that have a message in Slack; `url` is `null` until it was sent. */
  readonly slack: readonly { readonly handoffId: string; readonly url: string | null }[];
  /** The newest page, and for which handoff; `null` while there was none. */
  readonly page: { readonly action: 'trigger' | 'resolve'; readonly handoffId: string } | null;
}

export async function readSaid({ sql }: Database, pull: PullTarget): Promise<Said> {
  const rows = await sql
    .selectFrom('effects')
    .select(['kind', 'payload', 'result'])
    .where('repository_id', '=', pull.repositoryId)
    .where('number', '=', pull.number)
    .where('kind', 'in', ['slack_handoff', 'page'] satisfies Effect['kind'][])
    .orderBy('seq')
    .execute();
  const effects = rows.map(({ payload, result }) => ({
    effect: decode<Effect>(payload),
    url: result === null ? null : (decode<EffectResult>(result).url ?? null),
  }));
  const page = effects.findLast(({ effect }) => effect.kind === 'page')?.effect;
  return {
    slack: effects.flatMap(({ effect, url }) =>
      effect.kind === 'slack_handoff' ? [{ handoffId: effect.handoffId, url }] : [],
    ),
    page: page?.kind === 'page' ? { action: page.action, handoffId: page.page.handoff.id } : null,
  };
}
