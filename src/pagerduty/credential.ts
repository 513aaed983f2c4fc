import type { Secret } from '../secrets.ts';

/**
 * The secret, where it can be sent as it is. One with a line end in it would be quoted whole in the error
 * of the HTTP client that refuses it as a header.
 */
export function sendable(secret: Secret | null): Secret | null {
  return secret !== null && /^[\x21-\x7e]+$/.test(secret.expose()) ? secret : null;
}
