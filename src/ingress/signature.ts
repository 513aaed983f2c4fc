import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../secrets.ts';

const GITHUB = /^sha256=([0-9a-f]{64})$/;
const SLACK = /^v0=([0-9a-f]{64})$/;
const PAGERDUTY = /^v1=([0-9a-f]{64})$/;

/** PagerDuty signs once for each secret of a subscription, of which there are two while it is rotated. */
const MAX_SIGNATURES = 10;

/**
 * Whether the `x-hub-signature-256` header is the HMAC-SHA256 of the raw bytes under any of the
 * secrets. Compared in constant time; SHA-1 and every other form is refused.
 */
export function isSigned(bytes: Uint8Array, header: string | undefined, secrets: readonly Secret[]): boolean {
  return isHmac(GITHUB.exec(header ?? '')?.[1], [bytes], secrets);
}

/**
 * Whether the `x-slack-signature` header is Slack's, version 0, for the timestamp header as it was sent and
 * the raw bytes, under any of the secrets. How old that is, is another question.
 *
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function isSignedBySlack(
  bytes: Uint8Array,
  headers: { readonly signature: string | undefined; readonly timestamp: string },
  secrets: readonly Secret[],
): boolean {
  const hex = SLACK.exec(headers.signature ?? '')?.[1];
  return isHmac(hex, [Buffer.from(`v0:${headers.timestamp}:`), bytes], secrets);
}

/**
 * Whether one of the signatures in the `x-pagerduty-signature` header, separated by commas, is PagerDuty's,
 * version 1, of the raw bytes under any of the secrets. Other versions are passed over.
 *
 * @see https://developer.pagerduty.com/docs/verifying-signatures
 */
export function isSignedByPagerDuty(bytes: Uint8Array, header: string, secrets: readonly Secret[]): boolean {
  const signatures = header.split(',', MAX_SIGNATURES + 1);
  if (signatures.length > MAX_SIGNATURES) return false;
  return signatures.some((each) => isHmac(PAGERDUTY.exec(each.trim())?.[1], [bytes], secrets));
}

function isHmac(hex: string | undefined, parts: readonly Uint8Array[], secrets: readonly Secret[]): boolean {
  if (hex === undefined) return false;
  const claimed = Buffer.from(hex, 'hex');
  return secrets.some((secret) => timingSafeEqual(claimed, hmac(parts, secret)));
}

function hmac(parts: readonly Uint8Array[], secret: Secret): Buffer {
  return parts.reduce((made, part) => made.update(part), createHmac('sha256', secret.expose())).digest();
}
