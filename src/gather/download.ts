import { CodedError } from '../errors.ts';

const STORAGE_HOSTS = ['.blob.core.windows.net', '.githubusercontent.com'];
const DOWNLOAD_MS = 10_000;

export interface Downloading {
  /** A plain fetch without credentials: the signed address must never see the token. */
  readonly download: typeof fetch;
  /** Base address of the API, whose own host may serve files (GitHub Enterprise Server). */
  readonly apiUrl: string;
}

/**
 * What lies behind an address that GitHub redirects to, without the token, cut at `maxBytes`; `null` where nothing
 * lies there: an upload may be announced and never made.
 *
 * @param want.what names it in errors: `artifact 12`
 */
export async function fetchStored(
  { download, apiUrl }: Downloading,
  location: unknown,
  want: { readonly what: string; readonly maxBytes: number },
): Promise<Buffer | null> {
  const { what, maxBytes } = want;
  const url = allowedStorageUrl(String(location ?? ''), apiUrl, what);
  const response = await download(url, { redirect: 'error', signal: AbortSignal.timeout(DOWNLOAD_MS) });
  if (response.status === 404 || response.status === 410) return null;
  if (!response.ok || response.body === null) {
    throw new CodedError(
      'AIOPS_ARTIFACT_UNREACHABLE',
      `${what} answered ${response.status}; it is read again later`,
    );
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    chunks.push(chunk);
    if (size >= maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes);
}

function allowedStorageUrl(location: string, apiUrl: string, what: string): URL {
  const url = URL.canParse(location) ? new URL(location) : null;
  const api = new URL(apiUrl);
  const sameHost = url !== null && url.host === api.host && url.protocol === api.protocol;
  const storage = url?.protocol === 'https:' && STORAGE_HOSTS.some((host) => url.hostname.endsWith(host));
  if (url !== null && (sameHost || storage)) return url;
  throw new CodedError(
    'AIOPS_ARTIFACT_UNSAFE',
    `${what} is stored at an address that is not GitHub’s; it is not read`,
  );
}
