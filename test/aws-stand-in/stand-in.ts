import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AwsKey, signatureProblem } from './signature.ts';

export const REGION = 'ap-northeast-1';
const ACCOUNT = '123456789012';

/** A version of a secret, newest last. */
interface Version {
  readonly id: string;
  readonly value: string | Uint8Array;
  stages: readonly string[];
}

interface Held {
  readonly name: string;
  readonly arn: string;
  readonly versions: Version[];
  /** Epoch seconds. */
  changedAt: number;
  rotatedAt: number | null;
  nextRotationAt: number | null;
  markedForDeletion: boolean;
}

/** One thing asked for, as it came: `GetSecretValue ai-ops/bot`. */
type Asked = `${string} ${string}`;

export interface Reply {
  readonly status: number;
  /** Content type. */
  readonly type: string;
  readonly body: string;
}

/** What happens to the next request instead of its answer. */
export type Mishap = { readonly kind: 'reply'; readonly reply: Reply } | { readonly kind: 'hang' };

/**
 * A stand-in for AWS Secrets Manager and for STS's web identity, as far as the SDK talks to them: requests must
 * be signed, may do only what `permit` says, and are refused in AWS's own words. Other operations are refused.
 */
export class AwsStandIn {
  readonly asked: Asked[] = [];
  readonly mishaps: Mishap[] = [];
  /** What the role may do. */
  permit: (action: string, arn: string) => boolean = () => true;
  /** The token that the trust policy accepts; `null`: STS refuses. */
  trustedToken: string | null = null;
  readonly #keys: AwsKey[] = [];
  readonly #held = new Map<string, Held>();
  readonly #server: Server;
  /** Epoch milliseconds. */
  #now = Date.parse('2026-03-02T09:00:00Z');
  readonly #clock: { readonly now: () => number } | null;
  #versions = 0;

  /** @param clock without one, its time stands still but for the minute before each change */
  static async open(clock?: { readonly now: () => number }): Promise<AwsStandIn> {
    const standIn = new AwsStandIn(clock);
    await new Promise<void>((listening) => standIn.#server.listen(0, '127.0.0.1', listening));
    return standIn;
  }

  private constructor(clock: { readonly now: () => number } | undefined) {
    this.#clock = clock ?? null;
    this.#server = createServer((request, response) => void this.#receive(request, response));
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  /** Variables for a process that has a key of its own and looks nowhere else for one. */
  keyed(): Readonly<Record<string, string>> {
    const key = {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'an-example-key',
      sessionToken: null,
    };
    this.#keys.push(key);
    return {
      ...this.#surroundings(),
      AWS_ACCESS_KEY_ID: key.accessKeyId,
      AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    };
  }

  /** Every key that was given out is worth nothing from now on. */
  revokeKeys(): void {
    this.#keys.length = 0;
  }

  /** Variables for a process that signs in with the token of its platform. */
  federated(tokenFile: string): Readonly<Record<string, string>> {
    return {
      ...this.#surroundings(),
      AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile,
      AWS_ROLE_ARN: `arn:aws:iam::${ACCOUNT}:role/ai-ops-bot`,
      AWS_ENDPOINT_URL_STS: this.url,
    };
  }

  /** Variables for a process that finds no credentials. */
  unkeyed(): Readonly<Record<string, string>> {
    return this.#surroundings();
  }

  /** Makes a secret, or puts a new current version into it: what was current is the previous one. */
  put(name: string, value: string | Uint8Array | object): void {
    const held = this.#held.get(name) ?? this.#make(name);
    for (const version of held.versions)
      version.stages = version.stages.includes('AWSCURRENT') ? ['AWSPREVIOUS'] : [];
    this.#versions += 1;
    held.versions.push({
      id: `00000000-0000-4000-8000-${String(this.#versions).padStart(12, '0')}`,
      value: typeof value === 'string' || value instanceof Uint8Array ? value : JSON.stringify(value),
      stages: ['AWSCURRENT'],
    });
    this.#now = this.#clock?.now() ?? this.#now + 60_000;
    held.changedAt = this.#now / 1000;
  }

  /** A rotation function does it, and will again in thirty days. */
  rotate(name: string, value: string): void {
    this.put(name, value);
    const held = this.#held.get(name) ?? this.#make(name);
    held.rotatedAt = held.changedAt;
    held.nextRotationAt = held.changedAt + 30 * 86_400;
  }

  /** What is done from now on is done at this time: epoch milliseconds. */
  setTime(now: number): void {
    this.#now = now;
  }

  markForDeletion(name: string): void {
    const held = this.#held.get(name);
    if (held !== undefined) held.markedForDeletion = true;
  }

  #surroundings(): Readonly<Record<string, string>> {
    return {
      AWS_REGION: REGION,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: this.url,
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  #make(name: string): Held {
    const held: Held = {
      name,
      arn: arnOf(name),
      versions: [],
      changedAt: 0,
      rotatedAt: null,
      nextRotationAt: null,
      markedForDeletion: false,
    };
    this.#held.set(name, held);
    return held;
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const mishap = this.mishaps.shift();
    if (mishap?.kind === 'hang') return;
    const { status, type, body } = mishap?.reply ?? this.#reply(request, Buffer.concat(chunks).toString());
    response.writeHead(status, { 'content-type': type }).end(body);
  }

  #reply({ method = '', url: path = '', headers }: IncomingMessage, body: string): Reply {
    if (headers['content-type'] === 'application/x-www-form-urlencoded')
      return this.#assumeRole(new URLSearchParams(body));
    const problem = signatureProblem({ method, path, headers, body }, this.#keys);
    if (problem !== null) return refusal(problem, 'The request is not signed as it must be.');
    const action = String(headers['x-amz-target']).replace(/^secretsmanager\./, '');
    const id = String(JSON.parse(body).SecretId);
    this.asked.push(`${action} ${id}`);
    const held = [...this.#held.values()].find(({ name, arn }) => name === id || arn === id);
    // As AWS does: who may not read a secret does not learn whether it is there.
    if (!this.permit(`secretsmanager:${action}`, held?.arn ?? arnOf(id)))
      return refusal('AccessDeniedException', `not authorized to perform: secretsmanager:${action}`);
    if (held === undefined)
      return refusal('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    switch (action) {
      case 'DescribeSecret':
        return json(describe(held));
      case 'GetSecretValue':
        return currentOf(held);
      default:
        return refusal('UnknownOperationException', `the stand-in knows no ${action}`);
    }
  }

  /** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
  #assumeRole(form: URLSearchParams): Reply {
    this.asked.push(`${form.get('Action')} ${form.get('RoleArn')}`);
    if (this.trustedToken === null || form.get('WebIdentityToken') !== this.trustedToken) {
      const message = 'Not authorized to perform sts:AssumeRoleWithWebIdentity';
      return xml(
        403,
        `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`,
      );
    }
    const key = {
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'of-a-session',
      sessionToken: 'a-session',
    };
    this.#keys.push(key);
    return xml(
      200,
      `<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>${key.accessKeyId}</AccessKeyId><SecretAccessKey>${key.secretAccessKey}</SecretAccessKey><SessionToken>${key.sessionToken}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
    );
  }
}

function currentOf(held: Held): Reply {
  if (held.markedForDeletion)
    return refusal('InvalidRequestException', 'The secret was marked for deletion.');
  const current = held.versions.at(-1);
  if (current === undefined)
    return refusal('ResourceNotFoundException', 'no value for staging label: AWSCURRENT');
  return json({
    ARN: held.arn,
    Name: held.name,
    VersionId: current.id,
    VersionStages: current.stages,
    CreatedDate: held.changedAt,
    ...(typeof current.value === 'string'
      ? { SecretString: current.value }
      : { SecretBinary: Buffer.from(current.value).toString('base64') }),
  });
}

function describe(held: Held): object {
  return {
    ARN: held.arn,
    Name: held.name,
    LastChangedDate: held.changedAt,
    ...(held.markedForDeletion && { DeletedDate: held.changedAt }),
    ...(held.nextRotationAt !== null && { RotationEnabled: true, NextRotationDate: held.nextRotationAt }),
    ...(held.rotatedAt !== null && { LastRotatedDate: held.rotatedAt }),
    VersionIdsToStages: Object.fromEntries(
      held.versions.filter(({ stages }) => stages.length > 0).map(({ id, stages }) => [id, stages]),
    ),
  };
}

function arnOf(name: string): string {
  return `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}-a1B2c3`;
}

function json(body: object): Reply {
  return { status: 200, type: 'application/x-amz-json-1.1', body: JSON.stringify(body) };
}

function xml(status: number, body: string): Reply {
  return { status, type: 'text/xml', body };
}

/** An error in AWS's own form. */
export function refusal(type: string, message: string, status = 400): Reply {
  return { ...json({ __type: type, message }), status };
}
