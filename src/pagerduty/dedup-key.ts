import { CodedError } from '../errors.ts';

/** PagerDuty takes no longer one. Cutting would make two matters one, so a longer one is refused. */
const MAX_LENGTH = 255;

/** What an incident is about; two calls with the same parts are about the same incident. */
export interface Subject {
  /** Host of the GitHub that the repository is on, perhaps with a port, such as `github.com`. */
  readonly host: string;
  readonly repositoryId: number;
  /** What is the matter, such as `handoff`. Not how bad it is, nor when or in which run: it must last. */
  readonly matter: string;
  /** What of the repository it is the matter with, such as `pr-12`. */
  readonly scope: string;
}

const HOST = /^(?:[\w.-]+|\[[\da-f:]+\])(?::\d{1,5})?$/i;
const WORD = /^[\w.#/@-]+$/;

/**
 * `ai-ops:<host>:<repository id>:<matter>:<scope>`, the same for the trigger and its resolve.
 *
 * Only the host may hold a colon, so no two subjects have one key.
 *
 * @throws {CodedError} where a part is empty or could not be told from its neighbour: one key for two
 * matters would hide an incident and resolve another
 */
export function dedupKey({ host, repositoryId, matter, scope }: Subject): string {
  const key = `ai-ops:${host}:${repositoryId}:${matter}:${scope}`;
  const whole =
    HOST.test(host) &&
    Number.isSafeInteger(repositoryId) &&
    repositoryId > 0 &&
    WORD.test(matter) &&
    WORD.test(scope);
  if (whole && key.length <= MAX_LENGTH) return key;
  throw new CodedError(
    'AIOPS_DEDUP_KEY',
    `no PagerDuty dedup key can be made of ${JSON.stringify(key.slice(0, MAX_LENGTH))}: each part is needed, without spaces or colons, and at most ${MAX_LENGTH} characters in all; please report this as a bug`,
  );
}

const KEY = /^ai-ops:(.+):(\d{1,16}):([^:]+):([^:]+)$/;

/** What a dedup key is about; `null` where it is none that a bot on the same GitHub makes. */
export function subjectOf(key: string, host: string): Subject | null {
  const [, of, id, matter, scope] = KEY.exec(key) ?? [];
  if (of !== host || id === undefined || matter === undefined || scope === undefined) return null;
  return { host, repositoryId: Number(id), matter, scope };
}
