import { z } from 'zod';
import { label, unlabel } from '../../acts/labels.ts';
import { labelJson } from '../../json/repository.ts';
import type { Need } from '../../model/app.ts';
import type { Pull } from '../../model/pull.ts';
import type { World } from '../../model/world.ts';
import { expectBody } from '../body.ts';
import { ok } from '../http.ts';
import { repositoryRoute } from '../permission.ts';
import { invalid, Refusal } from '../refusal.ts';
import type { Route } from '../route.ts';
import { pullOf } from './pulls.ts';

const WRITE: readonly Need[] = ['issues:write', 'pull_requests:write'];
const MAX_NAME = 50;

const names = z.strictObject({ labels: z.array(z.string()).min(1) });

/** Labels of a pull request. A name that the repository has no label of makes one. */
export const labelRoutes: readonly Route[] = [
  repositoryRoute('POST /repos/{owner}/{repo}/issues/{number}/labels', WRITE, (call) => {
    const pull = pullOf(call);
    const { labels } = expectBody(names, call.body);
    for (const name of labels) {
      if (name.trim() === '') throw invalid('Label', 'name', 'name cannot be blank');
      if ([...name].length > MAX_NAME)
        throw invalid('Label', 'name', `name is too long (maximum is ${MAX_NAME} characters)`);
    }
    for (const name of labels) label(call.world, pull, { name, by: call.bot });
    return ok(labelsJson(call.world, pull));
  }),
  repositoryRoute('DELETE /repos/{owner}/{repo}/issues/{number}/labels/{name}', WRITE, (call) => {
    const pull = pullOf(call);
    const removed = unlabel(call.world, pull, { name: call.params.name ?? '', by: call.bot });
    if (!removed) throw new Refusal(404, 'Label does not exist');
    return ok(labelsJson(call.world, pull));
  }),
];

function labelsJson(world: World, pull: Pull): unknown {
  return pull.labels.map((one) => labelJson(world, pull.repository, one));
}
