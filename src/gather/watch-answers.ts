import { z } from 'zod';

const LINE = 200;
/** What stands in for a text that GitHub cut, or that would fill a message by itself. */
const MORE = '…';

export const watchedRunAnswer = z.object({
  id: z.number(),
  run_attempt: z.number(),
  workflow_id: z.number(),
  path: z.string(),
  event: z.string(),
  head_sha: z.string(),
  head_branch: z.string().nullable(),
  head_repository: z.object({ id: z.number() }).nullish(),
  repository: z.object({ id: z.number() }),
  status: z.string().nullable(),
  conclusion: z.string().nullable(),
  created_at: z.iso.datetime({ offset: true }),
  run_started_at: z.iso.datetime({ offset: true }).nullish(),
  updated_at: z.iso.datetime({ offset: true }),
  html_url: z.string(),
  actor: z.object({ id: z.number(), login: z.string(), type: z.string() }).nullish(),
});
export type WatchedRunAnswer = z.output<typeof watchedRunAnswer>;

/** Each run is checked by itself: one of another shape is left out, and holds up no other. */
export const runListAnswer = z.object({ workflow_runs: z.array(z.unknown()) });

export const watchedJobAnswer = z.object({
  id: z.number(),
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullable(),
  created_at: z.iso.datetime({ offset: true }).nullish(),
  started_at: z.iso.datetime({ offset: true }).nullish(),
  completed_at: z.iso.datetime({ offset: true }).nullish(),
  html_url: z.string().nullable(),
  steps: z
    .array(z.object({ name: z.string(), status: z.string(), conclusion: z.string().nullable() }))
    .nullish(),
});
export type WatchedJobAnswer = z.output<typeof watchedJobAnswer>;

export const jobListAnswer = z.object({ total_count: z.number(), jobs: z.array(watchedJobAnswer) });

export const annotationsAnswer = z.array(
  z.object({ annotation_level: z.string().nullable(), message: z.string().nullable() }),
);

export const pendingAnswer = z.array(
  z.object({
    environment: z.object({ name: z.string() }),
    reviewers: z
      .array(
        z.object({
          type: z.string(),
          reviewer: z.object({
            id: z.number(),
            login: z.string().optional(),
            name: z.string().nullish(),
            slug: z.string().optional(),
          }),
        }),
      )
      .nullish(),
  }),
);

/** Untrusted text as one line, bounded; no half characters and no controls. */
export function lineOf(text: string, length = LINE): string {
  const line = text
    .slice(0, 4 * length)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return (line.length > length ? `${line.slice(0, length - 1)}${MORE}` : line).toWellFormed();
}
