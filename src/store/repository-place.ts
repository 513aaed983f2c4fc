import type { RepositoryTarget } from '../effect/effect.ts';
import type { Database } from './database.ts';

export interface Place {
  readonly repository: RepositoryTarget;
  readonly suspended: boolean;
}

/** Where the App is installed as far as it was told; else where it has seen an open PR. */
export async function placeOf({ sql }: Database, repositoryId: number): Promise<Place | null> {
  const installed = await sql
    .selectFrom('repositories')
    .leftJoin('installations', 'installations.id', 'repositories.installation_id')
    .select([
      'repositories.installation_id',
      'repositories.owner',
      'repositories.name',
      'installations.suspended',
    ])
    .where('repositories.id', '=', repositoryId)
    .executeTakeFirst();
  if (installed !== undefined) {
    const { installation_id: installationId, owner, name: repo, suspended } = installed;
    return { repository: { installationId, repositoryId, owner, repo }, suspended: suspended ?? false };
  }
  const pull = await sql
    .selectFrom('pulls')
    .select(['installation_id', 'owner', 'repo'])
    .where('repository_id', '=', repositoryId)
    .where('open', '=', true)
    .orderBy('touched_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (pull === undefined) return null;
  const { installation_id: installationId, owner, repo } = pull;
  return { repository: { installationId, repositoryId, owner, repo }, suspended: false };
}
