import { z } from 'zod';

const MINUTES_BETWEEN = 10;

const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day in Japan, such as `09:00`');

const daily = z
  .strictObject({
    enabled: z.boolean().default(true).describe('Whether there is one.'),
    at: clockTime.default('09:00').describe('When it is posted, in Japan Standard Time.'),
    due: clockTime
      .default('09:30')
      .describe('When it is late, in Japan Standard Time; five minutes before, PagerDuty is told.'),
  })
  .refine(({ at, due }) => minutesOf(at) + MINUTES_BETWEEN <= minutesOf(due), {
    path: ['due'],
    message: `must be at least ${MINUTES_BETWEEN} minutes after \`at\`, on the same day`,
  });

/** What is reported regularly (O1). */
export const reportSettings = z.strictObject({
  daily: daily.prefault({}).describe('O1: the status of the day before, in Slack.'),
});
export type DailySettings = z.output<typeof daily>;

function minutesOf(clock: string): number {
  const [hours, minutes] = clock.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}
