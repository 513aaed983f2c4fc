import { inspect } from 'node:util';

/** A value that cannot be printed, logged or serialised; `expose()` is called on the line that sends it. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. Call it where the value leaves the process, nowhere else. */
  expose(): string {
    return this.#value;
  }

  /** Whether the other holds the same value: what was given again is not new. */
  equals(other: Secret): boolean {
    return this.#value === other.#value;
  }

  toString(): string {
    return '[redacted]';
  }

  toJSON(): string {
    return '[redacted]';
  }

  [inspect.custom](): string {
    return '[redacted]';
  }
}
