import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { Secret } from '../secrets.ts';
import { sharedSecret, sharedSecrets } from './shared-secrets.ts';

const MAKE_ONE = 'make one with: openssl rand -hex 32';

/** The App's id, as its settings page shows it. */
export const appId = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, "must be the App's id, a whole number from its settings page")
  .transform(Number);

/** The App's RSA key: raw PEM, PEM with `\n` for line breaks, or base64 of the PEM. */
export const privateKey = z.string().transform((text, context) => {
  const key = rsaKey(text);
  if (key !== null) return key;
  context.addIssue(
    'is not an RSA private key; give the .pem file that GitHub made for the App, raw, with \\n for line breaks, or as base64',
  );
  return z.NEVER;
});

/** One webhook secret of the App. */
export const webhookSecret = sharedSecret(MAKE_ONE);

/** The App's webhook secrets. */
export const webhookSecrets = sharedSecrets(MAKE_ONE);

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
