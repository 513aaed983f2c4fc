import { z } from 'zod';
import { expectAnswer } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';
import type { PullAnswer, TimelineNode } from './query.ts';

const activity = z.array(z.object({ after: z.string(), timestamp: z.string() }));

/** Since when the head that GitHub shows is the head, by server time. */
export type HeadSince =
  | { readonly kind: 'since'; readonly at: string }
  /** Nothing tells, as for a fork whose push was not heard of. */
  | { readonly kind: 'untold' }
  /** Something newer says that another commit is the head: GitHub's answer is old. */
  | { readonly kind: 'stale'; readonly newer: string };

/** When heads became the head, by server time; commit dates are the author's to choose and never used. */
export interface Pushes {
  headSince(): Promise<HeadSince>;
  /** Which commit was the head strictly before `at`; `null` when nothing tells. */
  headAt(at: string): Promise<string | null>;
}

interface Push {
  readonly headSha: string;
  readonly since: string;
}

/**
 * From what signed events told, from the timeline's force pushes, and, only where those do not
 * tell, from the branch's server-side push log (same-repository branches only).
 */
export function pushesOf(
  pull: PullAnswer,
  sources: {
    readonly observed: readonly Push[];
    readonly timeline: readonly TimelineNode[];
    readonly client: GitHubClient;
  },
): Pushes {
  const forced = sources.timeline.flatMap((node) =>
    node.__typename === 'HeadRefForcePushedEvent' && node.afterCommit
      ? [{ headSha: node.afterCommit.oid, since: node.createdAt }]
      : [],
  );
  const told = newestFirst([...sources.observed, ...forced]);
  let log: Promise<readonly Push[]> | null = null;
  const readLog = (): Promise<readonly Push[]> => {
    log ??= readPushLog(pull, sources.client);
    return log;
  };
  return {
    headSince: async () =>
      told[0]?.headSha === pull.headRefOid
        ? { kind: 'since', at: told[0].since }
        : judgeHead(pull.headRefOid, told, await readLog()),
    headAt: async (at) =>
      (await readLog()).find(({ since }) => Date.parse(since) < Date.parse(at))?.headSha ?? null,
  };
}

/** The head is not the newest one that was told of: was the push not heard of, or is the answer old? */
function judgeHead(head: string, told: readonly Push[], log: readonly Push[]): HeadSince {
  const [newest] = told;
  const [logged] = log;
  if (logged !== undefined) {
    const current = newest === undefined || Date.parse(logged.since) >= Date.parse(newest.since);
    return current && logged.headSha === head
      ? { kind: 'since', at: logged.since }
      : { kind: 'stale', newer: current ? logged.headSha : newest.headSha };
  }
  const wasHeadBefore = told.some(({ headSha }) => headSha === head);
  return newest !== undefined && wasHeadBefore
    ? { kind: 'stale', newer: newest.headSha }
    : { kind: 'untold' };
}

function newestFirst(pushes: readonly Push[]): readonly Push[] {
  return [...pushes].sort((a, b) => Date.parse(b.since) - Date.parse(a.since));
}

async function readPushLog(pull: PullAnswer, client: GitHubClient): Promise<readonly Push[]> {
  if (pull.isCrossRepository || pull.headRepository === null) return [];
  const answer = await client.request('GET /repos/{owner}/{repo}/activity', {
    owner: pull.headRepository.owner.login,
    repo: pull.headRepository.name,
    ref: `refs/heads/${pull.headRefName}`,
    per_page: 100,
  });
  const pushes = expectAnswer(activity, answer.data, 'push log');
  return newestFirst(pushes.map(({ after, timestamp }) => ({ headSha: after, since: timestamp })));
}
