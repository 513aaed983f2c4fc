import type { Teller } from './teller.ts';
import type { Row, Terminal } from './terminal.ts';

/** Tells the story line by line: what people and runners do, and what the bot does, from what the services got. */
export class Narrator {
  readonly #terminal: Terminal;
  readonly #tellers: readonly Teller[];

  constructor(terminal: Terminal, tellers: readonly Teller[]) {
    this.#terminal = terminal;
    this.#tellers = tellers;
  }

  tell(row: Row): void {
    this.catchUp();
    this.#terminal.row(row);
  }

  /** Tells what the bot has done since. */
  catchUp(): void {
    for (const teller of this.#tellers) for (const row of teller.news()) this.#terminal.row(row);
  }
}
