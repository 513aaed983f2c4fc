import { z } from 'zod';
import { publicAddress } from './addresses.ts';
import { isSecretName, SECRET_NAMES, type SecretName } from './secret-names.ts';
import { listed } from './shared-secrets.ts';

export interface AwsSettings {
  /** Secrets that the bot's own credentials come from: names or ARNs. */
  readonly secretIds: readonly string[];
  /** Secrets of the customer, of which the bot knows nothing but when they changed: names or ARNs. */
  readonly watchedIds: readonly string[];
  /** Another address of Secrets Manager; `null`: the region's own. */
  readonly endpoint: string | null;
}

/** One entry of AWS_SECRET_IDS: an object of variables, or the value of the one that is named. */
export interface SecretEntry {
  readonly id: string;
  readonly name: SecretName | null;
}

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html `Name` */
export const AWS_SECRET_NAME = /^[\w/+=.@-]{1,512}$/;
const ARN = /^arn:aws[a-z-]*:secretsmanager:[a-z\d-]+:\d{12}:secret:[\w/+=.@-]{1,520}$/;
/** What stands before the sign is meant as a variable; a secret whose own name looks so is named by its ARN. */
const NAMED = /^(?<name>[A-Z][A-Z\d_]*)=(?<id>.*)$/;

/** Entries are told by their place: who pastes a secret here must not read it in a log. */
const secretEntries = z.string().transform((text, context): readonly SecretEntry[] => {
  const entries = listed(text).map((part, i): SecretEntry => {
    const { name = null, id = part } = NAMED.exec(part)?.groups ?? {};
    if (!isSecretId(id))
      context.addIssue(`entry ${i + 1} is neither a secret's name nor its ARN, nor NAME= and one of them`);
    if (name === null || isSecretName(name)) return { id, name };
    context.addIssue(
      `entry ${i + 1} begins with a variable that may not come from a secret; those that may: ${SECRET_NAMES.join(', ')}`,
    );
    return { id, name: null };
  });
  if (entries.length === 0) context.addIssue('names no secret; leave it out');
  return entries;
});

const watchedIds = z.string().transform((text, context): readonly string[] => {
  const ids = listed(text);
  for (const [i, id] of ids.entries()) {
    if (!isSecretId(id)) context.addIssue(`entry ${i + 1} is neither a secret's name nor its ARN`);
  }
  if (ids.length === 0) context.addIssue('names no secret; leave it out');
  return ids;
});

export const awsVariables = z.object({
  AWS_SECRET_IDS: secretEntries.optional(),
  AWS_WATCHED_SECRET_IDS: watchedIds.optional(),
  AWS_ENDPOINT_URL_SECRETS_MANAGER: publicAddress.optional(),
});

/** `null`: nothing is asked of AWS. */
export function awsSettings(read: z.output<typeof awsVariables>): AwsSettings | null {
  if (read.AWS_SECRET_IDS === undefined && read.AWS_WATCHED_SECRET_IDS === undefined) return null;
  return {
    secretIds: [...new Set(read.AWS_SECRET_IDS?.map(({ id }) => id))],
    watchedIds: read.AWS_WATCHED_SECRET_IDS ?? [],
    endpoint: read.AWS_ENDPOINT_URL_SECRETS_MANAGER ?? null,
  };
}

function isSecretId(text: string): boolean {
  return AWS_SECRET_NAME.test(text) || ARN.test(text);
}
