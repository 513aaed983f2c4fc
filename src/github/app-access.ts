import type { Probot } from 'probot';
import type { Secret } from '../secrets.ts';

/**
 * Probot for the App's key in force. It takes its key at birth, so with another key it is another one;
 * installation tokens that the old one was given stay good for their hour.
 */
export class CurrentProbot {
  readonly #key: () => Secret;
  readonly #build: (key: Secret) => Promise<Probot>;
  #built: { readonly key: Secret; readonly probot: Promise<Probot> } | null = null;

  constructor(key: () => Secret, build: (key: Secret) => Promise<Probot>) {
    this.#key = key;
    this.#build = build;
  }

  get(): Promise<Probot> {
    const key = this.#key();
    if (this.#built === null || !this.#built.key.equals(key)) this.#built = { key, probot: this.#build(key) };
    return this.#built.probot;
  }
}

/** What is asked for with the App's key itself, not with an installation's token. */
const OF_THE_APP = /^(\/api\/v3)?\/app(\/installations\/[^/]+\/access_tokens)?$/;

/** Whether GitHub says that it does not know the App's key. */
export function isAppRefused(error: unknown): boolean {
  const { status, request }: { readonly status?: unknown; readonly request?: { readonly url?: unknown } } =
    typeof error === 'object' && error !== null ? error : {};
  return status === 401 && OF_THE_APP.test(URL.parse(String(request?.url))?.pathname ?? '');
}
