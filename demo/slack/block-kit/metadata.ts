import { z } from 'zod';

/** Slack says that there is a limit, not which; this is less than what it was seen to take. In bytes of JSON. */
export const MAX_METADATA = 8000;

const value = z.union([z.string(), z.number(), z.boolean()]);
const flat = z.record(z.string(), value);

/** https://docs.slack.dev/messaging/message-metadata, as `@slack/types` has it. */
export const messageMetadata = z.strictObject({
  event_type: z.string().min(1).max(255),
  event_payload: z.record(z.string(), z.union([value, flat, z.array(flat)])),
});

export type Metadata = z.output<typeof messageMetadata>;
