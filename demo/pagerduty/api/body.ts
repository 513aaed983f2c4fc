import type { z } from 'zod';
import { invalidInput, Refusal } from './refusal.ts';

/** The JSON body of a request. @throws {Refusal} 400 */
export function parseBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 2001, 'Invalid Input Provided', ['The body is not JSON']);
  }
}

/**
 * The body as the endpoint takes it. Keys that it does not know are refused: a misspelt one would
 * go unnoticed otherwise. @throws {Refusal} 400
 */
export function expectBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body ?? {});
  if (result.success) return result.data;
  throw invalidInput(
    ...result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`),
  );
}
