import { createHash } from 'node:crypto';
import type { ConfigCheckEffect } from '../effect/effect.ts';
import { attempt, type NotifierDeps } from './attempt.ts';
import { type CheckRunPlace, createCheckRun, newestCheckRun, sentCheckRun } from './check-runs.ts';
import type { Notifier } from './notifier.ts';
import { CONFIG_CHECK_NAME, configCheckText } from './wording/config-check.ts';

/**
 * What the PR makes of the configuration, on its lines. Where that changes for the same commit, since the file
 * that it extends did, a new check run is made: GitHub adds annotations to those that are there, and takes none away.
 */
export function configCheckNotifier(deps: NotifierDeps): Notifier<ConfigCheckEffect> {
  return {
    kinds: ['config_check'],
    send: ({ effect }) =>
      attempt(deps, effect.pull, async (client) => {
        const shown = configCheckText(effect);
        const digest = createHash('sha256').update(JSON.stringify(shown)).digest('hex').slice(0, 16);
        const place: CheckRunPlace = {
          pull: effect.pull,
          headSha: effect.headSha,
          name: CONFIG_CHECK_NAME,
          externalId: `${effect.pull.number}:config:${digest}`,
        };
        const newest = await newestCheckRun(client, place, {
          appId: deps.appId,
          isOurs: (externalId) => externalId === place.externalId,
        });
        return sentCheckRun(newest ?? (await createCheckRun(client, place, shown)));
      }),
  };
}
