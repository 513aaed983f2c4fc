import { z } from 'zod';
import type { Finding } from '../effect/finding.ts';
import { expectAnswer } from '../github/answer.ts';
import { type Check, finding } from './check.ts';
import type { Subject } from './subject.ts';

const hookAnswer = z.object({
  url: z.string().nullish(),
  content_type: z.string().nullish(),
  insecure_ssl: z.union([z.string(), z.number()]).nullish(),
});
export type Hook = z.output<typeof hookAnswer>;

/** Where GitHub sends what happens. @see https://docs.github.com/rest/apps/webhooks#get-a-webhook-configuration-for-an-app */
export const webhookCheck: Check = {
  ids: ['webhook_url', 'webhook_format'],
  look: async ({ deps: { github } }) => {
    const app = await github.app();
    const { data } = await app.request('GET /app/hook/config');
    return judgeHook(expectAnswer(hookAnswer, data, 'webhook'), github.webhookUrl);
  },
};

const deliveriesAnswer = z.array(
  z.object({ guid: z.string(), delivered_at: z.string(), status_code: z.number(), status: z.string() }),
);
export type HookDelivery = z.output<typeof deliveriesAnswer>[number];

/** Whether it arrives. @see https://docs.github.com/rest/apps/webhooks#list-deliveries-for-an-app-webhook */
export const deliveriesCheck: Check = {
  ids: ['webhook_deliveries'],
  look: async (subject) => {
    const { github, clock } = subject.deps;
    const app = await github.app();
    const { data } = await app.request('GET /app/hook/deliveries', { per_page: 100 });
    const since = clock.now() - RECENT_MS;
    const recent = expectAnswer(deliveriesAnswer, data, 'deliveries').filter(
      ({ delivered_at }) => Date.parse(delivered_at) > since,
    );
    const [newest, ...older] = recent;
    if (newest !== undefined) return [judgeDeliveries([newest, ...older])];
    return [judgeSilence(await readNewestRun(subject), clock.now())];
  },
};

/** What is looked at: what failed earlier has been noticed, or has been redelivered. */
const RECENT_MS = 24 * 3_600_000;
/** GitHub may send it minutes after it happened. */
const MAY_BE_LATE_MS = 15 * 60_000;

const runsAnswer = z.object({ workflow_runs: z.array(z.object({ created_at: z.string() })) });

/** When the newest run of the repository was made, epoch milliseconds; `null` where there is none. */
async function readNewestRun(subject: Subject): Promise<number | null> {
  const client = await subject.client();
  const answer = await client.request('GET /repos/{owner}/{repo}/actions/runs', {
    ...subject.place,
    per_page: 1,
  });
  const [newest] = expectAnswer(runsAnswer, answer.data, 'runs').workflow_runs;
  return newest === undefined ? null : Date.parse(newest.created_at);
}

/** @param wanted where the bot is reached, `null` where it does not know */
export function judgeHook(
  { url, content_type, insecure_ssl }: Hook,
  wanted: string | null,
): readonly Finding[] {
  const format = [
    ...(content_type === 'json'
      ? []
      : [finding('webhook_format', 'fail', `sent as ${content_type ?? 'form'}`, 'Content type: JSON')]),
    ...(String(insecure_ssl ?? '0') === '0'
      ? []
      : [finding('webhook_format', 'fail', 'certificates are not verified', 'SSL verification: enabled')]),
  ];
  return [
    judgeAddress(url ?? '', wanted),
    ...(format.length > 0 ? format : [finding('webhook_format', 'ok', 'JSON, certificates verified')]),
  ];
}

function judgeAddress(url: string, wanted: string | null): Finding {
  if (url === '') return finding('webhook_url', 'fail', 'none is set', wanted ?? "the bot's own address");
  if (wanted === null) return finding('webhook_url', 'ok', `${url}; PUBLIC_URL is not set to compare with`);
  return url === wanted
    ? finding('webhook_url', 'ok', url)
    : finding('webhook_url', 'fail', `it is ${url}`, wanted);
}

/** A redelivery has the GUID of what it repeats: arrived once, it has arrived. @param newestFirst as GitHub lists them */
export function judgeDeliveries(newestFirst: readonly [HookDelivery, ...HookDelivery[]]): Finding {
  const [newest] = newestFirst;
  const arrived = new Set(newestFirst.filter(succeeded).map(({ guid }) => guid));
  const lost = new Set(newestFirst.filter(({ guid }) => !arrived.has(guid)).map(({ guid }) => guid));
  const count = `${lost.size} of the last ${lost.size + arrived.size} did not arrive`;
  if (lost.size === 0) return finding('webhook_deliveries', 'ok', `the last ${arrived.size} have arrived`);
  return succeeded(newest)
    ? finding('webhook_deliveries', 'warn', count)
    : finding('webhook_deliveries', 'fail', `${count}; ${said(newest)}`);
}

/**
 * A quiet day is no trouble; a run of which GitHub sent nothing is.
 *
 * @param newestRunAt epoch milliseconds, `null` where there is no run
 */
export function judgeSilence(newestRunAt: number | null, now: number): Finding {
  const age = newestRunAt === null ? Number.POSITIVE_INFINITY : now - newestRunAt;
  return age < MAY_BE_LATE_MS || age >= RECENT_MS
    ? finding('webhook_deliveries', 'skipped', 'nothing has happened for a day, and nothing was sent')
    : finding('webhook_deliveries', 'fail', 'workflows ran, and GitHub has sent nothing for a day');
}

function succeeded({ status_code }: HookDelivery): boolean {
  return status_code >= 200 && status_code < 300;
}

function said({ status, status_code }: HookDelivery): string {
  return `the newest: ${status} (${status_code})`;
}
