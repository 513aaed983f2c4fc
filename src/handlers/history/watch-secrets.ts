import type { SecretDescription } from '../../aws/describe-secrets.ts';
import { sentenceOn } from '../../aws/failure.ts';
import type { SecretSeen } from '../../history/secrets.ts';
import type { HandlerDeps } from '../handler.ts';
import { noticeSecrets, secretSubject } from './notice-change.ts';

/** Secrets of others, of which the bot may see when they changed. */
export interface WatchedSecrets {
  /** Names or ARNs. */
  readonly ids: readonly string[];
  readonly describe: (ids: readonly string[]) => Promise<readonly SecretDescription[]>;
}

export interface WatchDeps extends Pick<HandlerDeps, 'store' | 'clock' | 'log'> {
  readonly watched: WatchedSecrets;
}

/** How often each is looked at, by whichever replica sweeps. */
const LOOK_EVERY_MS = 3_600_000;

/** Looks at the watched secrets whose time has come. One that cannot be described is no change, and is logged. */
export async function watchSecrets(deps: WatchDeps): Promise<void> {
  const { store, clock, log, watched } = deps;
  const since = new Date(clock.now() - LOOK_EVERY_MS).toISOString();
  const due = new Set(await store.sightings.due(watched.ids.map(secretSubject), since));
  const ids = watched.ids.filter((id) => due.has(secretSubject(id)));
  if (ids.length === 0) return;
  const described = await watched.describe(ids);
  for (const one of described) {
    if (one.ok) continue;
    const code = `AIOPS_AWS_${one.failure.kind.toUpperCase()}`;
    log.warn(
      { code, secret: one.id },
      `${one.id} ${sentenceOn(one.failure, 'secretsmanager:DescribeSecret')}`,
    );
  }
  const seen = new Map(described.flatMap((one) => (one.ok ? [[one.id, seenOf(one)] as const] : [])));
  await noticeSecrets(ids, seen, deps);
}

function seenOf({ metadata }: Extract<SecretDescription, { ok: true }>): SecretSeen {
  const { name, versionIds, lastChangedDate } = metadata;
  return { name, version: versionIds.AWSCURRENT ?? null, changedAt: lastChangedDate };
}
