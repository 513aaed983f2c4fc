/**
 * An error that a person or a program can act on: a stable code, and one line that says
 * what, where and what to do next. Never carries a secret or a payload.
 */
export class CodedError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CodedError';
    this.code = code;
  }
}

/** The code of a coded error, `AIOPS_BUG` for anything else. */
export function codeOf(error: unknown): string {
  return error instanceof CodedError ? error.code : 'AIOPS_BUG';
}

/** One line that describes any thrown value, without its stack. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? '';
}

/** The tail of an exhaustive switch: the compiler refuses a union member that was forgotten. */
export function unreachable(value: never): never {
  throw new CodedError('AIOPS_BUG', `unexpected value ${JSON.stringify(value)}; please report this as a bug`);
}
