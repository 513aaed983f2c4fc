import { z } from 'zod';
import { sentenceOn } from '../aws/failure.ts';
import type { SecretsManager } from '../aws/secrets-manager.ts';
import type { SecretEntry } from './aws-settings.ts';
import type { Found } from './secret-files.ts';
import { isSecretName, type SecretName } from './secret-names.ts';

/** How a key may look that is named in a problem: a mistyped variable does, a secret in its place hardly. */
const TELLABLE = /^[A-Za-z]+(_[A-Za-z]+){1,5}$/;

const object = z.record(z.string(), z.unknown());

/** What one secret holds, by variable, or one line each of what is wrong with it. */
interface Held {
  readonly id: string;
  readonly values: ReadonlyMap<SecretName, string>;
  readonly problems: readonly string[];
}

/** Reads the secrets of AWS_SECRET_IDS, all at once. A problem names the secret and the variable, never a value. */
export async function readAwsSecrets(
  entries: readonly SecretEntry[],
  manager: Pick<SecretsManager, 'value'>,
): Promise<Found> {
  const held = await Promise.all(entries.map((entry) => readOne(entry, manager)));
  const pairs = held.flatMap(({ id, values }) => [...values].map(([name, value]) => ({ id, name, value })));
  const twice = [...Map.groupBy(pairs, ({ name }) => name)]
    .filter(([, among]) => among.length > 1)
    .map(([name, among]) => `${among.map(({ id }) => id).join(' and ')} both hold ${name}; keep one`);
  return {
    values: Object.fromEntries(pairs.map(({ name, value }) => [name, value])),
    origins: Object.fromEntries(pairs.map(({ id, name }) => [name, `the AWS secret ${id}`])),
    problems: [...held.flatMap(({ problems }) => problems), ...twice].map(
      (line) => `AWS_SECRET_IDS: ${line}`,
    ),
  };
}

async function readOne({ id, name }: SecretEntry, manager: Pick<SecretsManager, 'value'>): Promise<Held> {
  const answer = await manager.value(id);
  if (!answer.ok) return broken(id, [sentenceOn(answer.failure, 'secretsmanager:GetSecretValue')]);
  const text = answer.value.expose().trim();
  if (text === '') return broken(id, ['is empty; put a value into it']);
  return name === null ? heldIn(id, text) : { id, values: new Map([[name, text]]), problems: [] };
}

function heldIn(id: string, text: string): Held {
  const parsed = object.safeParse(jsonOf(text));
  if (!parsed.success) {
    return broken(id, [
      'holds no JSON object of variables; write {"NAME":"value"} into it, or NAME= before its id',
    ]);
  }
  const values = new Map<SecretName, string>();
  const problems: string[] = [];
  for (const [key, value] of Object.entries(parsed.data)) {
    if (!isSecretName(key))
      problems.push(`holds ${told(key)}, which may not come from a secret; take it out`);
    else if (typeof value !== 'string')
      problems.push(`holds ${key} as something else than text; write it as a string`);
    else if (value.trim() === '') problems.push(`holds an empty ${key}; give it a value or take it out`);
    else values.set(key, value.trim());
  }
  return { ...broken(id, problems), values };
}

function broken(id: string, problems: readonly string[]): Held {
  return { id, values: new Map(), problems: problems.map((problem) => `${id} ${problem}`) };
}

function told(key: string): string {
  return TELLABLE.test(key) ? key : 'a key that is no variable';
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
