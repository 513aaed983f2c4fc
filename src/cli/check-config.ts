import { checkedConfig } from './config-file.ts';
import { type OutputOptions, print } from './output.ts';

/** Exit code 0 only for a file that the bot would accept, 2 where only the file that it extends could tell; one line a problem. */
export async function checkConfig(file: string, options: OutputOptions): Promise<void> {
  const { ok, config, problems, warnings } = await checkedConfig(file);
  const mode = config?.mode ?? null;
  const said = ok ? [`${file} is valid (mode: ${mode}).`] : problems.map((problem) => `${file}: ${problem}`);
  print(options, { ok, file, mode, problems, warnings }, [
    ...said,
    ...warnings.map((warning) => `${file}: ${warning}.`),
  ]);
  if (ok !== true) process.exitCode = ok === null ? 2 : 1;
}
