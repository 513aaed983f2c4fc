import { Probot } from 'probot';
import { z } from 'zod';
import type { Secret } from '../secrets.ts';
import { expectAnswer } from './answer.ts';
import { type GitHubClient, tunedOctokit } from './client.ts';

/** With what, and where, the App signs in. */
export interface SignIn {
  readonly appId: number;
  /** RSA, PKCS #8 PEM. */
  readonly privateKey: Secret;
  /** For deliveries that Probot itself would receive; a command receives none. */
  readonly webhookSecret?: Secret | undefined;
  /** Base of the REST API, without a trailing slash. */
  readonly apiUrl: string;
  readonly log: NonNullable<NonNullable<ConstructorParameters<typeof Probot>[0]>['log']>;
  /** Told whenever GitHub does not know the key. */
  readonly onAppRefused?: () => void;
}

/** Probot as the App, over the tuned client. */
export function probotOf({ appId, privateKey, webhookSecret, apiUrl, log, onAppRefused }: SignIn): Probot {
  return new Probot({
    appId,
    privateKey: privateKey.expose(),
    secret: webhookSecret?.expose() ?? '',
    log,
    baseUrl: apiUrl,
    Octokit: tunedOctokit(onAppRefused === undefined ? {} : { onAppRefused }),
  });
}

const appAnswer = z.object({ slug: z.string() });

/** `<slug>[bot]`: who GitHub says did what the App did; nobody else can have such a login. */
export async function botLogin(probot: Probot): Promise<string> {
  const app = await probot.auth();
  const answer = await app.request('GET /app');
  return `${expectAnswer(appAnswer, answer.data, 'App').slug}[bot]`;
}

const installationAnswer = z.object({
  id: z.number(),
  html_url: z.string(),
  account: z.object({ login: z.string() }),
  suspended_at: z.string().nullish(),
  permissions: z.record(z.string(), z.string()),
  events: z.array(z.string()),
});

/** The App's installation that reaches a repository. */
export interface Installation {
  readonly id: number;
  /** The page on which its permissions are approved. */
  readonly url: string;
  /** Login of the person or organization that it is installed on. */
  readonly account: string;
  readonly suspended: boolean;
  /** Permission, such as `contents`, to what was granted, `read` or `write`. */
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
  /** By GitHub's clock, when it told this: epoch milliseconds, `null` where it did not say. */
  readonly toldAt: number | null;
}

/**
 * The App's installation that reaches a repository; `null` where there is none, or no such repository: GitHub
 * does not tell which.
 *
 * @param app GitHub as the App itself
 */
export async function installationOf(
  app: Pick<GitHubClient, 'request'>,
  where: { readonly owner: string; readonly repo: string },
): Promise<Installation | null> {
  try {
    const { data, headers } = await app.request('GET /repos/{owner}/{repo}/installation', where);
    const { id, html_url, account, suspended_at, permissions, events } = expectAnswer(
      installationAnswer,
      data,
      'installation',
    );
    const toldAt = Date.parse(headers.date ?? '');
    return {
      id,
      url: html_url,
      account: account.login,
      suspended: (suspended_at ?? null) !== null,
      permissions,
      events,
      toldAt: Number.isNaN(toldAt) ? null : toldAt,
    };
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 404) return null;
    throw error;
  }
}
