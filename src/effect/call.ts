import type { Effect } from './effect.ts';
import type { EpisodePageEffect } from './episode-effects.ts';
import type { PageEffect } from './messages.ts';
import type { RepositoryTarget } from './place.ts';

/** A page about a handoff or an episode. */
export type Call = PageEffect | EpisodePageEffect;

/** That Slack does not take a status is no such call: whoever is named for it could not read it there. */
export function isCall(effect: Effect): effect is Call {
  return effect.kind === 'page' || (effect.kind === 'episode_page' && effect.scope === 'repository');
}

/** What PagerDuty's dedup key tells of a call, beside the host. */
export interface CallSubject {
  readonly repositoryId: number;
  /** `handoff`, or the rule of an episode. */
  readonly matter: string;
  /** Number of the PR; of an episode `repository`, or `status` where Slack does not take a status. */
  readonly scope: string;
}

/** Lane of all calls with one dedup key, each trigger before its resolve. */
export function callLane({ repositoryId, matter, scope }: CallSubject): string {
  if (matter === 'handoff') return `page:${repositoryId}:${scope}`;
  const lane = `page:${repositoryId}:${matter}`;
  return scope === 'repository' ? lane : `${lane}:${scope}`;
}

/** Where it is about: `acme/erp#12` or `acme/erp`, with its address. */
export function aboutCall(call: Call): {
  readonly repository: RepositoryTarget;
  readonly place: string;
  readonly url: string;
} {
  switch (call.kind) {
    case 'page': {
      const { installationId, repositoryId, owner, repo } = call.pull;
      const { name, url } = call.page.pull;
      return { repository: { installationId, repositoryId, owner, repo }, place: name, url };
    }
    case 'episode_page': {
      const { repository, view } = call;
      return { repository, place: `${repository.owner}/${repository.repo}`, url: view.repositoryUrl };
    }
  }
}
