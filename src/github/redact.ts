/**
 * What a secret may look like in a message: GitHub's tokens of any age and length, whatever follows an
 * authorization scheme, JWTs, and any run of base64 too long to be a commit SHA.
 */
const SECRETS =
  /gh[a-z]_[\w.~+/-]+|github_pat_\w+|\b(?:bearer|basic|token)\s+[\w.~+/=-]{8,}|eyJ[\w-]*\.[\w-]+(?:\.[\w-]*)?|[A-Za-z0-9+/_=-]{48,}/gi;

/** The text with everything that looks like a secret taken out. */
export function redact(text: string): string {
  return text.replace(SECRETS, '[redacted]');
}
