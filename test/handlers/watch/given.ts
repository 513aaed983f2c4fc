import type { Episode } from '../../../src/alerts/episode.ts';
import type { Incident } from '../../../src/alerts/incident.ts';
import { configDefaults } from '../../../src/config/repository.ts';
import type { ToldWatch } from '../../../src/handlers/watch/view.ts';
import { dedupKey } from '../../../src/pagerduty/dedup-key.ts';
import type { SaidOfEpisode, WatchMemory } from '../../../src/store/store.ts';
import { call } from '../../alerts/call-given.ts';
import { at } from '../../alerts/world.ts';

const REPOSITORY = { installationId: 1, repositoryId: 7, owner: 'acme', repo: 'shop' };
const HOST = 'github.test';

const NOTHING: WatchMemory = {
  repository: REPOSITORY,
  runs: [],
  episodes: [],
  obligations: [],
  handoffs: [],
  pulls: [],
  done: [],
  asked: [],
  cancelled: [],
  said: [],
  incidents: [],
  daily: { owedSince: null, obligations: [], said: [] },
};

export interface WatchGiven {
  readonly memory?: Partial<WatchMemory>;
  readonly seen?: Partial<ToldWatch['input']['seen']>;
  readonly enforcing?: boolean;
  readonly pagerduty?: boolean;
}

/** One look at a repository in that minute, with these episodes after it. */
export function look(minute: number, episodes: readonly Episode[], given: WatchGiven = {}): ToldWatch {
  const owed = { changed: [], happened: [], settled: [], toSay: [], wakeAt: [] };
  return {
    input: {
      memory: { ...NOTHING, ...given.memory },
      seen: {
        config: { kind: 'ok', config: configDefaults(), text: '', problems: [] },
        repositoryUrl: `https://${HOST}/acme/shop`,
        defaultBranch: 'main',
        stop: { kind: 'none' },
        changed: [],
        runs: [],
        handoffs: [],
        ...given.seen,
      },
      now: Date.parse(at(minute)),
      channels: { slack: true, pagerduty: given.pagerduty ?? true },
      githubHost: HOST,
    },
    weighed: {
      enforcing: given.enforcing ?? true,
      episodes,
      changed: [],
      acts: [],
      owed,
      daily: { ...owed, owedSince: null },
      nested: [],
      wakeAt: null,
    },
    around: { titles: new Map(), days: new Map(), blasts: [], insights: null },
  };
}

/** The incident that the page of an episode opened in that minute. */
export function incident(rule: Episode['rule'], opened: number, status: Incident['status']): Incident {
  const key = dedupKey({ host: HOST, repositoryId: 7, matter: rule, scope: 'repository' });
  return { ...call(opened, status, null, rule).incident, alertKeys: [key] };
}

export function said(key: string, minute: number, kind: SaidOfEpisode['kind']): SaidOfEpisode {
  return { key, kind, state: 'sent', createdAt: at(minute), sentAt: at(minute), url: null };
}
