import type { Account } from './account.ts';
import type { AppIdentity } from './app.ts';
import type { Label, Repository } from './repository.ts';

export interface Pull {
  readonly id: number;
  readonly nodeId: string;
  readonly number: number;
  readonly repository: Repository;
  title: string;
  body: string | null;
  readonly author: Account;
  state: 'open' | 'closed' | 'merged';
  draft: boolean;
  locked: boolean;
  /** `null` once the fork was deleted. */
  headRepository: Repository | null;
  readonly headRef: string;
  /** Every head it had, newest last. */
  readonly heads: string[];
  baseRef: string;
  /** The base branch's tip before the merge; `null` until then. */
  mergedOnto: string | null;
  mergedBy: Account | null;
  readonly labels: Label[];
  readonly timeline: TimelineItem[];
  readonly comments: Comment[];
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
}

interface TimelineBase {
  readonly id: number;
  readonly at: string;
  readonly actor: Account;
}

export type TimelineItem =
  | (TimelineBase & { readonly kind: 'labeled' | 'unlabeled'; readonly label: Label })
  | (TimelineBase & {
      readonly kind: 'head_ref_force_pushed';
      readonly before: string;
      readonly after: string;
    })
  | (TimelineBase & { readonly kind: 'base_ref_changed'; readonly from: string; readonly to: string })
  | (TimelineBase & { readonly kind: 'base_ref_force_pushed' })
  | (TimelineBase & { readonly kind: 'commented'; readonly comment: Comment });

export interface Comment {
  readonly id: number;
  readonly nodeId: string;
  readonly pull: Pull;
  readonly author: Account;
  /** The App through which it was written, `performed_via_github_app`. */
  readonly app: AppIdentity | null;
  body: string;
  readonly createdAt: string;
  updatedAt: string;
  editor: Account | null;
  readonly reactions: Reaction[];
}

export const REACTIONS = ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes'] as const;
export type ReactionContent = (typeof REACTIONS)[number];

export interface Reaction {
  readonly id: number;
  readonly by: Account;
  readonly content: ReactionContent;
  readonly at: string;
}

export function headSha(pull: Pull): string {
  return pull.heads.at(-1) ?? '';
}

export function fromFork(pull: Pull): boolean {
  return pull.headRepository !== pull.repository;
}
