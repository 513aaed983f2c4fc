import { createHash, timingSafeEqual } from 'node:crypto';

const COOKIE = 'ai_ops_setup';

/** Who may set up: the browser that brought the token from the terminal, and then GitHub's answer to its form. */
export class SetupAccess {
  readonly #newToken: () => string;
  #token: string | null;
  #session: string | null = null;
  #state: string | null = null;

  constructor(newToken: () => string) {
    this.#newToken = newToken;
    this.#token = newToken();
  }

  /** The one-time token that the terminal shows; empty once it was used. */
  get token(): string {
    return this.#token ?? '';
  }

  /** Trades the token for a cookie; `null` when it is wrong or was used. */
  enter(token: string): string | null {
    if (!same(token, this.#token)) return null;
    this.#token = null;
    this.#session = this.#newToken();
    return `${COOKIE}=${this.#session}; HttpOnly; SameSite=Lax; Path=/setup`;
  }

  isKnown(cookies: string | undefined): boolean {
    const found = new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]+)`).exec(cookies ?? '');
    return same(found?.[1] ?? '', this.#session);
  }

  /** A new state for the form that is shown now; the one before is void. */
  newState(): string {
    this.#state = this.#newToken();
    return this.#state;
  }

  /** Whether GitHub answers the form shown last; good for one answer. */
  takeState(state: string): boolean {
    if (!same(state, this.#state)) return false;
    this.#state = null;
    return true;
  }
}

/** Compared as digests, so neither length nor content shows in the time it takes. */
function same(given: string, expected: string | null): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return expected !== null && timingSafeEqual(digest(given), digest(expected));
}
