import { CodedError, codeOf, messageOf } from '../errors.ts';

export interface OutputOptions {
  readonly json?: boolean;
}

/** One value for machines, or lines for a person. */
export function print(options: OutputOptions, value: unknown, lines: readonly string[]): void {
  process.stdout.write(options.json ? `${safeJson(value)}\n` : `${lines.join('\n')}\n`);
}

/** The same value to a machine; what JSON leaves alone of what steers a terminal is written as `\uXXXX`. */
function safeJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (mark) =>
    mark
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** Who reads has read enough, as `| head` has: the command goes on to its end and its exit code, and says nothing of it. */
export function forgiveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
}

/** Writes a part of much; resolves once there is room for more, with false where nobody reads any more. */
export function write(text: string): Promise<boolean> {
  return new Promise((resolve) => {
    process.stdout.write(text, (error) => resolve(error == null));
  });
}

/** Columns as wide as their widest cell; control characters never reach the terminal. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const clean = rows.map((row) => row.map(printable));
  const widths = (clean[0] ?? []).map((_, column) =>
    clean.reduce((widest, row) => Math.max(widest, (row[column] ?? '').length), 0),
  );
  return clean.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
}

/** Says what went wrong, one line a problem, and makes the process exit with 1. A problem may quote what it is about. */
export function fail(error: unknown): void {
  const text = error instanceof CodedError ? error.message : messageOf(error);
  for (const line of text.split('\n')) process.stderr.write(`${codeOf(error)}: ${printable(line)}\n`);
  process.exitCode = 1;
}
