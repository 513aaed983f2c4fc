import { CodedError } from '../../errors.ts';
import type { GatherDeps } from '../../gather/gather.ts';
import { RunReader } from '../../gather/runs.ts';
import { readWatch, type WatchReading } from '../../gather/watch.ts';
import { readLateHandoffs, rememberedHandoffs } from '../../gather/watch-handoffs.ts';
import type { Metrics } from '../../metrics.ts';
import type { WatchCommit, WatchMemory } from '../../store/store.ts';
import type { Channels } from '../announce-stop.ts';
import { readAround } from './around.ts';
import { decideWatch } from './decide.ts';
import type { WatchInput, WatchSeen } from './input.ts';
import { type LastSeen, lastSeenOf, lastSeenText } from './last-seen.ts';
import { type WeighedWatch, weighWatch } from './weigh.ts';

export interface WatchingDeps extends GatherDeps {
  readonly metrics: Metrics;
  /** Which services there are to tell, as it is now. */
  readonly channels: () => Channels;
  /** Host of the GitHub whose repositories are watched. */
  readonly githubHost: string;
}

/**
 * Looks at what runs in one repository: remembers, reads, decides, commits. At most one look at a time per
 * repository; what it does twice is the same.
 *
 * @param key the repository's id, as the store's `watch` job names it
 * @throws {CodedError} where it cannot be known now; it is tried again
 */
export async function watchRepository(key: string, deps: WatchingDeps): Promise<void> {
  const { store, clock } = deps;
  const repositoryId = Number(key);
  const reasons = await store.watches.begin(repositoryId);
  const memory = await store.watches.memory(repositoryId);
  if (memory === null) return;
  const reading = await readWatch(deps, memory);
  const seen = await seenOf(reading, memory, deps);
  const input: WatchInput = {
    memory,
    seen,
    now: clock.now(),
    channels: deps.channels(),
    githubHost: deps.githubHost,
  };
  const weighed = weighWatch(input);
  const commit = decideWatch(input, weighed, await readAround(input, weighed, deps));
  if ((await store.watches.commit(commit)) === 'conflict') throw conflict(key);
  report(weighed, { commit, reasons, deps });
  if (reading.kind === 'unread') throw reading.error;
  if (reading.more) await store.watches.request(memory.repository, 'more to read');
}

function conflict(key: string): CodedError {
  return new CodedError(
    'AIOPS_CONFLICT',
    `what is watched of repository ${key} changed while it was looked at; it is looked at again`,
  );
}

/** @throws why GitHub cannot be asked, where it never could */
async function seenOf(reading: WatchReading, memory: WatchMemory, deps: WatchingDeps): Promise<WatchSeen> {
  const { repositoryId } = memory.repository;
  const stop = await deps.stop(memory.repository);
  if (reading.kind === 'unread') {
    const kept = await deps.store.watches.lastSeen(repositoryId);
    if (kept === null) throw reading.error;
    return {
      ...lastSeenOf(kept),
      stop,
      changed: [],
      runs: memory.runs,
      handoffs: rememberedHandoffs(memory),
    };
  }
  const { config, base, changed, runs, pending } = reading;
  const last: LastSeen = { config, repositoryUrl: base.repositoryUrl, defaultBranch: base.name };
  await deps.store.watches.keepLastSeen(repositoryId, lastSeenText(last));
  const client = await deps.github(memory.repository.installationId);
  const reader = { client, download: deps.download, apiUrl: deps.apiUrl };
  const handoffs = await readLateHandoffs(
    {
      client,
      runsFor: (pull) => new RunReader({ reader, store: deps.store, pull }),
      config: config.config,
      defaultBranch: base.name,
      repositoryUrl: base.repositoryUrl,
      pending,
      log: deps.log,
      now: new Date(deps.clock.now()).toISOString(),
    },
    { handoffs: memory.handoffs, runs },
  );
  return { ...last, stop, changed, runs, handoffs };
}

function report(
  { acts, enforcing, episodes }: WeighedWatch,
  {
    commit,
    reasons,
    deps,
  }: { readonly commit: WatchCommit; readonly reasons: readonly string[]; readonly deps: WatchingDeps },
): void {
  const rules = new Map(episodes.map(({ id, rule }) => [id, rule]));
  for (const act of acts) {
    const rule = rules.get(act.episodeId);
    if (rule === undefined) continue;
    if (act.act === 'say') deps.metrics.episode(rule, act.says);
    else if (enforcing) deps.metrics.episode(rule, act.act);
  }
  const { owner, repo } = commit.repository;
  deps.log.info(
    {
      repository: `${owner}/${repo}`,
      acts: acts.map((act) => (act.act === 'say' ? act.says : act.act)),
      effects: commit.effects.map(({ kind }) => kind),
      runs: commit.runs.length,
      reasons: reasons.slice(0, 10),
    },
    acts.length === 0 ? 'watched, nothing new' : 'watched',
  );
}
