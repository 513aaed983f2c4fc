import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '../config/addresses.ts';

/** The part of a request that tells where it came from. */
interface Called {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/**
 * The origin under which a browser on this machine called, or `null` when it may have been anything
 * else: another machine, a name that was pointed at this one (DNS rebinding), or a proxy.
 */
export function loopbackOrigin(request: Called): string | null {
  const peer = request.socket.remoteAddress ?? '';
  if (!/^(::1|(::ffff:)?127(\.\d{1,3}){3})$/.test(peer)) return null;
  if (Object.keys(request.headers).some((name) => /^(forwarded|via|x-real-ip|x-forwarded-.*)$/.test(name)))
    return null;
  const host = request.headers.host ?? '';
  const url = /^[\w.:[\]-]+$/.test(host) ? URL.parse(`http://${host}`) : null;
  return url !== null && isLoopback(url) ? url.origin : null;
}
