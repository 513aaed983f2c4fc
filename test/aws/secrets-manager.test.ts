import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { describeSecrets } from '../../src/aws/describe-secrets.ts';
import { type AwsFailureKind, awsFailure, sentenceOn } from '../../src/aws/failure.ts';
import { SecretsManager } from '../../src/aws/secrets-manager.ts';
import { AwsStandIn, type Mishap, refusal } from '../aws-stand-in/stand-in.ts';
import { processHas } from '../aws-stand-in/surroundings.ts';

const ID = 'ai-ops/bot';
const VALUE = 'a value that nobody may see';
const LIMITS = { connect: 1_000, request: 5_000, whole: 10_000 };

let aws: AwsStandIn;
let folder: string;
beforeEach(async () => {
  aws = await AwsStandIn.open();
  aws.put(ID, VALUE);
  folder = mkdtempSync(join(tmpdir(), 'aws-'));
});
afterEach(async () => {
  await aws.close();
  rmSync(folder, { recursive: true });
});

const manager = (limits = LIMITS) => new SecretsManager({ endpoint: aws.url, limits });

async function kindOf(secrets: SecretsManager): Promise<AwsFailureKind | 'ok'> {
  const answer = await secrets.value(ID);
  return answer.ok ? 'ok' : answer.failure.kind;
}

describe('a value', () => {
  test('is the current one at each question, with a key of the environment', async () => {
    processHas(aws.keyed());
    const secrets = manager();
    const first = await secrets.value(ID);
    aws.put(ID, 'the next value');
    const second = await secrets.value(ID);
    expect([first, second].map((answer) => answer.ok && answer.value.expose())).toEqual([
      VALUE,
      'the next value',
    ]);
    expect(JSON.stringify([first, second])).not.toContain('value that');
    expect(aws.asked).toEqual([`GetSecretValue ${ID}`, `GetSecretValue ${ID}`]);
  });

  test('comes with the web identity of the platform, which signs in once', async () => {
    const file = join(folder, 'token');
    writeFileSync(file, 'a-token-of-the-platform');
    aws.trustedToken = 'a-token-of-the-platform';
    processHas(aws.federated(file));
    const secrets = manager();
    expect(await kindOf(secrets)).toBe('ok');
    expect(await kindOf(secrets)).toBe('ok');
    expect(aws.asked.map((asked) => asked.split(' ')[0])).toEqual([
      'AssumeRoleWithWebIdentity',
      'GetSecretValue',
      'GetSecretValue',
    ]);
  });

  test('credentials that AWS no longer takes are looked for anew, by the same object', async () => {
    processHas(aws.keyed());
    const secrets = manager();
    expect(await kindOf(secrets)).toBe('ok');
    aws.revokeKeys();
    const file = join(folder, 'token');
    writeFileSync(file, 'a-token-of-the-platform');
    aws.trustedToken = 'a-token-of-the-platform';
    processHas({
      ...aws.federated(file),
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
    });
    expect(await kindOf(secrets)).toBe('credentials_refused');
    expect(await kindOf(secrets)).toBe('ok');
  });

  test('a role that does not trust the token is not assumed', async () => {
    const file = join(folder, 'token');
    writeFileSync(file, 'a-token-of-another');
    aws.trustedToken = 'a-token-of-the-platform';
    processHas(aws.federated(file));
    expect(await kindOf(manager())).toBe('credentials_refused');
  });

  test('bytes are no text', async () => {
    processHas(aws.keyed());
    aws.put(ID, new Uint8Array([1, 2, 3]));
    expect(await kindOf(manager())).toBe('not_text');
  });
});

describe('a failure is told by what to do about it', () => {
  const error = (type: string, status = 400): Mishap => ({
    kind: 'reply',
    reply: refusal(type, 'as the test wants it', status),
  });
  const text = (status: number, body: string): Mishap => ({
    kind: 'reply',
    reply: { status, type: 'text/html', body },
  });
  const times = (mishap: Mishap) => [mishap, mishap, mishap];
  test.each<[string, readonly Mishap[], AwsFailureKind]>([
    ['DecryptionFailure', [error('DecryptionFailure')], 'not_decrypted'],
    ['InvalidParameterException', [error('InvalidParameterException')], 'not_as_it_is'],
    ['ExpiredTokenException', [error('ExpiredTokenException')], 'credentials_refused'],
    ['InternalServiceError, three times', times(error('InternalServiceError', 500)), 'unavailable'],
    ['a 502 of a proxy, three times', times(text(502, '<html>')), 'unavailable'],
    ['an answer that is no JSON', times(text(200, `${VALUE}!`)), 'unavailable'],
  ])('%s', async (_what, mishaps, kind) => {
    processHas(aws.keyed());
    aws.mishaps.push(...mishaps);
    const answer = await manager().value(ID);
    expect(answer).toMatchObject({ ok: false, failure: { kind } });
    expect(JSON.stringify(answer)).not.toContain('value');
  });

  test('one 500 is asked again', async () => {
    processHas(aws.keyed());
    aws.mishaps.push(error('InternalServiceError', 500));
    expect(await kindOf(manager())).toBe('ok');
  });

  test('what AWS itself refuses', async () => {
    processHas(aws.keyed());
    aws.permit = () => false;
    expect(await kindOf(manager())).toBe('denied');
    aws.permit = () => true;
    aws.markForDeletion(ID);
    expect(await kindOf(manager())).toBe('not_as_it_is');
    expect(await manager().value('ai-ops/other')).toEqual({
      ok: false,
      failure: { kind: 'not_found', detail: 'ResourceNotFoundException' },
    });
    processHas({ AWS_SECRET_ACCESS_KEY: 'another' });
    expect(await kindOf(manager())).toBe('credentials_refused');
    processHas({ AWS_ACCESS_KEY_ID: 'AKIAANOTHER' });
    expect(await kindOf(manager())).toBe('credentials_refused');
  });

  test('what never gets there', async () => {
    processHas(aws.unkeyed());
    expect(await kindOf(manager())).toBe('no_credentials');
    processHas(aws.federated(join(folder, 'nowhere')));
    expect(await kindOf(manager())).toBe('no_credentials');
    for (const AWS_REGION of [undefined, '']) {
      processHas({ ...aws.keyed(), AWS_REGION });
      expect(await kindOf(manager())).toBe('no_region');
    }
    expect(aws.asked).toEqual([]);
  });

  test('no answer in time: of one attempt, and of all together', async () => {
    processHas(aws.keyed());
    aws.mishaps.push({ kind: 'hang' });
    expect(await kindOf(manager({ ...LIMITS, request: 50 }))).toBe('ok');
    aws.mishaps.push({ kind: 'hang' });
    expect(await kindOf(manager({ ...LIMITS, whole: 50 }))).toBe('unreachable');
  });

  test.each<[string, unknown, AwsFailureKind]>([
    ['no server', { code: 'ECONNREFUSED', syscall: 'connect' }, 'unreachable'],
    ['a certificate', { code: 'CERT_HAS_EXPIRED' }, 'unreachable'],
    ['a connection', { code: 'EPROTO', syscall: 'write' }, 'unreachable'],
    ['a bug', new TypeError(VALUE), 'unavailable'],
    ['no error at all', VALUE, 'unavailable'],
    ['a name that is none', { name: `${VALUE} as a name` }, 'unavailable'],
  ])('%s', (_what, thrown, kind) => {
    const failure = awsFailure(thrown);
    expect(failure.kind).toBe(kind);
    expect(failure.detail).not.toContain('value');
  });

  test.each<AwsFailureKind>([
    'denied',
    'not_found',
    'not_as_it_is',
    'not_text',
    'not_decrypted',
    'no_credentials',
    'credentials_refused',
    'no_region',
    'unreachable',
    'unavailable',
  ])(
    '%s: one line with what to do next, which differs for reading and describing where it matters',
    (kind) => {
      const failure = { kind, detail: 'Detail' };
      const read = sentenceOn(failure, 'secretsmanager:GetSecretValue');
      const described = sentenceOn(failure, 'secretsmanager:DescribeSecret');
      expect(read).toMatch(/^[^\n]+; [a-z][^\n]+[^.]$/);
      expect(read === described).toBe(kind !== 'denied');
      expect(described).not.toMatch(/kms|GetSecretValue/);
    },
  );
});

describe('what changed, without the value', () => {
  test('is asked by DescribeSecret alone, in the order of the ids', async () => {
    processHas(aws.keyed());
    aws.permit = (action) => action === 'secretsmanager:DescribeSecret';
    aws.put('ai/ops/langgraph', 'one');
    aws.rotate('ai/ops/langgraph', 'two');
    aws.put('ai/ops/codex', 'one');
    expect(await describeSecrets(['ai/ops/langgraph', 'ai/ops/codex', 'ai/ops/gone'], manager())).toEqual([
      {
        id: 'ai/ops/langgraph',
        ok: true,
        metadata: {
          name: 'ai/ops/langgraph',
          deletedDate: null,
          lastChangedDate: '2026-03-02T09:03:00.000Z',
          lastRotatedDate: '2026-03-02T09:03:00.000Z',
          rotationEnabled: true,
          nextRotationDate: '2026-04-01T09:03:00.000Z',
          versionIds: {
            AWSPREVIOUS: '00000000-0000-4000-8000-000000000002',
            AWSCURRENT: '00000000-0000-4000-8000-000000000003',
          },
        },
      },
      {
        id: 'ai/ops/codex',
        ok: true,
        metadata: {
          name: 'ai/ops/codex',
          deletedDate: null,
          lastChangedDate: '2026-03-02T09:04:00.000Z',
          lastRotatedDate: null,
          rotationEnabled: false,
          nextRotationDate: null,
          versionIds: { AWSCURRENT: '00000000-0000-4000-8000-000000000004' },
        },
      },
      { id: 'ai/ops/gone', ok: false, failure: { kind: 'not_found', detail: 'ResourceNotFoundException' } },
    ]);
    expect(new Set(aws.asked.map((asked) => asked.split(' ')[0]))).toEqual(new Set(['DescribeSecret']));
  });
});
