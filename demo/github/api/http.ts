/** A request as it arrives, whatever carried it. Header names are in lower case. */
export interface ApiRequest {
  readonly method: string;
  /** Path without the query, percent-encoded as it came. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** What an endpoint answers; the rest of the headers is put around it. */
export interface Reply {
  readonly status: number;
  /** JSON, or bytes as they are; nothing for an empty body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export function ok(body: unknown): Reply {
  return { status: 200, body };
}

const raw = (JSON as unknown as { readonly rawJSON: (text: string) => unknown }).rawJSON;

/** JSON in which a bigint is a plain number, however long: GitHub's delivery ids are. */
export function toJson(body: unknown): string {
  return JSON.stringify(body, (_, value: unknown) =>
    typeof value === 'bigint' ? raw(String(value)) : value,
  );
}
