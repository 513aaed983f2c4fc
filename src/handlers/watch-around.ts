import { z } from 'zod';
import { codeOf, messageOf } from '../errors.ts';
import type { GatherDeps } from '../gather/gather.ts';
import { readInsights } from '../gather/insights.ts';
import { RunReader } from '../gather/runs.ts';
import type { WatchingGatherDeps } from '../gather/watch.ts';
import { pages } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';
import { type Blast, endedBlasts, lookAtBlasts } from './blast.ts';
import type { WatchAround, WatchInput } from './watch-input.ts';
import { pullsIn } from './watch-view.ts';
import type { WeighedWatch } from './watch-weigh.ts';

export type AroundDeps = WatchingGatherDeps & Pick<GatherDeps, 'changedPaths'>;

const pulls = z.array(z.object({ number: z.number(), title: z.string() }));

/**
 * Reads what people are shown beside what was decided. What cannot be read is left out: nobody is called later for
 * want of a title.
 */
export async function readAround(
  input: WatchInput,
  weighed: WeighedWatch,
  deps: AroundDeps,
): Promise<WatchAround> {
  const { repository } = input.memory;
  const read = async <T>(what: string, instead: T, reading: (client: GitHubClient) => Promise<T>) => {
    try {
      return await reading(await deps.github(repository.installationId));
    } catch (error) {
      const where = `${repository.owner}/${repository.repo}`;
      deps.log.warn({ code: codeOf(error) }, `${what} of ${where} could not be read: ${messageOf(error)}`);
      return instead;
    }
  };
  const calls = weighed.acts.some((act) => act.act === 'page' && act.action === 'trigger');
  const { monitoring } = input.seen.config.config;
  const about = { settings: monitoring.insights, defaultBranch: input.seen.defaultBranch };
  return {
    titles: isAboutPulls(weighed)
      ? await read('titles of open PRs', NO_TITLES, (client) => readTitles(client, input))
      : NO_TITLES,
    blasts: weighed.enforcing
      ? [
          ...(await read('what failed Verify runs mean', NO_BLASTS, (client) =>
            readBlasts(client, input, deps),
          )),
          ...(await read('how PRs ended', NO_BLASTS, async (client) =>
            endedBlasts(await deps.store.watches.standingBlasts(repository.repositoryId), client),
          )),
        ]
      : NO_BLASTS,
    insights:
      calls && weighed.enforcing
        ? await read('the Insights report', null, (client) =>
            readInsights({ client, download: deps.download, apiUrl: deps.apiUrl }, repository, about),
          )
        : null,
  };
}

const NO_BLASTS: readonly Blast[] = [];
const NO_TITLES: WatchAround['titles'] = new Map();

function isAboutPulls(weighed: WeighedWatch): boolean {
  const { episodes, changed, enforcing } = weighed;
  const ids = new Set(changed.map(({ id }) => id));
  return (
    enforcing &&
    episodes.some(
      ({ id, state, measure }) =>
        (state.kind !== 'resolved' || ids.has(id)) && pullsIn(measure, weighed).length > 0,
    )
  );
}

async function readTitles(client: GitHubClient, { memory }: WatchInput): Promise<WatchAround['titles']> {
  const { owner, repo } = memory.repository;
  const list = { params: { owner, repo, state: 'open' }, schema: pulls, what: 'open pull requests' };
  const titles = new Map<number, string>();
  for await (const page of pages(client, 'GET /repos/{owner}/{repo}/pulls', list)) {
    for (const { number, title } of page) titles.set(number, title);
  }
  return titles;
}

function readBlasts(
  client: GitHubClient,
  { memory, seen }: WatchInput,
  { store, changedPaths, download, apiUrl }: AroundDeps,
): Promise<readonly Blast[]> {
  const { smoke, monitoring } = seen.config.config;
  return lookAtBlasts(
    { ...memory, runs: seen.runs },
    {
      window: monitoring.smoke_failure_rate.window,
      reader: (pull) => ({
        client,
        runs: new RunReader({ reader: { client, download, apiUrl }, store, pull }),
        store,
        changedPaths,
        smoke,
      }),
    },
  );
}
