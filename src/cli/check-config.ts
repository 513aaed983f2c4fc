import { readFile } from 'node:fs/promises';
import { configWarnings, extendsOf, parseRepositoryConfig } from '../config/repository.ts';
import { CodedError, messageOf } from '../errors.ts';
import { known } from '../policies/verdict.ts';
import { type OutputOptions, print } from './output.ts';

/** Exit code 0 only for a file that the bot would accept, 2 where only the file that it extends could tell; one line a problem. */
export async function checkConfig(file: string, options: OutputOptions): Promise<void> {
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
  const ok = problems.length === 0 || (extended === null ? false : null);
  const mode = 'config' in outcome ? outcome.config.mode : null;
  const warnings = [
    ...('config' in outcome && extended === null ? configWarnings(outcome.config) : []),
    ...(extended === null ? [] : [`extends ${extended}, which is only known on GitHub: checked without it`]),
  ];
  const said = ok ? [`${file} is valid (mode: ${mode}).`] : problems.map((problem) => `${file}: ${problem}`);
  print(options, { ok, file, mode, problems, warnings }, [
    ...said,
    ...warnings.map((warning) => `${file}: ${warning}.`),
  ]);
  if (ok !== true) process.exitCode = ok === null ? 2 : 1;
}
