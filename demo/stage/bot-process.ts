import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** How the process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One line that the bot logged; what is no JSON has the level `stderr`. */
export interface LogLine {
  readonly level: string;
  readonly text: string;
}

/** The bot could not be started, or died. One line. */
export class BotFailed extends Error {}

/** The command as it is installed. */
export const BIN = fileURLToPath(new URL('../../bin/ai-ops.mjs', import.meta.url));
const READY_WITHIN_MS = 60_000;
const STOPS_WITHIN_MS = 30_000;
const POLL_MS = 100;
const SHOWN_LINES = 5;

/** The bot as anybody runs it, `ai-ops serve`: told what to do by its environment alone. */
export class BotProcess {
  readonly log: LogLine[] = [];
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  readonly #guard: ChildProcess | null;
  #end: Ended | null = null;
  #port = 0;

  /** @param environment all that it gets, besides where programs are */
  constructor(options: {
    readonly environment: Readonly<Record<string, string>>;
    readonly directory: string;
  }) {
    const { environment, directory } = options;
    // Its own process group: Ctrl-C is for the demo, which then stops the bot in order.
    this.#child = spawn(process.execPath, [BIN, 'serve'], {
      cwd: directory,
      env: { PATH: process.env.PATH ?? '', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.#guard = guarding(this.#child);
    const { promise, resolve } = Promise.withResolvers<Ended>();
    this.ended = promise;
    const end = (code: number | null, signal: NodeJS.Signals | null): void => {
      this.#end = { code, signal };
      this.#guard?.kill('SIGKILL');
      resolve(this.#end);
    };
    this.#child.once('close', end);
    this.#child.once('error', (error) => {
      this.#note('stderr', error.message);
      end(null, null);
    });
    this.#read(this.#child.stdout, (line) => this.#logged(line));
    this.#read(this.#child.stderr, (line) => this.#note('stderr', line));
  }

  /** Where its door is. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The last of what it logged as a warning or worse. */
  get complaints(): readonly string[] {
    return this.log
      .filter(({ level }) => level !== 'info')
      .slice(-SHOWN_LINES)
      .map(({ text }) => text);
  }

  get hasEnded(): boolean {
    return this.#end !== null;
  }

  /** @throws {BotFailed} when it dies, or is not ready within a minute */
  async ready(): Promise<void> {
    const deadline = performance.now() + READY_WITHIN_MS;
    while (!(await this.#isReady())) {
      if (this.hasEnded) throw this.failure('died before it was ready');
      if (performance.now() > deadline)
        throw this.failure(`was not ready within ${READY_WITHIN_MS / 1000} s`);
      await sleep(POLL_MS);
    }
  }

  /** SIGTERM, as an orchestrator sends it; SIGKILL where that does not help. */
  async stop(): Promise<Ended> {
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.kill(), STOPS_WITHIN_MS);
    const end = await this.ended;
    clearTimeout(timer);
    return end;
  }

  kill(): void {
    if (!this.hasEnded) this.#child.kill('SIGKILL');
  }

  /** What happened, and the last that the bot said. */
  failure(what: string): BotFailed {
    const end = this.#end === null ? '' : ` (exit code ${this.#end.code}, signal ${this.#end.signal})`;
    const last = this.log.slice(-SHOWN_LINES).map(({ text }) => text);
    return new BotFailed(`The bot ${what}${end}. Its last log lines: ${last.join(' ⏎ ') || 'none'}`);
  }

  async #isReady(): Promise<boolean> {
    if (this.#port === 0) return false;
    try {
      const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(5_000) });
      await answer.arrayBuffer();
      return answer.ok;
    } catch {
      return false;
    }
  }

  #read(stream: Readable | null, take: (line: string) => void): void {
    if (stream !== null) createInterface({ input: stream }).on('line', take);
  }

  #logged(text: string): void {
    const { level, msg, port }: { level?: unknown; msg?: unknown; port?: unknown } = parsed(text);
    if (msg === 'ready' && typeof port === 'number') this.#port = port;
    this.#note(typeof level === 'string' ? level : 'stdout', text);
  }

  #note(level: string, text: string): void {
    this.log.push({ level, text });
  }
}

/** Outlives this process only as long as it takes to end the bot: its end of the pipe closes with ours. */
function guarding({ pid }: ChildProcess): ChildProcess | null {
  if (pid === undefined || process.platform === 'win32') return null;
  return spawn('/bin/sh', ['-c', 'read -r _; kill -9 "$1" 2>/dev/null', 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
