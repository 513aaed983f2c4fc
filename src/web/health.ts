import type { Clock } from '../clock.ts';
import { codeOf } from '../errors.ts';
import { type Route, sendJson, sendText } from './route.ts';

/** A process whose last success is older does no work, whatever else it says. */
const STALE_AFTER_MS = 60_000;
const PING_LIMIT_MS = 2_000;

/** What readiness looks at: the store, and the workers that empty its queues. */
export interface HealthParts {
  readonly store: { ping(): Promise<void> };
  /** `lastSuccessAt`: epoch ms at which the workers last reached the store; `null` before the first time. */
  readonly pump: () => { readonly running: boolean; readonly lastSuccessAt: number | null };
  readonly clock: Clock;
}

/** `/healthz`: the process answers. `/readyz`: it can also do its work; else 503 with the reasons. */
export function healthRoutes(parts: HealthParts): readonly Route[] {
  return [
    { method: 'GET', path: '/healthz', handle: (_request, response) => sendText(response, 200, 'ok') },
    {
      method: 'GET',
      path: '/readyz',
      handle: async (_request, response) => {
        const { lastSuccessAt, running } = parts.pump();
        const reasons = [...(await storeReasons(parts)), ...pumpReasons(parts, { lastSuccessAt, running })];
        sendJson(response, reasons.length === 0 ? 200 : 503, {
          ready: reasons.length === 0,
          reasons,
          lastSuccessAt: lastSuccessAt === null ? null : new Date(lastSuccessAt).toISOString(),
        });
      },
    },
  ];
}

/** Codes only: anybody may ask, and a database's own words can name hosts and users. */
async function storeReasons({ store }: HealthParts): Promise<readonly string[]> {
  const late = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => late.resolve('late'), PING_LIMIT_MS);
  try {
    const first = await Promise.race([store.ping(), late.promise]);
    return first === 'late' ? [`store: no answer within ${PING_LIMIT_MS} ms`] : [];
  } catch (error) {
    return [`store: ${codeOf(error)}`];
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
