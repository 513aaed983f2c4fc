import { z } from 'zod';
import { installationFields, rightsOf } from '../github/installation.ts';
import type { Repository } from '../store/store.ts';
import { type Handler, read } from './handler.ts';
import { noticePermissions } from './history/notice-change.ts';

const repositories = z.array(z.object({ id: z.number(), name: z.string(), full_name: z.string() }));
const account = z.object({
  id: z.number(),
  ...installationFields,
  account: z.object({ login: z.string() }),
  suspended_at: z.string().nullish(),
});

const installationSchema = z.object({
  action: z.string(),
  installation: account,
  repositories: repositories.optional(),
  sender: z.object({ login: z.string() }),
});

/**
 * Which repositories the sweep visits, and what the App may do there. Nothing is judged before a PR's own event or
 * the next sweep.
 */
export const installation: Handler = async (event, { store, clock }) => {
  const payload = read(installationSchema, event);
  const { id } = payload.installation;
  if (payload.action === 'deleted') return store.installations.remove(id);
  await store.installations.put({
    id,
    account: payload.installation.account.login,
    suspended: payload.action === 'suspend' || Boolean(payload.installation.suspended_at),
  });
  await store.installations.addRepositories(toRepositories(id, payload.repositories ?? []));
  const by = payload.action === 'new_permissions_accepted' ? payload.sender.login : null;
  await noticePermissions(rightsOf(payload.installation), by, { store, clock });
};

const repositoriesSchema = z.object({
  action: z.string(),
  installation: account,
  repositories_added: repositories,
  repositories_removed: z.array(z.object({ id: z.number() })),
});

export const installationRepositories: Handler = async (event, { store }) => {
  const payload = read(repositoriesSchema, event);
  const { id } = payload.installation;
  await store.installations.put({ id, account: payload.installation.account.login, suspended: false });
  await store.installations.addRepositories(toRepositories(id, payload.repositories_added));
  await store.installations.removeRepositories(
    payload.repositories_removed.map((repository) => repository.id),
  );
};

function toRepositories(installationId: number, list: z.output<typeof repositories>): readonly Repository[] {
  return list.map(({ id, name, full_name }) => ({
    id,
    installationId,
    owner: full_name.split('/', 1)[0] ?? '',
    name,
  }));
}
