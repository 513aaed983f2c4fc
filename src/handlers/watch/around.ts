import { codeOf, messageOf } from '../../errors.ts';
import type { GatherDeps } from '../../gather/gather.ts';
import { readInsights } from '../../gather/insights.ts';
import { RunReader } from '../../gather/runs.ts';
import { readTitles } from '../../gather/titles.ts';
import type { WatchingGatherDeps } from '../../gather/watch.ts';
import type { GitHubClient } from '../../github/client.ts';
import { spanOf } from '../../reports/calendar.ts';
import type { DayRecord } from '../../reports/day.ts';
import { type Blast, endedBlasts, lookAtBlasts } from './blast.ts';
import type { WatchAround, WatchInput } from './input.ts';
import { pullsIn } from './view.ts';
import type { WeighedWatch } from './weigh.ts';

export type AroundDeps = WatchingGatherDeps & Pick<GatherDeps, 'changedPaths'>;

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
    titles: await read('titles of open PRs', NO_TITLES, (client) =>
      readTitles(client, repository, pullsAbout(input, weighed)),
    ),
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
    days: await readDays(input, weighed, deps),
  };
}

const NO_BLASTS: readonly Blast[] = [];
const NO_TITLES: WatchAround['titles'] = new Map();

/** Open PRs that people are shown now; none where nothing is shown. */
function pullsAbout({ memory }: WatchInput, weighed: WeighedWatch): ReadonlySet<number> {
  const { episodes, changed, enforcing } = weighed;
  const ids = new Set(changed.map(({ id }) => id));
  const shown = episodes.filter(({ id, state }) => state.kind !== 'resolved' || ids.has(id));
  const about = new Set(enforcing ? shown.flatMap(({ measure }) => pullsIn(measure, weighed)) : []);
  return new Set(memory.pulls.map(({ pull }) => pull.number).filter((number) => about.has(number)));
}

async function readDays(
  { memory }: WatchInput,
  { daily }: WeighedWatch,
  { store }: AroundDeps,
): Promise<WatchAround['days']> {
  const days = new Map<string, DayRecord>();
  for (const { about: day } of daily.toSay)
    days.set(day, await store.watches.day(memory.repository.repositoryId, spanOf(day)));
  return days;
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
