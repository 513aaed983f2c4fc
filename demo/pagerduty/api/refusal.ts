/** What the REST API answers instead of doing what was asked, by PagerDuty's own codes. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: readonly string[];

  constructor(status: number, code: number, message: string, errors: readonly string[] = []) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

/** @see https://developer.pagerduty.com/docs/rest-api-errors */
export const notFound = (): Refusal => new Refusal(404, 2100, 'Not Found');
export const unauthenticated = (): Refusal => new Refusal(401, 2006, 'Authentication failed');
export const accessDenied = (): Refusal => new Refusal(403, 2010, 'Access Denied');
export const invalidInput = (...errors: readonly string[]): Refusal =>
  new Refusal(400, 2001, 'Invalid Input Provided', errors);
export const wrongArguments = (...errors: readonly string[]): Refusal =>
  new Refusal(400, 2002, 'Arguments Caused Error', errors);
