import { generateKeyPairSync } from 'node:crypto';

/** A fresh RSA key for an App: PKCS#1 PEM, as GitHub hands them out. */
export function newPrivateKey(): string {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  }).privateKey;
}

let shared: string | null = null;

/** One key for all Apps of the process that do not bring theirs: making one takes a while. */
export function throwawayKey(): string {
  shared ??= newPrivateKey();
  return shared;
}
