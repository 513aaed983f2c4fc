import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../secrets.ts';

const SIGNATURE = /^sha256=([0-9a-f]{64})$/;

/**
 * Whether the `x-hub-signature-256` header is the HMAC-SHA256 of the raw bytes under any of the
 * secrets. Compared in constant time; SHA-1 and every other form is refused.
 */
export function isSigned(bytes: Uint8Array, header: string | undefined, secrets: readonly Secret[]): boolean {
  const hex = SIGNATURE.exec(header ?? '')?.[1];
  if (hex === undefined) return false;
  const claimed = Buffer.from(hex, 'hex');
  return secrets.some((secret) => timingSafeEqual(claimed, hmac(bytes, secret)));
}

function hmac(bytes: Uint8Array, secret: Secret): Buffer {
  return createHmac('sha256', secret.expose()).update(bytes).digest();
}
