import { z } from 'zod';
import { type Handler, installationPart, read, repositoryPart } from './handler.ts';

const schema = z.object({ action: z.string(), ...installationPart, ...repositoryPart });

/** A label was renamed or deleted: it may be the governed one, so every open PR of the repository is looked at. */
export const label: Handler = async (event, { store }) => {
  const payload = read(schema, event);
  if (payload.action !== 'edited' && payload.action !== 'deleted') return;
  for (const pull of await store.pulls.open()) {
    if (pull.repositoryId === payload.repository.id)
      await store.evaluations.request(pull, `label.${payload.action}`);
  }
};
