import { z } from 'zod';
import type { RepositoryConfig } from '../config/repository.ts';
import type { Finding } from '../effect/finding.ts';
import { expectAnswer } from '../github/answer.ts';
import { type Check, finding } from './check.ts';
import type { Subject } from './subject.ts';

const labelAnswer = z.object({ name: z.string(), node_id: z.string() });
const gone = z.object({ status: z.literal(404) });

/** G4 hangs on the label, by its node id: one made anew with the same name is another. */
export const labelCheck: Check = {
  ids: ['label_exists', 'label_identity'],
  look: async (subject) => {
    const { label } = await subject.config();
    const client = await subject.client();
    try {
      const { data } = await client.request('GET /repos/{owner}/{repo}/labels/{name}', {
        ...subject.place,
        name: label.name,
      });
      const { node_id } = expectAnswer(labelAnswer, data, 'label');
      return [finding('label_exists', 'ok', label.name), judgeIdentity(node_id, await pinOf(subject, label))];
    } catch (error) {
      if (!gone.safeParse(error).success) throw error;
      return [
        finding('label_exists', 'fail', 'the repository has no such label', label.name),
        finding('label_identity', 'skipped', 'there is no label'),
      ];
    }
  },
};

/** What the label is held to; `why` there is nothing to hold it to. */
type Pin = { readonly nodeId: string; readonly by: string } | { readonly why: string };

export function judgeIdentity(nodeId: string, pin: Pin): Finding {
  if ('why' in pin) return finding('label_identity', 'skipped', pin.why);
  if (pin.nodeId === nodeId) return finding('label_identity', 'ok', `${nodeId}, by ${pin.by}`);
  return finding('label_identity', 'fail', `it is another than ${pin.nodeId} of ${pin.by}`, nodeId);
}

async function pinOf(subject: Subject, label: RepositoryConfig['label']): Promise<Pin> {
  if (label.node_id !== undefined) return { nodeId: label.node_id, by: 'the configuration' };
  const { store } = subject.deps;
  if (store.kind !== 'open') return { why: store.why };
  const { id } = await subject.repository();
  const pins = await store.store.pulls.pinnedLabels(id);
  const pinned = pins.find(({ name }) => name === label.name);
  return pinned === undefined
    ? { why: 'not pinned yet: that happens when a pull request is first judged' }
    : { nodeId: pinned.nodeId, by: "the bot's memory" };
}
