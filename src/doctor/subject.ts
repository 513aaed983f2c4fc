import { z } from 'zod';
import type { RepositoryConfig } from '../config/repository.ts';
import { type ConfigReading, readRepositoryConfig } from '../gather/config.ts';
import { expectAnswer } from '../github/answer.ts';
import { type Installation, installationOf } from '../github/app.ts';
import type { GitHubClient } from '../github/client.ts';
import type { DoctorDeps } from './deps.ts';
import { NothingToLookAt } from './nothing-to-look-at.ts';

/** The App's installation that reaches the repository, and our own clock around the moment when GitHub told of it. */
export interface Met {
  readonly installation: Installation | null;
  /** Epoch milliseconds. */
  readonly askedAt: number;
  readonly answeredAt: number;
}

export interface GovernedRepository {
  readonly id: number;
  readonly defaultBranch: string;
  /** Teams are an organization's; a person has none. */
  readonly ofOrganization: boolean;
}

const repositoryAnswer = z.object({
  id: z.number(),
  default_branch: z.string(),
  owner: z.object({ type: z.string() }),
});

/** One repository under examination. What several checks look at is read once. */
export class Subject {
  readonly owner: string;
  readonly repo: string;
  readonly deps: DoctorDeps;
  readonly met: () => Promise<Met>;
  /** @throws {NothingToLookAt} where the App cannot act there */
  readonly client: () => Promise<GitHubClient>;
  readonly repository: () => Promise<GovernedRepository>;
  readonly configReading: () => Promise<ConfigReading>;

  constructor(where: { readonly owner: string; readonly repo: string }, deps: DoctorDeps) {
    this.owner = where.owner;
    this.repo = where.repo;
    this.deps = deps;
    this.met = once(() => this.#meet());
    this.client = once(() => this.#authenticate());
    this.repository = once(() => this.#readRepository());
    this.configReading = once(async () => readRepositoryConfig(await this.client(), this.place));
  }

  get place(): { readonly owner: string; readonly repo: string } {
    return { owner: this.owner, repo: this.repo };
  }

  /** `acme/erp`. */
  get name(): string {
    return `${this.owner}/${this.repo}`;
  }

  /** @throws {NothingToLookAt} where it cannot be used */
  async config(): Promise<RepositoryConfig> {
    const { kind, config } = await this.configReading();
    if (kind === 'invalid' || kind === 'unreadable')
      throw new NothingToLookAt('the configuration cannot be used');
    return config;
  }

  async #meet(): Promise<Met> {
    const { github, clock } = this.deps;
    const app = await github.app();
    const askedAt = clock.now();
    const installation = await installationOf(app, this.place);
    return { installation, askedAt, answeredAt: clock.now() };
  }

  async #authenticate(): Promise<GitHubClient> {
    const { installation } = await this.met();
    if (installation === null) throw new NothingToLookAt('the App is not installed on the repository');
    if (installation.suspended) throw new NothingToLookAt('the installation is suspended');
    return this.deps.github.installed(installation.id);
  }

  async #readRepository(): Promise<GovernedRepository> {
    const client = await this.client();
    const { data } = await client.request('GET /repos/{owner}/{repo}', this.place);
    const { id, default_branch, owner } = expectAnswer(repositoryAnswer, data, 'repository');
    return { id, defaultBranch: default_branch, ofOrganization: owner.type === 'Organization' };
  }
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | null = null;
  return () => {
    reading ??= read();
    return reading;
  };
}
