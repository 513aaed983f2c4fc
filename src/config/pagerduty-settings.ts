import { z } from 'zod';
import { Secret } from '../secrets.ts';
import { bareHost, publicAddress } from './addresses.ts';
import type { Environment } from './environment.ts';
import { listed, sharedSecrets } from './shared-secrets.ts';

export interface PagerDutySettings {
  /** Integration key of the service; `null`: nobody can be paged. */
  readonly routingKey: Secret | null;
  /** For the REST API: who is on call, how the service is set up. */
  readonly apiToken: Secret | null;
  /** E-mail address of the PagerDuty user in whose name the REST API writes. */
  readonly from: string | null;
  /** Name of the service that the bot's incidents belong to. */
  readonly service: string;
  /** Whom the escalation policy of the service is to call, one a level: names or ids of schedules or users (O5). */
  readonly ladder: readonly string[];
  /** Any of them may sign a webhook; none: webhooks are refused. */
  readonly webhookSecrets: readonly Secret[];
  /** Of the Events API: a host, perhaps with a port, always by https. */
  readonly eventsHost: string;
  /** Base of the REST API, without a trailing slash. */
  readonly apiUrl: string;
}

/** Of an Events API v2 integration or of an event orchestration. */
const ROUTING_KEY = /^[A-Za-z0-9]{32}$/;
/** An account's or a user's key, or one of an App's; sent in a header. */
const API_TOKEN = /^[\w+.=-]{16,200}$/;

const secretOf = (form: RegExp, problem: string) =>
  z
    .string()
    .regex(form, problem)
    .transform((text) => new Secret(text));

export const pagerdutyVariables = z.object({
  PAGERDUTY_ROUTING_KEY: secretOf(
    ROUTING_KEY,
    'must be the integration key of the PagerDuty service, 32 letters and digits',
  ).optional(),
  PAGERDUTY_API_TOKEN: secretOf(
    API_TOKEN,
    'must be a REST API key, from API Access Keys of the PagerDuty account',
  ).optional(),
  PAGERDUTY_FROM: z.email('must be the e-mail address of a PagerDuty user').optional(),
  PAGERDUTY_SERVICE: z
    .string()
    .regex(/^[^\p{C}]{1,100}$/u, 'must be the name of a PagerDuty service, such as AI Ops Triage')
    .optional(),
  PAGERDUTY_LADDER: z
    .string()
    .regex(/^[^\p{C}]{1,500}$/u, 'must be the names of schedules or users, separated by commas')
    .transform(listed)
    .optional(),
  PAGERDUTY_WEBHOOK_SECRET: sharedSecrets(
    'copy it from where PagerDuty shows it once, when the webhook subscription is made',
  ).optional(),
  PAGERDUTY_EVENTS_HOST: bareHost('events.eu.pagerduty.com').optional(),
  PAGERDUTY_API_URL: publicAddress.optional(),
});

/** As the runbook has it. */
const LADDER = ['AI Ops Triage', 'SRE (secondary)', 'Platform PM'] as const;

const CREDENTIALS = ['PAGERDUTY_ROUTING_KEY', 'PAGERDUTY_API_TOKEN', 'PAGERDUTY_WEBHOOK_SECRET'] as const;

/** `null`: PagerDuty is not configured. */
export function pagerdutySettings(read: z.output<typeof pagerdutyVariables>): PagerDutySettings | null {
  if (CREDENTIALS.every((name) => read[name] === undefined)) return null;
  return {
    routingKey: read.PAGERDUTY_ROUTING_KEY ?? null,
    apiToken: read.PAGERDUTY_API_TOKEN ?? null,
    from: read.PAGERDUTY_FROM ?? null,
    service: read.PAGERDUTY_SERVICE ?? 'AI Ops Triage',
    ladder: read.PAGERDUTY_LADDER ?? LADDER,
    webhookSecrets: read.PAGERDUTY_WEBHOOK_SECRET ?? [],
    eventsHost: read.PAGERDUTY_EVENTS_HOST ?? 'events.pagerduty.com',
    apiUrl: read.PAGERDUTY_API_URL ?? 'https://api.pagerduty.com',
  };
}

/** Addresses and names alone page nobody. */
export function missingForPagerDuty(given: Environment): readonly string[] {
  const names = Object.keys(pagerdutyVariables.shape).filter((name) => given[name] !== undefined);
  if (names.length === 0 || CREDENTIALS.some((name) => given[name] !== undefined)) return [];
  return [
    `PAGERDUTY_ROUTING_KEY: is missing; copy the integration key of the service, or leave ${names.join(', ')} out`,
  ];
}
