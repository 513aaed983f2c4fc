import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { describeSecrets } from '../../src/aws/describe-secrets.ts';
import { SecretsManager } from '../../src/aws/secrets-manager.ts';
import { SECRET_NAMES } from '../../src/config/secret-names.ts';
import { SETTING_NAMES } from '../../src/config/settings.ts';
import { Sources } from '../../src/config/sources.ts';
import { AwsStandIn } from '../aws-stand-in/stand-in.ts';
import { processHas } from '../aws-stand-in/surroundings.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const doc = read('docs/secrets.md');
const terraform = read('docs/examples/aws/secrets.tf');
const [policyText = '', trustText = ''] = [...doc.matchAll(/```json\n([\s\S]*?)```/g)].map(
  ([, json]) => json,
);

const policy = z
  .strictObject({
    Version: z.literal('2012-10-17'),
    Statement: z.array(
      z.strictObject({
        Sid: z.string(),
        Effect: z.literal('Allow'),
        Action: z.array(z.string()),
        Resource: z.array(z.string()),
      }),
    ),
  })
  .parse(JSON.parse(policyText));

const OWN = 'ai-ops/bot';
const WATCHED = ['ai/ops/codex', 'ai/ops/langgraph'];

/** What the policy allows, as IAM reads its wildcards. */
function allows(action: string, arn: string): boolean {
  return policy.Statement.some(
    ({ Action, Resource }) => Action.includes(action) && Resource.some((pattern) => matches(pattern, arn)),
  );
}

function matches(pattern: string, arn: string): boolean {
  const literal = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(arn);
}

/** The statements of one Terraform policy document: what each may do, by its name. */
function statementsIn(name: string): Readonly<Record<string, readonly string[]>> {
  const from = terraform.indexOf(`data "aws_iam_policy_document" "${name}" {`);
  const body = terraform.slice(from, terraform.indexOf('\n}\n', from));
  return Object.fromEntries(
    [...body.matchAll(/sid\s+= "(\w+)"\s+actions\s+= (\[[^\]]+\])/g)].map(([, sid = '', actions = '']) => [
      sid,
      z.array(z.string()).parse(JSON.parse(actions)),
    ]),
  );
}

describe('the policy in docs/secrets.md', () => {
  let aws: AwsStandIn;
  let manager: SecretsManager;
  beforeEach(async () => {
    aws = await AwsStandIn.open();
    processHas(aws.keyed());
    aws.permit = allows;
    for (const id of [OWN, ...WATCHED]) aws.put(id, { WEBHOOK_SECRET: 'a-value' });
    manager = new SecretsManager({ endpoint: aws.url });
  });
  afterEach(() => aws.close());

  test('is enough for all that the bot does', async () => {
    const found = await new Sources({
      AWS_SECRET_IDS: OWN,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.url,
    }).read();
    expect(found).toMatchObject({ problems: [], values: { WEBHOOK_SECRET: 'a-value' } });
    const described = await describeSecrets(WATCHED, manager);
    expect(described.filter(({ ok }) => !ok)).toEqual([]);
  });

  test("is no more: neither the workflows' keys, nor another secret", async () => {
    for (const id of [...WATCHED, 'ai-ops/bot-of-others'])
      expect(await manager.value(id)).toMatchObject({ ok: false, failure: { kind: 'denied' } });
    expect(await manager.description(OWN)).toMatchObject({ ok: false, failure: { kind: 'denied' } });
  });

  test('names what the code calls, each on its own', () => {
    const called = globSync('src/**/*.ts', { cwd: ROOT }).flatMap((file) =>
      [...read(file).matchAll(/new sdk\.(\w+)Command\(/g)].map(([, name]) => `secretsmanager:${name}`),
    );
    expect(policy.Statement.flatMap(({ Action }) => Action).sort()).toEqual([...new Set(called)].sort());
    for (const { Resource } of policy.Statement)
      for (const arn of Resource) expect(arn).toMatch(/^[^*?]+-\?{6}$/);
  });
});

test('the trust policy lets in one subject of one platform, for AWS', () => {
  const { Statement } = z
    .object({
      Statement: z.tuple([
        z.object({
          Action: z.literal('sts:AssumeRoleWithWebIdentity'),
          Principal: z.strictObject({ Federated: z.string() }),
          Condition: z.strictObject({ StringEquals: z.record(z.string(), z.string()) }),
        }),
      ]),
    })
    .parse(JSON.parse(trustText));
  const [{ Principal, Condition }] = Statement;
  const issuer = Principal.Federated.split(':oidc-provider/')[1];
  expect(Condition.StringEquals).toEqual({
    [`${issuer}:sub`]: expect.stringMatching(/^[^*?]+$/),
    [`${issuer}:aud`]: 'sts.amazonaws.com',
  });
});

describe('the Terraform example', () => {
  test('allows the same, and decryption with a key of the own', () => {
    const { DecryptOwnSecret, ...always } = statementsIn('bot');
    expect(always).toEqual(Object.fromEntries(policy.Statement.map(({ Sid, Action }) => [Sid, Action])));
    expect(DecryptOwnSecret).toEqual(['kms:Decrypt']);
    expect(statementsIn('trust')).toEqual({ TheBotAndNobodyElse: ['sts:AssumeRoleWithWebIdentity'] });
    for (const claim of ['sub', 'aud']) expect(terraform).toContain(`variable = "\${local.issuer}:${claim}"`);
  });

  test('is about the same secrets, and puts out variables that exist', () => {
    expect(terraform).toContain(`name                    = "${OWN}"`);
    expect(terraform).toContain(`toset(${JSON.stringify(WATCHED).replace(',', ', ')})`);
    const out = terraform.slice(terraform.indexOf('output "environment"'));
    const names = [...out.matchAll(/^ {4}([A-Z_]+) +=/gm)].map(([, name = '']) => name);
    expect(names.filter((name) => !SETTING_NAMES.includes(name))).toEqual(['AWS_ROLE_ARN']);
    expect(names).toEqual(expect.arrayContaining(['AWS_SECRET_IDS', 'AWS_WATCHED_SECRET_IDS']));
  });

  test('closes what it opens', () => {
    const code = terraform.replace(/#.*|"(?:[^"\\]|\\.)*"/g, '');
    const count = (sign: string) => code.split(sign).length;
    expect([count('{'), count('['), count('(')]).toEqual([count('}'), count(']'), count(')')]);
    for (const [, kind = '', name = ''] of terraform.matchAll(/\b(var|local)\.(\w+)/g))
      expect(terraform).toMatch(
        kind === 'var' ? new RegExp(`^variable "${name}" \\{$`, 'm') : new RegExp(`^ {2}${name} = `, 'm'),
      );
  });
});

test('docs/secrets.md lists every secret, and says of each how it is rotated', () => {
  const rows = [...doc.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);
  expect(rows.sort()).toEqual([...SECRET_NAMES].sort());
  const rotation = doc.slice(doc.indexOf('## Rotate'), doc.indexOf('## Least privilege'));
  const sections = rotation.split('\n### ').slice(1);
  expect(sections.filter((section) => !section.includes('*Meanwhile:*'))).toEqual([
    expect.stringMatching(/^The keys of LangGraph and Codex\n/),
  ]);
  for (const name of SECRET_NAMES) expect(rotation).toContain(`\`${name}\``);
});
