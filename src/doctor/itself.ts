import type { Finding } from '../effect/finding.ts';
import { codeOf, messageOf, unreachable } from '../errors.ts';
import { stopReader } from '../gather/stop.ts';
import type { StopFacts } from '../policies/facts.ts';
import type { Store, Unsent } from '../store/store.ts';
import { type Check, finding } from './check.ts';
import { NothingToLookAt } from './nothing-to-look-at.ts';
import type { Met, Subject } from './subject.ts';

const OF_STORE = ['store_reachable', 'dead_letters', 'outbox_age'] as const;

/** What the bot's memory tells about its own work. */
export const storeCheck: Check = {
  ids: OF_STORE,
  look: async ({ deps: { store: access, clock } }) => {
    switch (access.kind) {
      case 'closed':
        return OF_STORE.map((id) => finding(id, 'skipped', access.why));
      case 'down':
        return down(access.why);
      case 'open':
        return lookInto(access.store, clock.now());
      default:
        return unreachable(access);
    }
  },
};

async function lookInto(store: Store, now: number): Promise<readonly Finding[]> {
  try {
    await store.ping();
  } catch (error) {
    return down(`${codeOf(error)}: ${messageOf(error)}`);
  }
  const [letters, oldest] = await Promise.all([store.deadLetters.list(), store.outbox.oldestUnsent()]);
  return [
    finding('store_reachable', 'ok', 'it answers'),
    letters.length === 0
      ? finding('dead_letters', 'ok', 'none')
      : finding('dead_letters', 'warn', `${letters.length}, the oldest since ${letters[0]?.diedAt}`),
    judgeOutbox(oldest, now),
  ];
}

function down(why: string): readonly Finding[] {
  return OF_STORE.map((id) =>
    id === 'store_reachable' ? finding(id, 'fail', why) : finding(id, 'skipped', 'the store does not answer'),
  );
}

const MINUTE_MS = 60_000;
/** Even the slowest of deeds is tried again within a quarter of an hour. */
const LATE_MS = 15 * MINUTE_MS;
const VERY_LATE_MS = 60 * MINUTE_MS;

/** @param oldest what has waited longest, of what was never done before */
export function judgeOutbox(oldest: Unsent | null, now: number): Finding {
  if (oldest === null) return finding('outbox_age', 'ok', 'nothing waits');
  const age = now - Date.parse(oldest.createdAt);
  const seen = `waits for ${Math.floor(age / MINUTE_MS)} min`;
  const status = age > VERY_LATE_MS ? 'fail' : age > LATE_MS ? 'warn' : 'ok';
  return finding('outbox_age', status, status === 'ok' ? `${oldest.kind} ${seen}` : seen, oldest.kind);
}

/** Against the time that GitHub puts on its answer. */
export const clockCheck: Check = {
  ids: ['clock'],
  look: async (subject) => {
    const { installation, askedAt, answeredAt } = await subject.met();
    if (installation === null) throw new NothingToLookAt('GitHub told no time');
    return [judgeClock(installation.toldAt, { askedAt, answeredAt })];
  },
};

const MAX_SKEW_MS = 30_000;

/**
 * GitHub tells the time to the second, and somewhere between question and answer.
 *
 * @param toldAt by GitHub's clock; `null` where its answer has no date
 */
export function judgeClock(
  toldAt: number | null,
  { askedAt, answeredAt }: Pick<Met, 'askedAt' | 'answeredAt'>,
): Finding {
  if (toldAt === null) return finding('clock', 'unknown', "GitHub's answer has no date");
  const skew = Math.max(0, askedAt - toldAt - 1000, toldAt - answeredAt);
  const seconds = Math.round(skew / 1000);
  if (skew <= MAX_SKEW_MS) return finding('clock', 'ok', `within ${Math.max(1, seconds)} s of GitHub's`);
  return finding('clock', 'fail', `${seconds} s ${toldAt > answeredAt ? 'behind' : 'ahead of'} GitHub's`);
}

/** O4: somebody may have forgotten it. */
export const stopCheck: Check = {
  ids: ['stop'],
  look: async (subject) => {
    const { stop, store } = subject.deps;
    const stops = store.kind === 'open' ? store.store.stops : NO_STOPS;
    const { id } = store.kind === 'open' ? await subject.repository() : { id: 0 };
    const read = stopReader({ stopped: stop.always, stopFile: stop.file, store: { stops } });
    const unread = store.kind === 'open' ? '' : '; the store was not looked into';
    return [judgeStop(await read(placeIn(subject, id)), unread)];
  },
};

/** Where the store is not open, its switches are not looked at. */
const NO_STOPS = { inForce: () => Promise.resolve<StopFacts>({ kind: 'none' }) };

/** No pull request in particular. */
function placeIn({ owner, repo }: Subject, repositoryId: number) {
  return { installationId: 0, repositoryId, owner, repo, number: 0 };
}

export function judgeStop(stop: StopFacts, unread: string): Finding {
  switch (stop.kind) {
    case 'none':
      return finding('stop', 'ok', `none${unread}`);
    case 'stopped': {
      const by = stop.by === null ? '' : ` by ${stop.by}`;
      const why = stop.reason === null ? '' : `: ${stop.reason}`;
      return finding('stop', 'warn', `set${by}${why}`, stop.source === 'store' ? stop.scope : stop.source);
    }
    case 'unreadable':
      return finding('stop', 'fail', `${stop.why}, which counts as stopped`, 'not to be read');
    default:
      return unreachable(stop);
  }
}

const OLDEST_NODE = 24;

export const nodeCheck: Check = {
  ids: ['node_version'],
  look: async ({ deps: { nodeVersion } }) => [judgeNode(nodeVersion)],
};

/** @param version such as `v24.21.0` */
export function judgeNode(version: string): Finding {
  const major = Number(/^v(\d+)\./.exec(version)?.[1] ?? 0);
  return finding('node_version', major >= OLDEST_NODE ? 'ok' : 'fail', version);
}
