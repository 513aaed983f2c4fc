import { z } from 'zod';
import { expectAnswer } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';
import type { PullAnswer, TimelineNode } from './query.ts';

const activity = z.array(z.object({ after: z.string(), timestamp: z.string() }));

/** When heads became the head, by server time; commit dates are the author's to choose and never used. */
export interface Pushes {
  /** When the current head became the head; `null` when nothing tells. */
  headSince(): Promise<string | null>;
  /** Which commit was the head strictly before `at`; `null` when nothing tells. */
  headAt(at: string): Promise<string | null>;
}

/**
 * From what signed events told, from the timeline's force pushes, and, only where those do not
 * tell, from the branch's server-side push log (same-repository branches only).
 */
export function pushesOf(
  pull: PullAnswer,
  known: {
    readonly observed: readonly { readonly headSha: string; readonly since: string }[];
    readonly timeline: readonly TimelineNode[];
    readonly client: GitHubClient;
  },
): Pushes {
  let log: Promise<readonly { readonly after: string; readonly timestamp: string }[]> | null = null;
  const readLog = () => {
    log ??= readPushLog(pull, known.client);
    return log;
  };
  const told = [
    ...known.observed,
    ...known.timeline.flatMap((node) =>
      node.__typename === 'HeadRefForcePushedEvent' && node.afterCommit
        ? [{ headSha: node.afterCommit.oid, since: node.createdAt }]
        : [],
    ),
  ].sort((a, b) => Date.parse(b.since) - Date.parse(a.since));
  return {
    async headSince() {
      const newest = told[0];
      if (newest?.headSha === pull.headRefOid) return newest.since;
      return (await readLog()).find(({ after }) => after === pull.headRefOid)?.timestamp ?? null;
    },
    async headAt(at) {
      return (await readLog()).find(({ timestamp }) => Date.parse(timestamp) < Date.parse(at))?.after ?? null;
    },
  };
}

async function readPushLog(
  pull: PullAnswer,
  client: GitHubClient,
): Promise<readonly { readonly after: string; readonly timestamp: string }[]> {
  if (pull.isCrossRepository || pull.headRepository === null) return [];
  const answer = await client.request('GET /repos/{owner}/{repo}/activity', {
    owner: pull.headRepository.owner.login,
    repo: pull.headRepository.name,
    ref: `refs/heads/${pull.headRefName}`,
    per_page: 100,
  });
  return [...expectAnswer(activity, answer.data, 'the push log')].sort(
    (a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp),
  );
}
