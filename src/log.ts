import { isNativeError } from 'node:util/types';
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import { messageOf } from './errors.ts';

export type { Logger } from 'pino';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The ids that tie a line to what it is about. Bound to a child logger, named the same everywhere. */
export interface LogBindings {
  /** The delivery's GUID. */
  readonly delivery?: string;
  /** `<owner>/<repo>#<n>`. */
  readonly pr?: string;
  readonly handoff?: string;
}

const MAX_MESSAGE = 500;
const MAX_FRAMES = 10;
const MAX_ERRORS = 5;

/** Objects that carry payloads, headers or keys in the libraries we use; their values never reach a line. */
const HIDDEN = [
  'payload',
  'body',
  'headers',
  'request',
  'response',
  'authorization',
  'token',
  'secret',
  'privateKey',
  'pem',
];

/** Shapes of secrets, wherever they stand in a line: GitHub, Slack and JWT tokens, keys, signatures, passwords in URLs. */
const SECRET_SHAPES =
  /gh[a-z]_[\w.-]{20,}|github_pat_\w{20,}|xox[a-z]-[\w-]{10,}|eyJ[\w-]+\.[\w-]+\.[\w-]+|-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----|sha256=[0-9a-f]{64}|(?<=:\/\/[^/\s"@:]*:)[^/\s"@]+(?=@)/g;

/** Controls that JSON leaves alone, line separators, zero-width and bidirectional marks: they forge or hide text in a terminal. */
const DECEPTIVE = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * The process's logger: JSON lines, times in ISO 8601 UTC, errors as code and one line. It is handed to
 * Probot too, whose error handler would otherwise log the whole event.
 */
export function createLog(options: {
  readonly level: LogLevel;
  readonly destination?: DestinationStream;
}): Logger {
  const settings = {
    level: options.level,
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths: HIDDEN.flatMap((key) => [key, `*.${key}`]), censor: '[redacted]' },
    formatters: { level: (label: string) => ({ level: label }), log: describeErrors },
    serializers: { err: (described: unknown) => described, msg: messageOf },
    hooks: { streamWrite: safeLine },
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}

/** A logger whose every line names what it is about. */
export function bindLog(log: Logger, bindings: LogBindings): Logger {
  return log.child({ ...bindings });
}

function describeErrors(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, isNativeError(value) ? describeError(value) : value]),
  );
}

/** Code, one line and stack frames: an error's other properties may hold the payload or the request. */
function describeError(error: Error): Record<string, unknown> {
  const { cause, code, errors, status }: ErrorDetails = error;
  return {
    name: error.name,
    code: typeof code === 'string' ? code : undefined,
    status: typeof status === 'number' ? status : undefined,
    message: messageOf(error).slice(0, MAX_MESSAGE),
    frames: framesOf(error),
    cause: isNativeError(cause) ? describeError(cause) : undefined,
    errors: Array.isArray(errors)
      ? errors.filter(isNativeError).slice(0, MAX_ERRORS).map(describeError)
      : undefined,
  };
}

/** What errors of Node, of GitHub's client and of Probot may carry besides. */
interface ErrorDetails {
  readonly cause?: unknown;
  readonly code?: unknown;
  readonly errors?: unknown;
  readonly status?: unknown;
}

function framesOf(error: Error): readonly string[] {
  const lines = (error.stack ?? '').split('\n').map((line) => line.trim());
  return lines.filter((line) => line.startsWith('at ')).slice(0, MAX_FRAMES);
}

function safeLine(line: string): string {
  return line
    .replace(SECRET_SHAPES, '[redacted]')
    .replace(DECEPTIVE, (mark) => mark.split('').map(escaped).join(''));
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
