import { z } from 'zod';

const SEVERITIES = ['critical', 'warning', 'error', 'info'] as const;
const ACTIONS = ['trigger', 'acknowledge', 'resolve'] as const;

const missing = (field: string): string => `'${field}' is missing or blank`;

function required(field: string, max: number) {
  return z
    .string(missing(field))
    .refine((text) => text.trim() !== '', missing(field))
    .max(max, `Length of '${field}' is incorrect (should be at most ${max} characters)`);
}

/** The routing key's length and alphabet are looked at before it is looked up. */
const routingKey = z
  .string(missing('routing_key'))
  .length(32, "Length of 'routing_key' is incorrect (should be 32 characters)")
  .regex(/^[a-z\d]*$/i, "'routing_key' cannot contain non-alphanumeric characters.");

const timestamp = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), "'payload.timestamp' is invalid (must be ISO 8601)");

const details = z.record(z.string(), z.unknown(), "'payload.custom_details' is invalid (must be an object)");

const links = z.array(
  z.object({ href: z.url("'links.href' is missing or is not a URL"), text: z.string().nullish() }),
  "'links' is invalid (must be an array)",
);

const images = z.array(
  z.object({
    src: z.url({ protocol: /^https$/, error: "'images.src' must be an https URL" }),
    href: z.url().nullish(),
    alt: z.string().nullish(),
  }),
);

const payload = z.object(
  {
    summary: required('payload.summary', 1024),
    source: required('payload.source', Number.POSITIVE_INFINITY),
    severity: z.enum(
      SEVERITIES,
      "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
    ),
    timestamp: timestamp.nullish(),
    component: z.string().nullish(),
    group: z.string().nullish(),
    class: z.string().nullish(),
    custom_details: details.nullish(),
  },
  missing('payload'),
);

const dedupKey = required('dedup_key', 255);

export const trigger = z.object({
  routing_key: routingKey,
  event_action: z.literal('trigger'),
  dedup_key: dedupKey.nullish(),
  payload,
  links: links.nullish(),
  images: images.nullish(),
  client: z.string().nullish(),
  client_url: z.url("'client_url' is not a URL").nullish(),
});

/** What follows on a trigger; a payload is not looked at. */
export const followUp = z.object({
  routing_key: routingKey,
  event_action: z.enum(
    ACTIONS,
    `'event_action' is invalid (must be one of the following: ${ACTIONS.map((one) => `'${one}'`).join(', ')})`,
  ),
  dedup_key: dedupKey,
  payload: z.unknown().optional(),
});

export const change = z.object({
  routing_key: routingKey,
  payload: z.object(
    {
      summary: required('payload.summary', 1024),
      source: z.string().nullish(),
      timestamp: timestamp.nullish(),
      custom_details: details.nullish(),
    },
    missing('payload'),
  ),
  links: links.nullish(),
});

/** Fields of what was sent that no schema knows: PagerDuty passes over them, so a misspelt one goes unnoticed. */
export function strangeFields(sent: unknown, known: unknown, path = ''): readonly string[] {
  if (Array.isArray(sent) && Array.isArray(known)) {
    return sent.flatMap((one, i) => strangeFields(one, known[i], `${path}[]`));
  }
  if (!isRecord(sent) || !isRecord(known)) return [];
  return Object.entries(sent).flatMap(([name, value]) => {
    const at = path === '' ? name : `${path}.${name}`;
    return name in known ? strangeFields(value, known[name], at) : [at];
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
