import { type Clock, systemClock } from '../../../src/clock.ts';
import type { Account, Organization } from './account.ts';
import { isOrganization } from './account.ts';
import type { App, AppIdentity, Installation, InstallationToken } from './app.ts';
import type { CheckRun, CheckSuite } from './check.ts';
import type { Commit } from './commit.ts';
import type { Delivery } from './delivery.ts';
import { Ids, nodeId } from './ids.ts';
import type { Comment, Pull } from './pull.ts';
import { fullName, type Repository } from './repository.ts';
import type { Artifact, Job, Run, Workflow } from './run.ts';

/** Base addresses without a trailing slash. */
export interface Urls {
  readonly api: string;
  readonly graphql: string;
  readonly html: string;
  /** Where artifacts are downloaded from, by signed address. */
  readonly storage: string;
}

export const GITHUB_COM: Urls = {
  api: 'https://api.github.com',
  graphql: 'https://api.github.com/graphql',
  html: 'https://github.com',
  storage: 'https://productionresultssa0.blob.core.windows.net',
};

/** A workflow dispatch that was accepted. */
export interface Dispatch {
  readonly run: Run;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly by: Account;
  readonly at: string;
}

export interface Cancellation {
  readonly run: Run;
  readonly by: Account;
  readonly at: string;
}

export interface WorldOptions {
  /** The time that everything in the world is stamped with. */
  readonly clock: Clock;
  /** The time by which tokens and JWTs expire; clients make theirs by the real one, so that is the default. */
  readonly wall?: Clock;
  readonly urls?: Urls;
  readonly seed?: string;
}

/** All that the stand-in knows. Everything that changes it is in `acts/`. */
export class World {
  readonly clock: Clock;
  readonly wall: Clock;
  readonly ids: Ids;
  urls: Urls;
  readonly accounts: Account[] = [];
  readonly apps: App[] = [];
  readonly installations: Installation[] = [];
  readonly tokens: InstallationToken[] = [];
  readonly repositories: Repository[] = [];
  readonly commits = new Map<string, Commit>();
  readonly pulls: Pull[] = [];
  readonly suites: CheckSuite[] = [];
  readonly workflows: Workflow[] = [];
  readonly runs: Run[] = [];
  readonly deliveries: Delivery[] = [];
  readonly dispatches: Dispatch[] = [];
  readonly cancellations: Cancellation[] = [];
  /** One-time codes of the manifest flow. */
  readonly manifestCodes = new Map<string, { readonly manifest: unknown; readonly owner: Account }>();
  /** Calls that this stand-in does not know, one line each: a story or a test fails on them. */
  readonly unexpected: string[] = [];
  /** Told of each webhook right after it was queued. */
  onDelivery: (delivery: Delivery) => void = () => undefined;
  /** The GitHub Actions app, whose check runs the jobs are. */
  readonly actionsApp: AppIdentity;
  readonly ghost: Account;

  constructor(options: WorldOptions) {
    this.clock = options.clock;
    this.wall = options.wall ?? systemClock;
    this.urls = options.urls ?? GITHUB_COM;
    this.ids = new Ids(options.seed);
    this.ghost = this.#account(10_137, 'ghost', 'User');
    const bot = this.#account(41_898_282, 'github-actions[bot]', 'Bot');
    this.actionsApp = {
      id: 15_368,
      nodeId: nodeId('A', 15_368),
      slug: 'github-actions',
      name: 'GitHub Actions',
      owner: this.#account(9_919, 'github', 'Organization'),
      bot,
      permissions: { actions: 'write', checks: 'write', contents: 'write' },
      events: [],
    };
  }

  /** ISO 8601 to the second: GitHub knows no finer time. */
  now(): string {
    return stamp(this.clock.now());
  }

  account(login: string): Account | undefined {
    return this.accounts.find((one) => !one.deleted && one.login.toLowerCase() === login.toLowerCase());
  }

  organization(login: string): Organization | undefined {
    const found = this.account(login);
    return found !== undefined && isOrganization(found) ? found : undefined;
  }

  repository(owner: string, name: string): Repository | undefined {
    const wanted = `${owner}/${name}`.toLowerCase();
    return this.repositories.find((one) => !one.deleted && fullName(one).toLowerCase() === wanted);
  }

  pull(repository: Repository, number: number): Pull | undefined {
    return this.pulls.find((pull) => pull.repository === repository && pull.number === number);
  }

  comment(repository: Repository, id: number): Comment | undefined {
    return this.pulls
      .filter((pull) => pull.repository === repository)
      .flatMap((pull) => pull.comments)
      .find((comment) => comment.id === id);
  }

  run(repository: Repository, id: number): Run | undefined {
    return this.runs.find((run) => run.repository === repository && run.id === id);
  }

  /** The run and job whose check run this is. */
  jobOf(check: CheckRun): { readonly run: Run; readonly job: Job } | undefined {
    const run = this.runOf(check.suite);
    const job = run?.attempts.flatMap(({ jobs }) => jobs).find((one) => one.check === check);
    return run === null || job === undefined ? undefined : { run, job };
  }

  runOf(suite: CheckSuite): Run | null {
    return this.runs.find((run) => run.suite === suite) ?? null;
  }

  artifact(repository: Repository, id: number): Artifact | undefined {
    return this.runs
      .filter((run) => run.repository === repository)
      .flatMap(({ artifacts }) => artifacts)
      .find((artifact) => artifact.id === id);
  }

  checkRun(repository: Repository, id: number): CheckRun | undefined {
    return this.suites
      .filter((suite) => suite.repository === repository)
      .flatMap(({ checkRuns }) => checkRuns)
      .find((check) => check.id === id);
  }

  /** @throws when no such commit was ever made. */
  commit(sha: string): Commit {
    const commit = this.commits.get(sha);
    if (commit === undefined) throw new Error(`there is no commit ${sha}`);
    return commit;
  }

  /** The commit at the tip of a branch. @throws when there is no such branch. */
  tip(repository: Repository, branch: string = repository.defaultBranch): Commit {
    const sha = repository.branches.get(branch);
    if (sha === undefined) throw new Error(`${fullName(repository)} has no branch ${branch}`);
    return this.commit(sha);
  }

  /** The commit that a ref names: a branch, `refs/heads/…`, `HEAD`, or a commit by its SHA. */
  commitAt(repository: Repository, ref: string): Commit | null {
    const branch = ref === 'HEAD' ? repository.defaultBranch : ref.replace(/^refs\/heads\//, '');
    return this.commits.get(repository.branches.get(branch) ?? ref) ?? null;
  }

  #account(id: number, login: string, type: Account['type']): Account {
    const account: Account = { id, nodeId: nodeId('U', id), login, type, deleted: false };
    this.accounts.push(account);
    return account;
  }
}

export function stamp(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}
