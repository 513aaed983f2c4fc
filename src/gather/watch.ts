import type { WatchedRun } from '../alerts/run.ts';
import { isoNow } from '../clock.ts';
import { gateSettings } from '../config/repository.ts';
import { codeOf, messageOf } from '../errors.ts';
import { expectAnswer } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';
import { type DefaultBranch, readDefaultBranch } from '../github/default-branch.ts';
import { classify, type GitHubFailure } from '../github/failure.ts';
import type { Logger } from '../log.ts';
import type { WatchMemory } from '../store/store.ts';
import { type ConfigReading, readRepositoryConfig } from './config.ts';
import type { GatherDeps } from './gather.ts';
import { type WatchedRunAnswer, watchedRunAnswer } from './watch-answers.ts';
import { standings } from './watch-eligible.ts';
import { listRuns, watchedWorkflows } from './watch-list.ts';
import { type PendingApproval, readPending } from './watch-pending.ts';
import { askedById, chooseAttempts, type Listed, type ToRead } from './watch-plan.ts';
import { readAttempt, type WatchReader } from './watch-run.ts';

/** Attempts that are read with their jobs in one look; the others wait for the next. */
const MAX_READ = 40;
/** So long attempts are read: a look has to end before its job counts as lost. */
const LONGEST_MS = 60_000;
/** Looks are so far apart. */
const TURN_MS = 10_000;
/** Runs of which it is read whom they wait for. */
const MAX_PENDING = 10;

export type WatchingGatherDeps = Pick<
  GatherDeps,
  'store' | 'github' | 'clock' | 'log' | 'download' | 'apiUrl'
>;

export type WatchReading =
  | {
      /**
       * `known_only`: the configuration cannot be used, so no run is looked for; those that are known to be under way
       * are followed on, and deadlines that are known go on.
       */
      readonly kind: 'read' | 'known_only';
      readonly config: ConfigReading;
      readonly base: DefaultBranch;
      /** Attempts that are new or have changed, to be kept. */
      readonly changed: readonly WatchedRun[];
      /** All that is known with them, newest first: what the alert machine looks at. */
      readonly runs: readonly WatchedRun[];
      /** Whom runs wait for. */
      readonly pending: readonly PendingApproval[];
      /** Attempts, or lists of them, that were not read this time, one line each; they are the next time. */
      readonly leftOut: readonly string[];
      /** Some of it only for its number: another look goes on with it. */
      readonly more: boolean;
    }
  /** GitHub cannot be asked at all: deadlines go on with what is known, and the look is tried again. */
  | { readonly kind: 'unread'; readonly error: unknown };

/** What runs in a repository, read as far as it changed since it was remembered (M1, M2, M3). */
export async function readWatch(deps: WatchingGatherDeps, memory: WatchMemory): Promise<WatchReading> {
  try {
    const client = await deps.github(memory.repository.installationId);
    const base = await readDefaultBranch(client, memory.repository);
    const config = await readRepositoryConfig(client, memory.repository);
    return await new Watch(deps, memory, client).read(config, base);
  } catch (error) {
    return { kind: 'unread', error };
  }
}

class Watch {
  readonly #deps: WatchingGatherDeps;
  readonly #memory: WatchMemory;
  readonly #reader: WatchReader;
  readonly #log: Logger;
  readonly #leftOut: string[] = [];
  readonly #gone: WatchedRun[] = [];
  #more = false;

  constructor(deps: WatchingGatherDeps, memory: WatchMemory, client: GitHubClient) {
    this.#deps = deps;
    this.#memory = memory;
    this.#log = deps.log;
    const { clock, download, apiUrl } = deps;
    this.#reader = { client, clock, download, apiUrl, repository: memory.repository };
  }

  async read(config: ConfigReading, base: DefaultBranch): Promise<WatchReading> {
    const usable = config.kind === 'ok' || config.kind === 'absent';
    const listed = [...(usable ? await this.#list(config) : [])];
    listed.push(...(await this.#stillGoing(listed)));
    const { base_branches } = gateSettings(config.config, base.name);
    const standing = await standings(
      this.#deps.store,
      listed.map(({ run }) => run),
      {
        repositoryId: this.#memory.repository.repositoryId,
        defaultBranch: base.name,
        baseBranches: base_branches,
      },
    );
    const { toRead, leftOut } = chooseAttempts(
      {
        listed,
        standing,
        stored: await this.#stored(listed),
        remembered: this.#memory.runs,
        history: config.config.monitoring.smoke_failure_rate.window,
        cancelled: this.#memory.cancelled,
        usable,
        turn: this.#turn(),
      },
      MAX_READ,
    );
    const until = this.#deps.clock.now() + LONGEST_MS;
    let left = toRead.length + leftOut;
    const changed = [...this.#gone];
    for (const one of toRead) {
      if (this.#deps.clock.now() > until) break;
      changed.push(...(await this.#readOne(one, config)));
      left -= 1;
    }
    if (left > 0) {
      this.#leftOut.push(`${left} more attempts`);
      this.#more = true;
    }
    const runs = withChanges(this.#memory.runs, changed);
    return {
      kind: usable ? 'read' : 'known_only',
      config,
      base,
      changed,
      runs,
      pending: await this.#pending(runs),
      leftOut: this.#leftOut,
      more: this.#more,
    };
  }

  #turn(): number {
    return Math.floor(this.#deps.clock.now() / TURN_MS);
  }

  async #list({ config }: ConfigReading): Promise<readonly Listed[]> {
    const listed: Listed[] = [];
    const workflows = watchedWorkflows(config);
    for (const workflow of workflows) {
      const { path, role } = workflow;
      const stored = this.#memory.runs.filter(({ workflowPath }) => workflowPath === path);
      const { runs, unreadable, more } = await this.#skipping(
        () => listRuns(this.#reader, workflow, stored),
        { what: `runs of ${path}`, instead: { runs: [], unreadable: 0, more: false } },
      );
      if (unreadable > 0) this.#leftOut.push(`${unreadable} runs of ${path} that cannot be read`);
      if (more) this.#leftOut.push(`older runs of ${path}`);
      listed.push(...runs.map((run) => ({ role, run })));
    }
    await this.#deps.store.watches.keepWorkflows(
      this.#memory.repository.repositoryId,
      workflows.map(({ path }) => path),
    );
    return listed;
  }

  /** What was kept of them, those too that are not remembered any more. */
  #stored(listed: readonly Listed[]): Promise<readonly WatchedRun[]> {
    return this.#deps.store.watches.runs(
      this.#memory.repository.repositoryId,
      listed.map(({ run }) => run.id),
    );
  }

  /** Runs that no list told of and that are asked about all the same. */
  async #stillGoing(listed: readonly Listed[]): Promise<readonly Listed[]> {
    const found: Listed[] = [];
    for (const seen of askedById(this.#memory, listed, this.#turn())) {
      const run = await this.#skipping(() => this.#readRun(seen), {
        what: `run ${seen.runId}`,
        instead: null,
      });
      if (run === 'gone') this.#gone.push(...this.#ended(seen.runId));
      else if (run !== null) found.push({ role: seen.role, run });
    }
    return found;
  }

  async #readRun({ runId }: WatchedRun): Promise<WatchedRunAnswer | 'gone'> {
    const { owner, repo, repositoryId } = this.#memory.repository;
    const answer = await this.#reader.client
      .request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', { owner, repo, run_id: runId })
      .catch((error: unknown) => {
        const failure = this.#judge(error);
        if (failure?.kind === 'refused' && failure.status === 404) return null;
        throw error;
      });
    if (answer === null) return 'gone';
    const run = expectAnswer(watchedRunAnswer, answer.data, `run ${runId}`);
    return run.repository.id === repositoryId ? run : 'gone';
  }

  /** Somebody deleted the run: it proves nothing any more, and nobody waits for it. */
  #ended(id: number): readonly WatchedRun[] {
    const now = isoNow(this.#deps.clock);
    return this.#memory.runs
      .filter(({ runId, status }) => runId === id && status !== 'completed')
      .map((run) => ({
        ...run,
        status: 'completed',
        result: 'skipped',
        times: { ...run.times, waitingSince: null, endedAt: now },
        seenUpdatedAt: now,
      }));
  }

  /** The attempt, read; nothing where it cannot be: one bad run holds up no other. */
  async #readOne({ role, run, ...one }: ToRead, { config }: ConfigReading): Promise<readonly WatchedRun[]> {
    const { smoke, monitoring } = config;
    const what = `attempt ${one.attempt} of run ${run.id}`;
    const read = async () => {
      const asked = one.attempt === run.run_attempt ? run : await this.#earlier(run, one.attempt);
      return readAttempt(this.#reader, {
        ...one,
        role,
        run: asked,
        report: role === 'smoke' ? { artifact: smoke.artifact, file: smoke.report, kind: 'items' } : null,
        limitMs: role === 'verify' ? monitoring.verify_latency.seconds * 1000 : null,
      });
    };
    const watched = await this.#skipping(read, { what, instead: null });
    return watched === null ? [] : [watched];
  }

  async #earlier({ id }: WatchedRunAnswer, attempt: number): Promise<WatchedRunAnswer> {
    const { owner, repo } = this.#memory.repository;
    const answer = await this.#reader.client.request(
      'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}',
      { owner, repo, run_id: id, attempt_number: attempt },
    );
    return expectAnswer(watchedRunAnswer, answer.data, `attempt ${attempt} of run ${id}`);
  }

  async #pending(runs: readonly WatchedRun[]): Promise<readonly PendingApproval[]> {
    const waiting = runs.filter(({ times, status }) => status !== 'completed' && times.waitingSince !== null);
    const found: PendingApproval[] = [];
    for (const run of waiting.slice(0, MAX_PENDING))
      found.push(
        ...(await this.#skipping(() => readPending(this.#reader, run), {
          what: `whom run ${run.runId} waits for`,
          instead: [],
        })),
      );
    return found;
  }

  /** What goes wrong with one of them is told and left out; a limit, or no connection, is everybody's. */
  async #skipping<T, U>(read: () => Promise<T>, or: { readonly what: string; readonly instead: U }) {
    try {
      return await read();
    } catch (error) {
      const kind = this.#judge(error)?.kind;
      if (kind === 'limited' || kind === 'unsent') throw error;
      const { owner, repo } = this.#memory.repository;
      this.#log.warn(
        { repository: `${owner}/${repo}`, code: codeOf(error) },
        `${or.what} could not be read: ${messageOf(error)}`,
      );
      this.#leftOut.push(or.what);
      return or.instead;
    }
  }

  /** `null`: not GitHub's error but one of an answer, a file or a download. */
  #judge(error: unknown): GitHubFailure | null {
    try {
      return classify(error, this.#deps.clock.now());
    } catch {
      return null;
    }
  }
}

function withChanges(stored: readonly WatchedRun[], changed: readonly WatchedRun[]): readonly WatchedRun[] {
  const byKey = new Map([...stored, ...changed].map((run) => [`${run.runId}:${run.attempt}`, run]));
  return [...byKey.values()].sort((a, b) => b.runId - a.runId || b.attempt - a.attempt);
}
