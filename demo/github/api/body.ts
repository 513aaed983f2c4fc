import type { z } from 'zod';
import { Refusal, unprocessable } from './refusal.ts';

/** The JSON body of a request, an object. @throws {Refusal} 400 as GitHub does. */
export function parseBody(text: string): unknown {
  if (text === '') return undefined;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Refusal(400, 'Problems parsing JSON');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refusal(400, 'Body should be a JSON object');
  }
  return body;
}

/**
 * The body as the endpoint takes it. Keys that it does not know are refused: a misspelt one would
 * go unnoticed otherwise. @throws {Refusal} 422
 */
export function expectBody<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const result = schema.safeParse(body ?? {});
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => sentence(issue));
  throw unprocessable(`Invalid request.\n\n${lines.join('\n')}`);
}

function sentence(issue: z.core.$ZodIssue): string {
  const field = issue.path.join('/');
  if (issue.code === 'unrecognized_keys') return `"${issue.keys.join('", "')}" is not a permitted key.`;
  if (issue.code === 'invalid_type' && issue.input === undefined) return `"${field}" wasn't supplied.`;
  return `For 'properties/${field}', ${issue.message}.`;
}
