import { readFile } from 'node:fs/promises';
import { extendsOf, parseRepositoryConfig } from '../config/repository.ts';
import { CodedError, messageOf } from '../errors.ts';
import { known } from '../policies/verdict.ts';
import { type OutputOptions, print } from './output.ts';

/** Exit code 0 only for a file that the bot would accept; one line a problem otherwise. */
export async function checkConfig(file: string, options: OutputOptions): Promise<void> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CodedError(
      'AIOPS_CONFIG_UNREADABLE',
      `${file} cannot be read (${messageOf(error)}); name an existing file`,
    );
  });
  const outcome = parseRepositoryConfig({ text: known(text) });
  const extended = extendsOf(text);
  if (outcome.kind === 'unreadable' && extended !== null) {
    print(options, { ok: null, file, extends: extended }, [
      `${file} extends ${extended}, which is only known on GitHub: merge the two files to check them here.`,
    ]);
    process.exitCode = 2;
    return;
  }
  const problems = 'problems' in outcome ? outcome.problems : [];
  const ok = problems.length === 0;
  const mode = 'config' in outcome ? outcome.config.mode : null;
  print(
    options,
    { ok, file, mode, problems },
    ok ? [`${file} is valid (mode: ${mode}).`] : problems.map((p) => `${file}: ${p}`),
  );
  if (!ok) process.exitCode = 1;
}
