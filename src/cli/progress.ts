const EVERY_MS = 500;

/** Tells who waits at a terminal how far it is; what is redirected gets nothing of it. */
export class Progress {
  readonly #what: string;
  readonly #shows = process.stderr.isTTY === true;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(what: string) {
    this.#what = what;
  }

  tell(done: number, all: number): void {
    const now = performance.now();
    if (!this.#shows || now - this.#toldAt < EVERY_MS) return;
    this.#toldAt = now;
    process.stderr.write(`\r${this.#what}: ${done.toLocaleString('en')} of ${all.toLocaleString('en')}`);
  }

  /** Its line is gone again. */
  end(): void {
    if (this.#shows) process.stderr.write('\r\u001b[K');
  }
}
