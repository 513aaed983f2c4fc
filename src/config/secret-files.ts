import { readFileSync } from 'node:fs';
import type { Environment } from './environment.ts';
import type { SecretName } from './secret-names.ts';

/** What one kind of source holds. */
export interface Found {
  readonly values: Environment;
  /** Where each value comes from, by its variable, as the end of a sentence. */
  readonly origins: Readonly<Record<string, string>>;
  /** One line each, the variable first; never a value. */
  readonly problems: readonly string[];
}

/** Probot's name for the file of the key, which was there before the others. */
const PROBOT_KEY_FILE = 'PRIVATE_KEY_PATH';

/** The variables that name the file of a secret: `<NAME>_FILE`, as Docker and Kubernetes mount them. */
export function fileVariablesOf(name: SecretName): readonly string[] {
  return name === 'PRIVATE_KEY' ? ['PRIVATE_KEY_FILE', PROBOT_KEY_FILE] : [`${name}_FILE`];
}

/** Reads the files that the environment names, each as it is now; the blanks around a value are not part of it. */
export function readSecretFiles(set: Environment, names: readonly SecretName[]): Found {
  const values: Record<string, string> = {};
  const origins: Record<string, string> = {};
  const problems: string[] = keyTwice(set);
  for (const name of names) {
    for (const variable of fileVariablesOf(name)) {
      const path = set[variable];
      if (path === undefined || set[name] !== undefined) continue;
      const text = textOf(path);
      if ('problem' in text) problems.push(`${variable}: ${text.problem}`);
      else {
        values[name] = text.value;
        origins[name] = `the file that ${variable} names`;
      }
    }
  }
  return { values, origins, problems };
}

function keyTwice(set: Environment): string[] {
  const twin = ['PRIVATE_KEY', 'PRIVATE_KEY_FILE'].find((name) => set[name] !== undefined);
  if (set[PROBOT_KEY_FILE] === undefined || twin === undefined) return [];
  return [`${PROBOT_KEY_FILE}: is set together with ${twin}; keep one of them`];
}

function textOf(path: string): { readonly value: string } | { readonly problem: string } {
  try {
    const value = readFileSync(path, 'utf8').trim();
    return value === '' ? { problem: 'names a file that is empty; write the secret into it' } : { value };
  } catch {
    return {
      problem: 'names a file that cannot be read; check that it exists and that this user may read it',
    };
  }
}
