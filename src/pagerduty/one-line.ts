import type { Secret } from '../secrets.ts';

const MAX_LENGTH = 300;

/** A credential in the forms in which an answer may quote a request. */
const QUOTED = /\b(?:routing_key|token)["']?\s*[=:]\s*["']?[\w+/=-]+|\bbearer\s+[\w.+/=-]+/gi;

/** The text as one line of bounded length without the secret, or anything that is given as one. */
export function oneLine(text: string, secret: Secret): string {
  const value = secret.expose();
  return [value, encodeURIComponent(value)]
    .filter((form) => form !== '')
    .reduce((rest, form) => rest.replaceAll(form, '[redacted]'), text)
    .replace(QUOTED, '[redacted]')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_LENGTH)
    .toWellFormed();
}
