import { createHash } from 'node:crypto';

/** SHA-256 of a comment, hex. Line ends and outer white space do not count: GitHub may change them. */
export function digestOfBody(body: string): string {
  return createHash('sha256').update(body.replaceAll('\r\n', '\n').trim()).digest('hex');
}
