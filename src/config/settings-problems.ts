import type { z } from 'zod';
import { isLoopback } from './addresses.ts';
import type { Environment } from './environment.ts';

/** Nothing at all is a first run, except in production; anything in part is a mistake everywhere. */
export function missing(given: Environment): readonly string[] {
  const absent = [
    { gone: given.APP_ID === undefined, problem: "APP_ID: is missing; copy it from the App's settings page" },
    {
      gone: given.PRIVATE_KEY === undefined && given.PRIVATE_KEY_PATH === undefined,
      problem: "PRIVATE_KEY: is missing; give the App's .pem here, or its path in PRIVATE_KEY_PATH",
    },
    {
      gone: given.WEBHOOK_SECRET === undefined,
      problem:
        "WEBHOOK_SECRET: is missing; make one with `openssl rand -hex 32` and set it in the App's settings too",
    },
  ].filter(({ gone }) => gone);
  const firstRun = absent.length === 3 && given.NODE_ENV !== 'production';
  return firstRun ? [] : absent.map(({ problem }) => problem);
}

/** Settings that are each fine but not together. */
export function conflicts(given: Environment): readonly string[] {
  const problems: string[] = [];
  if (given.PRIVATE_KEY !== undefined && given.PRIVATE_KEY_PATH !== undefined) {
    problems.push('PRIVATE_KEY_PATH: is set together with PRIVATE_KEY; keep one of them');
  }
  if (given.GHE_PROTOCOL === 'http') {
    const host = URL.parse(`http://${given.GHE_HOST ?? ''}`);
    if (host === null || !isLoopback(host)) {
      problems.push('GHE_PROTOCOL: may be http only with a GHE_HOST on loopback; use https');
    }
  }
  return problems;
}

/** The first thing wrong with each variable. */
export function problemsOf(error: z.ZodError | undefined): readonly string[] {
  const firstByName = new Map<string, string>();
  for (const issue of error?.issues ?? []) {
    const name = String(issue.path[0]);
    if (!firstByName.has(name)) firstByName.set(name, `${name}: ${issue.message}`);
  }
  return [...firstByName.values()];
}
