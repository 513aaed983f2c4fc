import { z } from 'zod';
import { Secret } from '../secrets.ts';

const MIN_LENGTH = 20;
const MIN_DISTINCT_CHARACTERS = 6;
/** What is left of a secret without the words everyone tries must still be worth guessing. */
const MIN_OWN_CHARACTERS = 12;
const COMMON_WORDS =
  /development|production|password|changeme|webhook|example|default|secret|github|change|qwerty|letmein|aiops|probot|admin|hello|token|test|0123456789|123456789|12345678|1234567|123456|12345|1234/gi;

/**
 * One secret that signs what comes in, strong enough to stand alone between the internet and the inbox.
 *
 * @param from where to get one, as the end of a sentence
 */
export function sharedSecret(from: string) {
  return z
    .string()
    .min(MIN_LENGTH, `must be at least ${MIN_LENGTH} characters; ${from}`)
    .refine(isStrong, `is too easy to guess; ${from}`);
}

/** Such secrets, comma-separated while they are rotated; what comes in may be signed with any of them. */
export function sharedSecrets(from: string) {
  return z
    .string()
    .transform(listed)
    .pipe(z.array(sharedSecret(from)).min(1, `must hold a secret; ${from}`))
    .transform((secrets) => secrets.map((secret) => new Secret(secret)));
}

/** The parts between commas, without blanks. */
export function listed(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function isStrong(secret: string): boolean {
  const own = secret.replace(COMMON_WORDS, '').replace(/[^\p{L}\p{N}]/gu, '');
  return own.length >= MIN_OWN_CHARACTERS && new Set(own).size >= MIN_DISTINCT_CHARACTERS;
}
