import type { Expectation } from './expectation.ts';
import type { Sight } from './sight.ts';
import type { Terminal } from './terminal.ts';

/** What came as it must, and what did not. */
export class Tally {
  readonly #terminal: Terminal;
  readonly failures: string[] = [];
  passed = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  get hasFailed(): boolean {
    return this.failures.length > 0;
  }

  get line(): string {
    return `${this.passed} passed, ${this.failures.length} failed`;
  }

  pass(): void {
    this.passed += 1;
  }

  /** Says it at once, in one paragraph. */
  fail(what: string): void {
    this.failures.push(what);
    this.#terminal.line(`✗ ${what}`, 'red');
  }

  judge(pull: number, expected: Expectation, sight: Sight): void {
    if (expected.holds(sight)) this.pass();
    else this.missed(pull, expected, sight);
  }

  missed(pull: number, { that, instead }: Expectation, sight: Sight): void {
    this.fail(`#${pull} expected: ${that}. Instead: ${instead(sight)}`);
  }

  /** Nothing may be in the list. */
  none(what: string, list: readonly string[]): void {
    if (list.length === 0) this.pass();
    else this.fail(`${what}: ${list.join('; ')}`);
  }
}
