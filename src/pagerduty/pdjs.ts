import { api, event } from '@pagerduty/pdjs';
import type { CallOptions } from './call.ts';

/** What the Events API takes, whatever it is about. */
export interface EventCall extends CallOptions {
  readonly data: object;
  /** Host, perhaps with a port; the scheme is https. */
  readonly server: string;
  readonly type: 'event' | 'change';
  readonly headers: Readonly<Record<string, string>>;
}

export interface ApiCall extends CallOptions {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly queryParameters: Readonly<Record<string, string | readonly string[]>>;
  readonly data: object | undefined;
}

type Call<T> = (call: T) => Promise<{ readonly data: unknown }>;

/** pdjs's types want an alert's payload for every event, and do not know the options of its node-fetch. */
export const sendEvent = event as Call<EventCall>;

/** By its address, since pdjs knows other hosts over https only; `resource` is wrong on them, `data` is not. */
export const callApi = api as Call<ApiCall>;
