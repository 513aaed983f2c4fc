import { z } from 'zod';

const text = z.string().catch('');
const reasons = z.array(z.string()).catch([]);

/** How the REST API says no. */
const restError = z
  .object({ error: z.object({ message: text, errors: reasons }) })
  .transform(({ error }) => error);

/** How the Events API says no. */
const eventsError = z.object({ message: text, errors: reasons });

const said = z.union([restError, eventsError]);

/** What PagerDuty said with a refusal, to be put behind its status; nothing where it said nothing. */
export function whatItSaid(body: unknown): string {
  const { data } = said.safeParse(body);
  if (data === undefined || data.message === '') return '';
  return `: ${data.message}${data.errors.length === 0 ? '' : ` (${data.errors.join('; ')})`}`;
}
