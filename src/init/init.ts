import type { Probot } from 'probot';
import type { Clock } from '../clock.ts';
import { CodedError } from '../errors.ts';
import { botLogin, type Installation, installationOf } from '../github/app.ts';
import type { Locale } from '../policies/locale.ts';
import { asking, type Hub, type Where } from './asking.ts';
import { type OpenedPull, openPull } from './open-pull.ts';
import { type Plan, planOf } from './plan.ts';
import { readSurvey } from './read-survey.ts';

/** What making the pull request takes; reading takes nothing that the bot does not need anyway. */
const NEEDED = ['contents', 'pull_requests'] as const;
const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' });

export interface Proposed {
  readonly plan: Plan;
  /** `null` for a dry run. */
  readonly pull: OpenedPull | null;
}

/**
 * Looks at a repository and proposes a configuration to it in a pull request, as the App.
 *
 * @param how.dryRun nothing is written anywhere
 * @throws {CodedError} AIOPS_INIT_NOT_INSTALLED, AIOPS_INIT_FORBIDDEN, or what reading and writing throw
 */
export async function proposeTo(
  app: { readonly probot: Probot; readonly clock: Clock },
  where: Where,
  how: { readonly locale: Locale; readonly dryRun: boolean },
): Promise<Proposed> {
  const { probot, clock } = app;
  const name = `${where.owner}/${where.repo}`;
  const installation = await asking(clock, `find the App's installation on ${name}`, async () =>
    installationOf(await probot.auth(), where),
  );
  const { id } = usable(installation, name, how.dryRun);
  const hub: Hub = { client: await probot.auth(id), clock };
  const survey = await readSurvey(hub, where);
  // The documents are kept by the runbook's day, which is Japan's.
  const plan = planOf(survey, { locale: how.locale, today: DAY.format(clock.now()) });
  if (how.dryRun) return { plan, pull: null };
  const login = await asking(clock, "read the App's own name", () => botLogin(probot));
  return { plan, pull: await openPull(hub, { survey, plan, login }) };
}

function usable(installation: Installation | null, name: string, dryRun: boolean): Installation {
  if (installation === null)
    throw new CodedError(
      'AIOPS_INIT_NOT_INSTALLED',
      `the App is not installed on ${name}, or there is no such repository; install it from the App's page on GitHub`,
    );
  const { suspended, permissions, url } = installation;
  if (suspended)
    throw new CodedError(
      'AIOPS_INIT_FORBIDDEN',
      `the App's installation on ${name} is suspended; unsuspend it at ${url}`,
    );
  const lacking = NEEDED.filter((permission) => permissions[permission] !== 'write');
  if (!dryRun && lacking.length > 0)
    throw new CodedError(
      'AIOPS_INIT_FORBIDDEN',
      `the App's installation on ${name} lacks ${lacking.map((permission) => `${permission}: write`).join(' and ')}; approve it at ${url}`,
    );
  return installation;
}
