import type {
  DescribeSecretCommandOutput,
  GetSecretValueCommandOutput,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { Secret } from '../secrets.ts';
import { type AwsFailure, awsFailure } from './failure.ts';

/** What AWS told, or why it did not. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: AwsFailure };

/** Milliseconds. `whole` bounds the credentials, all attempts and the pauses between them together. */
export interface AwsLimits {
  readonly connect: number;
  readonly request: number;
  readonly whole: number;
}

const LIMITS: AwsLimits = { connect: 2_000, request: 4_000, whole: 20_000 };
const MAX_ATTEMPTS = 3;

type Sdk = typeof import('@aws-sdk/client-secrets-manager');

interface Session {
  readonly sdk: Sdk;
  readonly client: SecretsManagerClient;
}

/**
 * AWS Secrets Manager, as far as the bot uses it: with the SDK's default credential chain (variables, shared
 * files, web identity, container, instance), bounded in time and attempts. The SDK is loaded at the first question.
 */
export class SecretsManager {
  readonly #endpoint: string | null;
  readonly #limits: AwsLimits;
  #session: Promise<Session> | null = null;

  /** @param options.endpoint `null`: the region's own */
  constructor(options: { readonly endpoint: string | null; readonly limits?: AwsLimits }) {
    this.#endpoint = options.endpoint;
    this.#limits = options.limits ?? LIMITS;
  }

  /** The current value of a secret, by name or ARN (`GetSecretValue`). */
  async value(id: string): Promise<Answer<Secret>> {
    const answer = await this.#ask(
      ({ sdk, client }, abortSignal): Promise<GetSecretValueCommandOutput> =>
        client.send(new sdk.GetSecretValueCommand({ SecretId: id }), { abortSignal }),
    );
    if (!answer.ok) return answer;
    const { SecretString: text } = answer.value;
    return text === undefined
      ? { ok: false, failure: { kind: 'not_text', detail: 'SecretBinary' } }
      : { ok: true, value: new Secret(text) };
  }

  /** What AWS says about a secret without its value (`DescribeSecret`). */
  description(id: string): Promise<Answer<DescribeSecretCommandOutput>> {
    return this.#ask(({ sdk, client }, abortSignal) =>
      client.send(new sdk.DescribeSecretCommand({ SecretId: id }), { abortSignal }),
    );
  }

  async #ask<T>(question: (session: Session, signal: AbortSignal) => Promise<T>): Promise<Answer<T>> {
    const limit = AbortSignal.timeout(this.#limits.whole);
    const session = this.#open();
    try {
      const value = await Promise.race([session.then((open) => question(open, limit)), expiry(limit)]);
      return { ok: true, value };
    } catch (error) {
      const failure = awsFailure(error);
      // A client keeps what its chain has found; another one looks afresh.
      if (failure.kind === 'credentials_refused') this.#session = null;
      return { ok: false, failure };
    }
  }

  #open(): Promise<Session> {
    this.#session ??= connect(this.#endpoint, this.#limits);
    return this.#session;
  }
}

async function connect(endpoint: string | null, limits: AwsLimits): Promise<Session> {
  const sdk = await import('@aws-sdk/client-secrets-manager');
  const client = new sdk.SecretsManagerClient({
    ...(endpoint !== null && { endpoint }),
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: limits.connect,
      requestTimeout: limits.request,
      throwOnRequestTimeout: true,
    },
  });
  return { sdk, client };
}

/** Rejects when the time is over: where the chain looks for credentials, the SDK itself sets no limit. */
function expiry(limit: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    limit.addEventListener('abort', () => reject(limit.reason), { once: true });
  });
}
