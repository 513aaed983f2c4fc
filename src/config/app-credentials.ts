import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Secret } from '../secrets.ts';

const MIN_SECRET_LENGTH = 20;
const MIN_DISTINCT_CHARACTERS = 6;
/** What is left of a secret without the words everyone tries must still be worth guessing. */
const MIN_OWN_CHARACTERS = 12;
const COMMON_WORDS =
  /development|production|password|changeme|webhook|example|default|secret|github|change|qwerty|letmein|aiops|probot|admin|hello|token|test|0123456789|123456789|12345678|1234567|123456|12345|1234/gi;

/** The App's id, as its settings page shows it. */
export const appId = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, "must be the App's id, a whole number from its settings page")
  .transform(Number);

/** The App's RSA key, from the variable itself: raw PEM, PEM with `\n` for line breaks, or base64 of the PEM. */
export const privateKey = z.string().transform((text, context) => {
  const key = rsaKey(text);
  if (key !== null) return key;
  context.addIssue(
    'is not an RSA private key; give the .pem file that GitHub made, raw, with \\n for line breaks, or as base64',
  );
  return z.NEVER;
});

/** The App's RSA key, from a file. */
export const privateKeyFile = z.string().transform((path, context) => {
  const text = fileText(path);
  if (text === null) {
    context.addIssue('names a file that cannot be read; check that it exists and that this user may read it');
    return z.NEVER;
  }
  const key = rsaKey(text);
  if (key !== null) return key;
  context.addIssue(
    'names a file that is not an RSA private key; give the .pem file that GitHub made for the App',
  );
  return z.NEVER;
});

/** One webhook secret, strong enough to stand alone between the internet and the inbox. */
export const webhookSecret = z
  .string()
  .min(
    MIN_SECRET_LENGTH,
    `must be at least ${MIN_SECRET_LENGTH} characters; make one with: openssl rand -hex 32`,
  )
  .refine(isStrong, 'is too easy to guess; make one with: openssl rand -hex 32');

/** Webhook secrets, comma-separated while they are rotated; a delivery may be signed with any of them. */
export const webhookSecrets = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .pipe(z.array(webhookSecret).min(1, 'must hold a secret; make one with: openssl rand -hex 32'))
  .transform((secrets) => secrets.map((secret) => new Secret(secret)));

function isStrong(secret: string): boolean {
  const own = secret.replace(COMMON_WORDS, '').replace(/[^\p{L}\p{N}]/gu, '');
  return own.length >= MIN_OWN_CHARACTERS && new Set(own).size >= MIN_DISTINCT_CHARACTERS;
}

/** The key as PKCS #8 PEM; `null` when the text is none, or is not RSA, the only kind GitHub makes. */
function rsaKey(text: string): Secret | null {
  const pem = text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString('latin1');
  const block = /-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----/.exec(pem.replaceAll('\\n', '\n'));
  if (block === null) return null;
  try {
    const key = createPrivateKey(block[0]);
    if (key.asymmetricKeyType !== 'rsa') return null;
    return new Secret(key.export({ type: 'pkcs8', format: 'pem' }).toString());
  } catch {
    return null;
  }
}

function fileText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
