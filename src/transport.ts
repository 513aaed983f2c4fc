/** How a call ended that got no answer. Only `not_connected` is surely not done. */
export type BrokenConnection =
  | { readonly kind: 'not_connected'; readonly code: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'broke_off'; readonly code: string | null };

/** How a connection fails before a request can leave on it. */
const CONNECTING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
const CONNECT_CALLS = new Set(['connect', 'getaddrinfo']);
/** Libraries wrap what the network said, each in its own way. */
const MAX_DEPTH = 6;

interface Cause {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly syscall?: unknown;
}

/** Looks for what the network said in what was thrown, and in all that it wraps. */
export function brokenConnection(thrown: unknown): BrokenConnection {
  const causes = causesOf(thrown, MAX_DEPTH);
  if (causes.some(({ name }) => name === 'TimeoutError')) return { kind: 'timeout' };
  const connecting = causes.find(
    ({ code, syscall }) => CONNECTING.has(String(code)) || CONNECT_CALLS.has(String(syscall)),
  );
  if (connecting !== undefined) return { kind: 'not_connected', code: String(connecting.code) };
  const code = causes.map((cause) => cause.code).find((each) => typeof each === 'string');
  return { kind: 'broke_off', code: code ?? null };
}

function causesOf(thrown: unknown, depth: number): readonly Cause[] {
  if (depth === 0 || typeof thrown !== 'object' || thrown === null) return [];
  const { cause, errors, original }: { cause?: unknown; errors?: unknown; original?: unknown } = thrown;
  const within = [cause, original, ...(Array.isArray(errors) ? errors : [])];
  return [thrown, ...within.flatMap((each) => causesOf(each, depth - 1))];
}
