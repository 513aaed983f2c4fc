import { runInNewContext } from 'node:vm';
import picomatch from 'picomatch';
import { z } from 'zod';
import { CodedError } from '../errors.ts';

/** Three thousand paths and a hundred globs take a tenth of it. */
const MATCH_MS = 1_000;

const timedOut = z.object({ code: z.literal('ERR_SCRIPT_EXECUTION_TIMEOUT') });

/**
 * The paths that one of the globs means. A glob's `**` stops at line breaks, which a file's name may hold: they are
 * matched like every other character.
 *
 * Globs become regular expressions, and whoever opens a PR chooses the names that they are tried on. Some would take
 * minutes, in which nothing were done for anybody else, so the time is limited.
 *
 * @throws {CodedError} `AIOPS_PATHS_UNMATCHED` where it takes too long
 */
export function matchingPaths(paths: readonly string[], globs: readonly string[]): readonly string[] {
  const matches = picomatch([...globs], { dot: true });
  const match = (): readonly string[] =>
    paths.filter((path) => matches(path.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '_')));
  try {
    return runInNewContext('match()', { match }, { timeout: MATCH_MS });
  } catch (error) {
    if (!timedOut.safeParse(error).success) throw error;
    throw new CodedError(
      'AIOPS_PATHS_UNMATCHED',
      "the configuration's globs take too long on the names of the changed files; give the globs fewer wildcards, or the files shorter names",
    );
  }
}
