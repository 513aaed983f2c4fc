/** A request as it arrives, whatever carried it. Header names are in lower case. */
export interface ApiRequest {
  readonly method: string;
  /** Path without the query: `/api/chat.postMessage`, `/actions/…`, `/commands/…`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a method answers when it did its work; `ok` and the rest are put around it. */
export interface Reply {
  readonly body: Readonly<Record<string, unknown>>;
  /** Such as `message_truncated`. */
  readonly warnings?: readonly string[];
}
