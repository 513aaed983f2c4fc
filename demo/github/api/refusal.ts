/** What GitHub answers instead of doing what was asked. */
export class Refusal extends Error {
  readonly status: number;
  readonly extra: object;

  constructor(status: number, message: string, extra: object = {}) {
    super(message);
    this.status = status;
    this.extra = extra;
  }
}

export const notFound = (): Refusal => new Refusal(404, 'Not Found');
export const notAccessible = (): Refusal => new Refusal(403, 'Resource not accessible by integration');
export const unprocessable = (message: string, extra: object = {}): Refusal =>
  new Refusal(422, message, extra);

/** `Validation Failed` with the resource, field and code that GitHub names. */
export function invalid(resource: string, field: string, message: string): Refusal {
  return unprocessable('Validation Failed', {
    errors: [{ resource, code: 'unprocessable', field, message }],
  });
}
