import { z } from 'zod';

/**
 * Lengths count UTF-16 units, as JavaScript does: never fewer than Slack counts.
 * https://docs.slack.dev/reference/block-kit/composition-objects
 */
const words = (max: number) => z.string().min(1).max(max);

/** A plain text object; what Slack fills in where it is left out is filled in. */
export const plain = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: words(max), emoji: z.boolean().default(true) });

const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: words(max), verbatim: z.boolean().default(false) });

/** A text object of either kind; 3000 is what any holds at most. */
export const textObject = (max = 3000) => z.discriminatedUnion('type', [plain(max), mrkdwn(max)]);

export type TextObject = z.output<ReturnType<typeof textObject>>;

/** `block_id` and `action_id`. */
export const identifier = words(255);

export const address = z.url().max(3000);

export const confirmation = z.strictObject({
  title: plain(100).optional(),
  text: textObject(300),
  confirm: plain(30).optional(),
  deny: plain(30).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

export const option = z.strictObject({
  text: plain(75),
  value: words(75),
  description: plain(75).optional(),
});

/** Radio buttons and checkboxes may be described in mrkdwn. */
export const richOption = z.strictObject({
  text: textObject(75),
  value: words(75),
  description: textObject(75).optional(),
});

export const overflowOption = option.extend({ url: address.optional() });
