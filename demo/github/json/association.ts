import type { AuthorAssociation } from '@octokit/webhooks-types';
import { type Account, isOrganization } from '../model/account.ts';
import type { Repository } from '../model/repository.ts';

/**
 * Display data: what an author is to the repository, in the eyes of whoever asks. Members who
 * hide their membership are shown as `CONTRIBUTOR`, which is what everyone here is taken for.
 */
export function associationOf(repository: Repository, account: Account): AuthorAssociation {
  if (repository.owner === account) return 'OWNER';
  if (repository.roles.has(account) && !isOrganization(repository.owner)) return 'COLLABORATOR';
  return account.type === 'User' ? 'CONTRIBUTOR' : 'NONE';
}
