import { resolve } from 'node:path';
import { z } from 'zod';
import { LOG_LEVELS, type LogLevel } from '../log.ts';
import { DEFAULT_LOCALE, LOCALES, type Locale } from '../policies/locale.ts';
import { Secret } from '../secrets.ts';
import { hostName, publicAddress } from './addresses.ts';
import { appId, privateKey, webhookSecrets } from './app-credentials.ts';
import { type AwsSettings, awsSettings, awsVariables } from './aws-settings.ts';
import { type Environment, given } from './environment.ts';
import { type PagerDutySettings, pagerdutySettings, pagerdutyVariables } from './pagerduty-settings.ts';
import { type Found, fileVariablesOf } from './secret-files.ts';
import { SECRET_NAMES } from './secret-names.ts';
import { conflicts, missing, problemsOf } from './settings-problems.ts';
import { type SlackSettings, slackSettings, slackVariables } from './slack-settings.ts';

export type { Environment } from './environment.ts';

/** The GitHub App's own credentials. */
export interface AppCredentials {
  readonly id: number;
  /** RSA, PKCS #8 PEM. */
  readonly privateKey: Secret;
  /** At least one; a delivery may be signed with any. */
  readonly webhookSecrets: readonly Secret[];
}

export interface StoreSettings {
  /** PostgreSQL; `null` means the embedded store in `dataDir`. */
  readonly databaseUrl: Secret | null;
  /** Absolute path. */
  readonly dataDir: string;
  readonly logLevel: LogLevel;
}

/** Everything the process is told from outside, checked once at start. */
export interface Settings extends StoreSettings {
  readonly production: boolean;
  /** `null`: nothing is configured yet, so first-run setup is offered; never so in production. */
  readonly app: AppCredentials | null;
  /** Base of GitHub's REST API and of its pages, without a trailing slash. */
  readonly github: { readonly apiUrl: string; readonly webUrl: string };
  /** The stop that works when all else is down (O4). */
  readonly stop: { readonly always: boolean; readonly file: string | null };
  /** Language of what is about no single repository. */
  readonly locale: Locale;
  readonly http: { readonly host: string; readonly port: number; readonly publicUrl: string | null };
  /** `null`: not configured, and the bot works without it. */
  readonly slack: SlackSettings | null;
  /** `null`: not configured, and the bot works without it. */
  readonly pagerduty: PagerDutySettings | null;
  /** `null`: nothing is asked of AWS. */
  readonly aws: AwsSettings | null;
}

export type ReadSettings<T> =
  | { readonly ok: true; readonly settings: T }
  /** One line each: the variable, what is wrong, what to do; never its value. */
  | { readonly ok: false; readonly problems: readonly string[] };

const variables = z.object({
  APP_ID: appId.optional(),
  PRIVATE_KEY: privateKey.optional(),
  WEBHOOK_SECRET: webhookSecrets.optional(),
  GHE_HOST: hostName.optional(),
  GHE_PROTOCOL: z
    .enum(['https', 'http'], 'must be https, or http with a GHE_HOST on loopback')
    .default('https'),
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'must be a postgres:// or postgresql:// URL; leave it out for the embedded store',
    })
    .optional(),
  DATA_DIR: z
    .string()
    .default('./data')
    .transform((path) => resolve(path)),
  AI_OPS_STOP: z
    .string()
    .default('0')
    .transform((text) => text !== '0'),
  AI_OPS_LOCALE: z.enum(LOCALES, `must be one of ${LOCALES.join(', ')}`).default(DEFAULT_LOCALE),
  STOP_FILE: z
    .string()
    .transform((path) => resolve(path))
    .optional(),
  NODE_ENV: z
    .enum(['production', 'development', 'test'], 'must be production, development or test')
    .default('development'),
  PORT: z
    .string()
    .refine(isPort, 'must be a port from 0 to 65535; leave it out for 3000')
    .transform(Number)
    .default(3000),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'must be an address or host name to listen on, such as 127.0.0.1 or 0.0.0.0')
    .optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  PUBLIC_URL: publicAddress.optional(),
  ...slackVariables.shape,
  ...pagerdutyVariables.shape,
  ...awsVariables.shape,
});

const storeVariables = variables.pick({ DATABASE_URL: true, DATA_DIR: true, LOG_LEVEL: true });

const AS_GIVEN = { origins: {}, problems: [] };

/** Every variable the process reads. */
export const SETTING_NAMES: readonly string[] = [
  ...Object.keys(variables.shape),
  ...SECRET_NAMES.flatMap(fileVariablesOf),
];

/**
 * Checks the values, strictly; blank counts as unset. Names every problem at once.
 *
 * @param found with it, where they come from and what was wrong there: what could not be read is not called missing
 */
export function readSettings(
  values: Environment,
  { origins, problems: unread }: Pick<Found, 'origins' | 'problems'> = AS_GIVEN,
): ReadSettings<Settings> {
  const told = given(values, Object.keys(variables.shape));
  const parsed = variables.safeParse(told);
  const problems = [
    ...unread,
    ...problemsOf(parsed.error, origins),
    ...conflicts(told),
    ...(unread.length === 0 ? missing(told) : []),
  ];
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  const read = parsed.data;
  const production = read.NODE_ENV === 'production';
  const ghe = read.GHE_HOST === undefined ? null : `${read.GHE_PROTOCOL}://${read.GHE_HOST}`;
  const settings: Settings = {
    ...storeSettings(read),
    production,
    app: appCredentials(read),
    github: {
      apiUrl: ghe === null ? 'https://api.github.com' : `${ghe}/api/v3`,
      webUrl: ghe ?? 'https://github.com',
    },
    stop: { always: read.AI_OPS_STOP, file: read.STOP_FILE ?? null },
    locale: read.AI_OPS_LOCALE,
    http: {
      host: read.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
      port: read.PORT,
      publicUrl: read.PUBLIC_URL ?? null,
    },
    slack: slackSettings(read),
    pagerduty: pagerdutySettings(read),
    aws: awsSettings(read),
  };
  return { ok: true, settings };
}

/** The part that commands need which work on the store alone, such as `migrate` and `ledger verify`. */
export function readStoreSettings(
  values: Environment,
  { origins, problems: unread }: Pick<Found, 'origins' | 'problems'> = AS_GIVEN,
): ReadSettings<StoreSettings> {
  const parsed = storeVariables.safeParse(given(values, Object.keys(storeVariables.shape)));
  const problems = [...unread, ...problemsOf(parsed.error, origins)];
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  return { ok: true, settings: storeSettings(parsed.data) };
}

function storeSettings(read: z.output<typeof storeVariables>): StoreSettings {
  return {
    databaseUrl: read.DATABASE_URL === undefined ? null : new Secret(read.DATABASE_URL),
    dataDir: read.DATA_DIR,
    logLevel: read.LOG_LEVEL,
  };
}

function appCredentials(read: z.output<typeof variables>): AppCredentials | null {
  const { APP_ID: id, PRIVATE_KEY: key, WEBHOOK_SECRET: secrets } = read;
  if (id === undefined || key === undefined || secrets === undefined) return null;
  return { id, privateKey: key, webhookSecrets: secrets };
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}
