import type { Comment, Pull, TimelineItem } from '../model/pull.ts';
import type { World } from '../model/world.ts';
import type { Asker, Fields } from './asker.ts';
import { connection, type PageArgs } from './connection.ts';
import { accountNode } from './people.ts';

export interface TimelineArgs extends PageArgs {
  readonly itemTypes?: readonly string[] | null;
  readonly since?: string | null;
}

const ITEM_TYPE: Readonly<Record<TimelineItem['kind'], string>> = {
  labeled: 'LABELED_EVENT',
  unlabeled: 'UNLABELED_EVENT',
  head_ref_force_pushed: 'HEAD_REF_FORCE_PUSHED_EVENT',
  base_ref_changed: 'BASE_REF_CHANGED_EVENT',
  base_ref_force_pushed: 'BASE_REF_FORCE_PUSHED_EVENT',
  commented: 'ISSUE_COMMENT',
};

/** What happened to the pull request, oldest first. @param how.comment how one of its comments is shown */
export function timeline(
  asker: Asker,
  pull: Pull,
  how: { readonly args: TimelineArgs; readonly comment: (comment: Comment) => Fields },
): Fields {
  const { args } = how;
  const { itemTypes = null, since = null } = args;
  const wanted = pull.timeline
    .filter(({ kind }) => itemTypes === null || itemTypes.includes(ITEM_TYPE[kind]))
    .filter(({ at }) => since === null || Date.parse(at) >= Date.parse(since));
  const page = connection('timelineItems', wanted, {
    args,
    node: (item) => (item.kind === 'commented' ? how.comment(item.comment) : itemNode(asker, item)),
  });
  return { ...page, filteredCount: wanted.length, pageCount: wanted.length, updatedAt: pull.updatedAt };
}

function itemNode(asker: Asker, item: Exclude<TimelineItem, { readonly kind: 'commented' }>): Fields {
  const common = {
    id: `EV_${item.id}`,
    createdAt: item.at,
    actor: () => accountNode(asker, item.actor),
  };
  switch (item.kind) {
    case 'labeled':
    case 'unlabeled': {
      const { nodeId, name } = item.label;
      const __typename = item.kind === 'labeled' ? 'LabeledEvent' : 'UnlabeledEvent';
      return { ...common, __typename, label: { __typename: 'Label', id: nodeId, name } };
    }
    case 'head_ref_force_pushed':
      return {
        ...common,
        __typename: 'HeadRefForcePushedEvent',
        beforeCommit: bareCommit(asker.world, item.before),
        afterCommit: bareCommit(asker.world, item.after),
      };
    case 'base_ref_changed':
      return {
        ...common,
        __typename: 'BaseRefChangedEvent',
        previousRefName: item.from,
        currentRefName: item.to,
      };
    case 'base_ref_force_pushed':
      return { ...common, __typename: 'BaseRefForcePushedEvent' };
  }
}

function bareCommit(world: World, sha: string): Fields {
  return { __typename: 'Commit', oid: sha, committedDate: world.commit(sha).at };
}
