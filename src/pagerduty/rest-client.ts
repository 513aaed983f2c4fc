import { z } from 'zod';
import type { Secret } from '../secrets.ts';
import { callOnce, TIME_LIMIT_MS } from './call.ts';
import { sendable } from './credential.ts';
import { type Answer, failureOf, type PagerDutyFailure, type Read } from './failure.ts';
import { callApi } from './pdjs.ts';

export interface RestOptions {
  /** Without a trailing slash. */
  readonly apiUrl: string;
  /** Asked at each call, so that a rotated one is used at once; `null` where there is none. */
  readonly apiToken: () => Secret | null;
  /** E-mail of the PagerDuty user that writes are made as; reads need none. */
  readonly from: string | null;
  /** Who calls; pdjs would name itself, wrongly. */
  readonly userAgent: string;
  /** Of one call; a list is one call a page. */
  readonly timeLimitMs?: number;
}

/** Names of lists end in `[]`, as PagerDuty has them. */
export type Query = Readonly<Record<string, string | readonly string[]>>;

/** Reads and writes of the REST API, each answer checked. */
export interface RestClient {
  /** The thing that the answer has under `name`. */
  readonly one: <T>(
    path: string,
    name: string,
    how: { readonly schema: z.ZodType<T>; readonly query?: Query },
  ) => Promise<Read<T>>;
  /** All pages of a list, to the last; an answer that is no list is a failure, never the list's end. */
  readonly list: <T>(
    path: string,
    name: string,
    how: { readonly row: z.ZodType<T>; readonly query: Query },
  ) => Promise<Read<readonly T[]>>;
  readonly create: (path: string, name: string, thing: object) => Promise<Answer>;
  /** @param from e-mail of the PagerDuty user in whose name it is changed, whoever `from` of the options is */
  readonly change: (
    path: string,
    name: string,
    how: { readonly thing: object; readonly from: string },
  ) => Promise<Answer>;
}

/** The answer to a question that PagerDuty took, by the names of what is in it. */
type Told = { readonly kind: 'told'; readonly body: Readonly<Record<string, unknown>> } | PagerDutyFailure;

/** PagerDuty pages no further; no list that the bot reads is as long. */
const MAX_ROWS = 10_000;
const PER_PAGE = 100;

const named = z.record(z.string(), z.unknown()).catch({});

export function restClient(options: RestOptions): RestClient {
  const ask = async (
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    how: { readonly query?: Query; readonly data?: object; readonly from?: string },
  ): Promise<Told> => {
    const from = how.from ?? options.from;
    const token = sendable(options.apiToken());
    if (token === null) return unsent('API token', 'PAGERDUTY_API_TOKEN');
    if (method !== 'GET' && from === null) return unsent('sender', 'PAGERDUTY_FROM');
    const call = {
      url: `${options.apiUrl}${path}`,
      method,
      token: token.expose(),
      headers: { 'User-Agent': options.userAgent, ...(from === null ? {} : { From: from }) },
      queryParameters: how.query ?? {},
      data: how.data,
    };
    const outcome = await callOnce(
      (wire) => callApi({ ...call, ...wire }),
      options.timeLimitMs ?? TIME_LIMIT_MS,
    );
    const done = outcome.kind === 'answered' && (outcome.status === 200 || outcome.status === 201);
    return done ? { kind: 'told', body: named.parse(outcome.body) } : failureOf(outcome, token);
  };
  return {
    one: async (path, name, { schema, query = {} }) => {
      const told = await ask('GET', path, { query });
      return told.kind === 'told' ? read(schema, told.body[name], name) : told;
    },
    list: async (path, name, { row, query }) => {
      const rows: z.output<typeof row>[] = [];
      for (let offset = 0; offset < MAX_ROWS; offset += PER_PAGE) {
        const page = { limit: String(PER_PAGE), offset: String(offset) };
        const told = await ask('GET', path, { query: { ...query, ...page } });
        if (told.kind !== 'told') return told;
        const some = read(z.array(row), told.body[name], name);
        if (some.kind !== 'read') return some;
        const more = read(z.boolean(), told.body.more, 'more');
        if (more.kind !== 'read') return more;
        rows.push(...some.value);
        if (!more.value) return { kind: 'read', value: rows };
      }
      return { kind: 'ambiguous', detail: `PagerDuty's list of ${name} has more than ${MAX_ROWS} rows` };
    },
    create: async (path, name, thing) => written(await ask('POST', path, { data: { [name]: thing } }), name),
    change: async (path, name, { thing, from }) =>
      written(await ask('PUT', path, { data: { [name]: thing }, from }), name),
  };
}

function unsent(what: string, variable: string): PagerDutyFailure {
  return { kind: 'unsent', detail: `there is no ${what} that could be sent; set ${variable}` };
}

/** What was written is shown in the answer. */
function written(told: Told, name: string): Answer {
  if (told.kind !== 'told') return told;
  const made = read(z.object({ id: z.string() }), told.body[name], name);
  return made.kind === 'read' ? { kind: 'accepted' } : made;
}

/** A yes that lacks what was asked for: what it was asked for may have been done all the same. */
function read<T>(schema: z.ZodType<T>, value: unknown, name: string): Read<T> {
  const result = schema.safeParse(value);
  if (result.success) return { kind: 'read', value: result.data };
  const issue = result.error.issues[0];
  const where = [name, ...(issue?.path ?? [])].join('.');
  return { kind: 'ambiguous', detail: `PagerDuty's answer has no ${name} (${where}: ${issue?.message})` };
}
