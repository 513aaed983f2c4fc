import { z } from 'zod';
import type { ApiRequest } from './http.ts';
import { Refusal, refusalWith } from './refusal.ts';

/** Arguments as they came: strings of a form, or values of a JSON body. */
export type Arguments = Readonly<Record<string, unknown>>;

/** https://docs.slack.dev/apis/web-api#methods: a form, JSON, or the query of a GET. @throws {Refusal} */
export function readArguments({ method, query, headers, body }: ApiRequest): Arguments {
  if (method === 'GET') return Object.fromEntries(query);
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  switch (type.trim()) {
    case 'application/x-www-form-urlencoded':
      return Object.fromEntries(new URLSearchParams(body));
    case 'application/json':
      return jsonObject(body);
    case '':
      if (body === '') return {};
      throw new Refusal('missing_post_type');
    default:
      throw new Refusal('invalid_post_type');
  }
}

/** JSON without a charset is taken, and remarked upon. */
export function warningsOf({ headers }: ApiRequest): readonly string[] {
  const type = headers['content-type'] ?? '';
  return type.startsWith('application/json') && !type.includes('charset') ? ['missing_charset'] : [];
}

function jsonObject(body: string): Arguments {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(body));
  } catch {
    throw new Refusal('invalid_form_data');
  }
}

/**
 * The arguments of a method, without those that every method takes (Bolt sends `team_id` along with all of
 * them). One that it does not know is refused, or a misspelt one would go unnoticed.
 *
 * @throws {Refusal}
 */
export function expectArguments<S extends z.ZodType>(schema: S, args: Arguments): z.output<S> {
  const { token: _, team_id: __, ...rest } = args;
  const result = schema.safeParse(rest, { reportInput: true });
  if (result.success) return result.data;
  throw refusalWith('invalid_arguments', result.error.issues.map(sentence));
}

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `unknown argument: ${issue.keys.join(', ')}`;
  const field = issue.path.join('/');
  return issue.input === undefined
    ? `missing required field: ${field}`
    : `invalid value for ${field}: ${issue.message}`;
}

/** Truth as forms write it. */
export const flag = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0'])])
  .transform((value) => value === true || value === 'true' || value === '1');

export const count = z.coerce.number().int().min(1);

/** A timestamp such as `1503435956.000247`. */
export const timestamp = z.string().regex(/^\d+(\.\d+)?$/);

/** A value that forms carry as JSON. @throws {Refusal} with the code, where it is not JSON */
export function embedded(value: unknown, code: string): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new Refusal(code);
  }
}
