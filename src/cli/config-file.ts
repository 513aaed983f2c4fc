import { readFile } from 'node:fs/promises';
import {
  configWarnings,
  extendsOf,
  parseRepositoryConfig,
  type RepositoryConfig,
} from '../config/repository.ts';
import { CodedError, messageOf } from '../errors.ts';
import { known } from '../policies/verdict.ts';

/** What can be said of a repository configuration on this machine. */
export interface CheckedConfig {
  /** `null`: only the file that it extends could tell. */
  readonly ok: boolean | null;
  /** `null` where it cannot be used. */
  readonly config: RepositoryConfig | null;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** What it extends, which is only known on GitHub. */
  readonly extended: string | null;
}

/** @throws {CodedError} AIOPS_CONFIG_UNREADABLE */
export async function checkedConfig(file: string): Promise<CheckedConfig> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CodedError(
      'AIOPS_CONFIG_UNREADABLE',
      `${file} cannot be read (${messageOf(error)}); name an existing file`,
    );
  });
  const extended = extendsOf(text);
  // What the other file says is only known on GitHub: without it this one can be found good, but not bad.
  const outcome = parseRepositoryConfig({
    text: known(text),
    ...(extended !== null && { extendedText: known('') }),
  });
  const problems = 'problems' in outcome ? outcome.problems : [];
  const config = 'config' in outcome ? outcome.config : null;
  return {
    ok: problems.length === 0 || (extended === null ? false : null),
    config,
    problems,
    extended,
    warnings: [
      ...(config !== null && extended === null ? configWarnings(config) : []),
      ...(extended === null
        ? []
        : [`extends ${extended}, which is only known on GitHub: checked without it`]),
    ],
  };
}
