import { z } from 'zod';

/** Whether the URL's host is this machine itself; names other than `localhost` are never trusted to be. */
export function isLoopback(url: URL): boolean {
  return url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(url.hostname);
}

/** An address people or services are sent to: https, or http on loopback; no credentials, query or fragment. */
export const publicAddress = z
  .string()
  .refine(
    isPublicAddress,
    'must be an https:// address (http:// only on loopback) without credentials, query or fragment',
  )
  .transform((text) => text.replace(/\/+$/, ''));

function isPublicAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}

/** A host as Probot's GHE_HOST takes it. */
export const hostName = bareHost('ghe.example.com').refine(
  (host) => !/(^|\.)github\.com$/i.test(host),
  'must be left empty for github.com; it is for GitHub Enterprise Server',
);

/** A name or address, perhaps with a port, and nothing else; it is always reached by https. */
export function bareHost(example: string) {
  return z
    .string()
    .regex(
      /^([a-z\d]([a-z\d.-]*[a-z\d])?|\[[a-f\d:]+\])(:\d{1,5})?$/i,
      `must be a bare host such as ${example}, without https:// or a path`,
    )
    .refine(
      (host) => URL.canParse(`https://${host}`),
      `must be a bare host such as ${example}, with a port below 65536 if one is given`,
    );
}
