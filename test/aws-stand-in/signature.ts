import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What AWS gave out: a key, or a key of a session that a role was assumed for. */
export interface AwsKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
}

export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=(?<id>\w+)\/(?<date>\d{8})\/(?<region>[\w-]+)\/(?<service>\w+)\/aws4_request, SignedHeaders=(?<signed>[\w;-]+), Signature=(?<signature>[0-9a-f]{64})$/;

/** Headers that have to be signed, or a request could be sent to another operation or at another time. */
const MUST_BE_SIGNED = ['host', 'x-amz-date', 'x-amz-target'];

/**
 * AWS Signature Version 4, checked as AWS does.
 *
 * @returns AWS's name for what is wrong, `null` for nothing
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signatureProblem(request: SignedRequest, keys: readonly AwsKey[]): string | null {
  const { headers } = request;
  const parts = AUTHORIZATION.exec(headers.authorization ?? '')?.groups;
  if (parts === undefined) return 'MissingAuthenticationTokenException';
  const { id = '', date = '', region = '', service = '', signed = '', signature = '' } = parts;
  const key = keys.find(({ accessKeyId }) => accessKeyId === id);
  if (key === undefined) return 'UnrecognizedClientException';
  if ((headers['x-amz-security-token'] ?? null) !== key.sessionToken) return 'UnrecognizedClientException';
  const names = signed.split(';');
  if (service !== 'secretsmanager' || MUST_BE_SIGNED.some((name) => !names.includes(name)))
    return 'IncompleteSignature';
  const scope = `${date}/${region}/${service}/aws4_request`;
  const canonical = [
    request.method,
    request.path,
    '',
    ...names.map((name) => `${name}:${String(headers[name] ?? '').trim()}`),
    '',
    signed,
    sha256(request.body),
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const signing = [date, region, service, 'aws4_request'].reduce<Buffer>(
    (from, part) => hmac(from, part),
    Buffer.from(`AWS4${key.secretAccessKey}`),
  );
  return hmac(signing, text).toString('hex') === signature ? null : 'InvalidSignatureException';
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
