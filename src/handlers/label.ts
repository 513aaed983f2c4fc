import { z } from 'zod';
import { type Handler, installationPart, read, repositoryPart } from './handler.ts';

const schema = z.object({
  action: z.string(),
  ...installationPart,
  ...repositoryPart,
  label: z.object({ node_id: z.string(), name: z.string() }),
  changes: z.object({ name: z.object({ from: z.string() }).optional() }).optional(),
});

/** The governed label was renamed or deleted, or its name was given to another: every open PR is looked at. */
export const label: Handler = async (event, { store }) => {
  const payload = read(schema, event);
  if (payload.action !== 'edited' && payload.action !== 'deleted') return;
  const names = [payload.label.name, payload.changes?.name?.from];
  const pins = await store.pulls.pinnedLabels(payload.repository.id);
  if (!pins.some(({ name, nodeId }) => nodeId === payload.label.node_id || names.includes(name))) return;
  for (const pull of await store.pulls.open()) {
    if (pull.repositoryId === payload.repository.id)
      await store.evaluations.request(pull, `label.${payload.action}`);
  }
};
