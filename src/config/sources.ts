import { SecretsManager } from '../aws/secrets-manager.ts';
import { readAwsSecrets } from './aws-secrets.ts';
import { awsVariables, type SecretEntry } from './aws-settings.ts';
import { type Environment, given } from './environment.ts';
import { type Found, readSecretFiles } from './secret-files.ts';
import { SECRET_NAMES, type SecretName } from './secret-names.ts';
import { withStoredCredentials } from './stored-credentials.ts';

const NOTHING: Found = { values: {}, origins: {}, problems: [] };

/**
 * Where settings come from, each variable from the first that has it: the environment, the file that
 * `<NAME>_FILE` names, AWS Secrets Manager, what first-run setup stored. Only secrets come from the last three.
 */
export class Sources {
  readonly #environment: Environment;
  readonly #aws: Pick<SecretsManager, 'value'> | null;

  /** @param aws in place of the one that the environment describes */
  constructor(environment: Environment, aws?: Pick<SecretsManager, 'value'>) {
    this.#environment = given(environment, Object.keys(environment));
    const endpoint = awsVariables.shape.AWS_ENDPOINT_URL_SECRETS_MANAGER.safeParse(
      this.#environment.AWS_ENDPOINT_URL_SECRETS_MANAGER,
    );
    this.#aws = aws ?? (endpoint.success ? new SecretsManager({ endpoint: endpoint.data ?? null }) : null);
  }

  /**
   * Reads them all as they are now.
   *
   * @throws {CodedError} AIOPS_CREDENTIALS_UNREADABLE where what first-run setup stored is there but cannot be read
   */
  async read(): Promise<Found> {
    const found = await this.#find(SECRET_NAMES);
    const values = withStoredCredentials(found.values);
    const stored = Object.keys(values).filter((name) => found.values[name] === undefined);
    const origins = Object.fromEntries(stored.map((name) => [name, 'what first-run setup stored']));
    return { ...found, values, origins: { ...found.origins, ...origins } };
  }

  /** Reads what the store needs. AWS is asked only where DATABASE_URL may be there: the store works without it. */
  readStore(): Promise<Found> {
    return this.#find(['DATABASE_URL']);
  }

  async #find(names: readonly SecretName[]): Promise<Found> {
    const set = this.#environment;
    const files = readSecretFiles(set, names);
    const wanted = names.filter((name) => set[name] === undefined && files.values[name] === undefined);
    const aws = await this.#fromAws(wanted);
    const values = { ...aws.values, ...files.values, ...set };
    const origins = { ...aws.origins, ...files.origins };
    return { values, origins, problems: [...files.problems, ...aws.problems] };
  }

  async #fromAws(wanted: readonly SecretName[]): Promise<Found> {
    const entries = this.#entries().filter(({ name }) =>
      name === null ? wanted.length > 0 : wanted.includes(name),
    );
    if (entries.length === 0 || this.#aws === null) return NOTHING;
    const { values, origins, problems } = await readAwsSecrets(entries, this.#aws);
    return { values: only(wanted, values), origins: only(wanted, origins), problems };
  }

  /** None where the variable itself is wrong: that is said with those of all other variables. */
  #entries(): readonly SecretEntry[] {
    const read = awsVariables.shape.AWS_SECRET_IDS.safeParse(this.#environment.AWS_SECRET_IDS);
    return read.data ?? [];
  }
}

function only(names: readonly SecretName[], values: Environment): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = values[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
