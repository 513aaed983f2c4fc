import { labelJson } from '../json/repository.ts';
import type { Account } from '../model/account.ts';
import type { Pull } from '../model/pull.ts';
import { type Label, labelOf } from '../model/repository.ts';
import type { World } from '../model/world.ts';
import { pullEvent } from '../webhooks/pull-request.ts';
import { timelineEntry } from './commits.ts';
import { addLabel } from './repositories.ts';

/** Puts a label on, made where the repository has none of the name. Nothing happens where it is on. */
export function label(
  world: World,
  pull: Pull,
  change: { readonly name: string; readonly by: Account },
): Label {
  const { repository } = pull;
  const found = labelOf(repository, change.name) ?? addLabel(world, repository, change.name);
  if (pull.labels.includes(found)) return found;
  pull.labels.push(found);
  note(world, pull, { kind: 'labeled', label: found, by: change.by });
  return found;
}

/** Takes a label off. `false` where it was not on. */
export function unlabel(
  world: World,
  pull: Pull,
  change: { readonly name: string; readonly by: Account },
): boolean {
  const found = labelOf(pull.repository, change.name);
  const at = found === undefined ? -1 : pull.labels.indexOf(found);
  if (found === undefined || at < 0) return false;
  pull.labels.splice(at, 1);
  note(world, pull, { kind: 'unlabeled', label: found, by: change.by });
  return true;
}

function note(
  world: World,
  pull: Pull,
  change: { readonly kind: 'labeled' | 'unlabeled'; readonly label: Label; readonly by: Account },
): void {
  pull.updatedAt = world.now();
  pull.timeline.push({ ...timelineEntry(world, change.by), kind: change.kind, label: change.label });
  const more = { label: labelJson(world, pull.repository, change.label) };
  pullEvent(world, pull, { action: change.kind, sender: change.by, more });
}
