import type { z } from 'zod';
import { isLoopback } from './addresses.ts';
import type { Environment } from './environment.ts';
import { missingForPagerDuty } from './pagerduty-settings.ts';
import { missingForSlack } from './slack-settings.ts';

/** What is not there although something else says that it should be. */
export function missing(given: Environment): readonly string[] {
  return [...missingForGitHub(given), ...missingForSlack(given), ...missingForPagerDuty(given)];
}

/** Nothing at all is a first run, except in production; anything in part is a mistake everywhere. */
function missingForGitHub(given: Environment): readonly string[] {
  const absent = [
    { name: 'APP_ID', problem: "APP_ID: is missing; copy it from the App's settings page" },
    {
      name: 'PRIVATE_KEY',
      problem: "PRIVATE_KEY: is missing; give the App's .pem here, or its path in PRIVATE_KEY_PATH",
    },
    {
      name: 'WEBHOOK_SECRET',
      problem:
        "WEBHOOK_SECRET: is missing; make one with `openssl rand -hex 32` and set it in the App's settings too",
    },
  ].filter(({ name }) => given[name] === undefined);
  const firstRun = absent.length === 3 && given.NODE_ENV !== 'production';
  return firstRun ? [] : absent.map(({ problem }) => problem);
}

/** Settings that are each fine but not together. */
export function conflicts(given: Environment): readonly string[] {
  if (given.GHE_PROTOCOL !== 'http') return [];
  const host = URL.parse(`http://${given.GHE_HOST ?? ''}`);
  return host === null || !isLoopback(host)
    ? ['GHE_PROTOCOL: may be http only with a GHE_HOST on loopback; use https']
    : [];
}

/** The first thing wrong with each variable, and where it comes from if not from the environment. */
export function problemsOf(
  error: z.ZodError | undefined,
  origins: Readonly<Record<string, string>>,
): readonly string[] {
  const firstByName = new Map<string, string>();
  for (const issue of error?.issues ?? []) {
    const name = String(issue.path[0]);
    const origin = origins[name] === undefined ? '' : ` (it comes from ${origins[name]})`;
    if (!firstByName.has(name)) firstByName.set(name, `${name}: ${issue.message}${origin}`);
  }
  return [...firstByName.values()];
}
