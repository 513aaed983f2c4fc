/** What Slack answers instead of doing what was asked: 200 with an error code, but for too many calls. */
export class Refusal extends Error {
  readonly status: number = 200;
  readonly headers: Readonly<Record<string, string>> = {};
  readonly code: string;
  /** More of the answer, such as `needed` and `provided`. */
  readonly extra: object;

  constructor(code: string, extra: object = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

/** An error that names what is wrong where, as `invalid_blocks` and `invalid_arguments` do. */
export function refusalWith(code: string, sentences: readonly string[]): Refusal {
  const messages = sentences.map((sentence) => `[ERROR] ${sentence}`);
  return new Refusal(code, { errors: sentences, response_metadata: { messages } });
}

/** https://docs.slack.dev/apis/web-api/rate-limits */
export class RateLimited extends Refusal {
  override readonly status = 429;
  override readonly headers: Readonly<Record<string, string>>;

  /** @param retryAfter whole seconds */
  constructor(retryAfter: number) {
    super('ratelimited');
    this.headers = { 'retry-after': String(retryAfter) };
  }
}
