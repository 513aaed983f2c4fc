import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { privateKey, webhookSecret } from '../config/app-credentials.ts';
import type { NewApp } from '../config/stored-credentials.ts';
import { CodedError, messageOf } from '../errors.ts';
import { Secret } from '../secrets.ts';

/** Where the bot takes GitHub's deliveries. */
export const WEBHOOK_PATH = '/api/github/webhooks';

const CONVERSION_LIMIT_MS = 15_000;

const manifestSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  url: z.url(),
  public: z.literal(false),
  hook_attributes: z.strictObject({ url: z.url(), active: z.boolean() }),
  request_oauth_on_install: z.literal(false),
  default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
  default_events: z.array(z.string()),
});

/** `app.yml`, as GitHub's manifest flow takes it (Registering a GitHub App from a manifest). */
export type AppManifest = z.output<typeof manifestSchema>;

/** Reads `app.yml`. Throws AIOPS_MANIFEST_UNREADABLE. */
export function readManifest(file: string): AppManifest {
  try {
    return manifestSchema.parse(parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new CodedError(
      'AIOPS_MANIFEST_UNREADABLE',
      `${file} is not the App manifest (${messageOf(error)}); restore it`,
      { cause: error },
    );
  }
}

/**
 * The manifest for one App: GitHub sends deliveries to `publicUrl` and the person back to `redirectUrl`.
 * Without a public address deliveries are switched off until one is set in the App's settings.
 */
export function manifestFor(
  manifest: AppManifest,
  { publicUrl, redirectUrl }: { readonly publicUrl: string | null; readonly redirectUrl: string },
): AppManifest & { readonly redirect_url: string } {
  const hook =
    publicUrl === null
      ? { ...manifest.hook_attributes, active: false }
      : { url: `${publicUrl}${WEBHOOK_PATH}`, active: true };
  return { ...manifest, url: publicUrl ?? manifest.url, hook_attributes: hook, redirect_url: redirectUrl };
}

const conversion = z.object({
  id: z.int().positive(),
  name: z.string(),
  html_url: z.url(),
  pem: privateKey,
  webhook_secret: webhookSecret.regex(/^\w+$/).nullable().catch(null),
});

export interface MadeApp extends NewApp {
  readonly name: string;
  /** Its page on GitHub, from which it is installed. */
  readonly pageUrl: string;
}

/**
 * Trades the code that GitHub sent the browser back with for the App's credentials; a code works once
 * and for an hour. Throws AIOPS_MANIFEST_CONVERSION.
 */
export async function convertManifest(apiUrl: string, code: string): Promise<MadeApp> {
  try {
    const response = await fetch(`${apiUrl}/app-manifests/${encodeURIComponent(code)}/conversions`, {
      method: 'POST',
      headers: {
        accept: 'application/vnd.github+json',
        'user-agent': 'ai-ops-bot',
        'x-github-api-version': '2022-11-28',
      },
      redirect: 'error',
      signal: AbortSignal.timeout(CONVERSION_LIMIT_MS),
    });
    if (response.status !== 201) throw new Error(`GitHub answered ${response.status}`);
    const made = conversion.parse(await response.json());
    return {
      id: made.id,
      name: made.name,
      pageUrl: made.html_url,
      privateKey: made.pem,
      webhookSecret: made.webhook_secret === null ? null : new Secret(made.webhook_secret),
    };
  } catch (error) {
    const why = error instanceof z.ZodError ? 'its answer is not as documented' : messageOf(error);
    throw new CodedError(
      'AIOPS_MANIFEST_CONVERSION',
      `GitHub did not hand over the App's credentials: ${why}`,
    );
  }
}
