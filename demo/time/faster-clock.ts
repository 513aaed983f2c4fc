import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../src/clock.ts';
import { type Leap, timeAt } from './course.ts';

const PRELOAD = new URL('./preload.ts', import.meta.url).href;
/** Enough for everybody to have read of a leap before it begins. */
const NOTICE_MS = 100;

/** The clock of the stand-ins and of the bot: that of the machine, until time is made to run faster. */
export class FasterClock implements Clock {
  readonly #file: string;
  #leaps: readonly Leap[] = [];

  /** @param directory where the bot reads of it */
  constructor(directory: string) {
    this.#file = join(directory, 'time.json');
    this.#write();
  }

  /** What a process is told so that it has the same time, in its threads too. */
  get environment(): Readonly<Record<string, string>> {
    return { DEMO_TIME: this.#file, NODE_OPTIONS: `--import=${PRELOAD}` };
  }

  now(): number {
    return timeAt(Date.now(), this.#leaps);
  }

  /** Lets `ms` go by within `takesMs`, for everybody. @returns whether that is over */
  leap(ms: number, takesMs: number): () => boolean {
    const from = Date.now() + NOTICE_MS;
    const until = from + takesMs;
    this.#leaps = [...this.#leaps, { from, until, gained: ms - takesMs }];
    this.#write();
    return () => Date.now() >= until;
  }

  /** At once as a whole: nobody reads half of it. */
  #write(): void {
    const draft = `${this.#file}.new`;
    writeFileSync(draft, JSON.stringify(this.#leaps));
    renameSync(draft, this.#file);
  }
}
