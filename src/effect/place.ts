/** A repository, and the installation through which the bot reaches it. Ids decide; names address. */
export interface RepositoryTarget {
  readonly installationId: number;
  readonly repositoryId: number;
  readonly owner: string;
  readonly repo: string;
}

/** A pull request, and the installation through which the bot reaches it. */
export interface PullTarget extends RepositoryTarget {
  readonly number: number;
}
