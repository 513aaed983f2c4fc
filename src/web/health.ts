import type { Clock } from '../clock.ts';
import type { DeadlinesView } from '../effect/deadline.ts';
import { codeOf } from '../errors.ts';
import { type Route, sendJson, sendText } from './route.ts';

/** A process whose last success is older does no work, whatever else it says. */
const STALE_AFTER_MS = 60_000;
const PING_LIMIT_MS = 2_000;

/** What readiness looks at: the store, and the workers that empty its queues. */
export interface HealthParts {
  readonly store: {
    ping(): Promise<void>;
    readonly deadlines: { standing(repositoryId: null): Promise<DeadlinesView> };
  };
  /** `lastSuccessAt`: epoch ms at which the workers last reached the store; `null` before the first time. */
  readonly pump: () => { readonly running: boolean; readonly lastSuccessAt: number | null };
  readonly clock: Clock;
}

/**
 * `/healthz`: the process answers. `/readyz`: it can also do its work; else 503 with the reasons. It shows what is owed
 * to people as well, which says nothing about whether it can.
 */
export function healthRoutes(parts: HealthParts): readonly Route[] {
  return [
    { method: 'GET', path: '/healthz', handle: (_request, response) => sendText(response, 200, 'ok') },
    {
      method: 'GET',
      path: '/readyz',
      handle: async (_request, response) => {
        const { lastSuccessAt, running } = parts.pump();
        const store = await storeReasons(parts);
        const reasons = [...store, ...pumpReasons(parts, { lastSuccessAt, running })];
        sendJson(response, reasons.length === 0 ? 200 : 503, {
          ready: reasons.length === 0,
          reasons,
          lastSuccessAt: lastSuccessAt === null ? null : new Date(lastSuccessAt).toISOString(),
          ...(store.length === 0 && { deadlines: await deadlinesShown(parts) }),
        });
      },
    },
  ];
}

/** Codes only: anybody may ask, and a database's own words can name hosts and users. */
async function storeReasons({ store }: HealthParts): Promise<readonly string[]> {
  try {
    const answered = await inTime(store.ping().then(() => true));
    return answered === null ? [`store: no answer within ${PING_LIMIT_MS} ms`] : [];
  } catch (error) {
    return [`store: ${codeOf(error)}`];
  }
}

/** Kinds and times only, for the same reason; left out where nothing is owed and nothing was missed. */
async function deadlinesShown({ store }: HealthParts): Promise<unknown> {
  try {
    const standing = await inTime(store.deadlines.standing(null));
    if (standing === null || (standing.open.length === 0 && standing.missed === 0)) return undefined;
    const { open, more, missed } = standing;
    return { open: open.map(({ kind, dueAt }) => ({ kind, dueAt })), more, missedWithin30Days: missed };
  } catch {
    return undefined;
  }
}

/** `null`: no answer in time. */
async function inTime<T>(answer: Promise<T>): Promise<T | null> {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), PING_LIMIT_MS);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function pumpReasons({ clock }: HealthParts, pump: ReturnType<HealthParts['pump']>): readonly string[] {
  if (!pump.running) return ['workers: not running'];
  if (pump.lastSuccessAt === null) return ['workers: have not reached the store yet'];
  const idle = clock.now() - pump.lastSuccessAt;
  return idle > STALE_AFTER_MS ? [`workers: last success ${Math.round(idle / 1000)} s ago`] : [];
}
