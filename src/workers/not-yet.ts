import { CodedError } from '../errors.ts';

/** Thrown by work that knows when the world will be ready for it again. */
export class NotYet extends CodedError {
  /** ISO 8601 in UTC. */
  readonly retryAt: string;

  constructor(code: string, message: string, retryAt: string) {
    super(code, message);
    this.name = 'NotYet';
    this.retryAt = retryAt;
  }
}
