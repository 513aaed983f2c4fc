import type { Approver, LateHandoff } from '../alerts/episode.ts';
import type { WatchedRun } from '../alerts/run.ts';
import type { RepositoryConfig } from '../config/repository.ts';
import { codeOf, messageOf } from '../errors.ts';
import type { GitHubClient } from '../github/client.ts';
import { type LeadReading, leadSegments } from '../handoff/lead-time.ts';
import { nestedVerify } from '../handoff/nested-verify.ts';
import { type FollowedRun, type Handoff, isInFlight } from '../handoff/state.ts';
import { later } from '../handoff/timing.ts';
import type { Logger } from '../log.ts';
import type { WatchMemory } from '../store/store.ts';
import { readAskedReviewers } from './approvers.ts';
import { actorOf } from './handoff-run.ts';
import { type RunAnswer, type RunReader, statusOf } from './runs.ts';
import { readTimedJobs } from './timed-jobs.ts';
import type { PendingApproval } from './watch-pending.ts';

type Remembered = WatchMemory['handoffs'][number];

export interface LateHandoffsReader {
  readonly client: GitHubClient;
  /** Reads the runs of the PR's repository. */
  readonly runsFor: (pull: Remembered['pull']) => RunReader;
  readonly config: RepositoryConfig;
  readonly defaultBranch: string;
  /** Base of the repository's pages. */
  readonly repositoryUrl: string;
  /** Whom runs wait for. */
  readonly pending: readonly PendingApproval[];
  readonly log: Logger;
  /** ISO 8601 in UTC. */
  readonly now: string;
}

/**
 * The handoffs in flight, and of those for which the note is due where their time went and who is waited for (M3).
 * Where GitHub does not tell, the time still counts: then no segment is known.
 */
export async function readLateHandoffs(
  reader: LateHandoffsReader,
  memory: Pick<WatchMemory, 'handoffs' | 'runs'>,
): Promise<readonly LateHandoff[]> {
  return Promise.all(inFlight(memory).map((remembered) => readOne(reader, remembered, memory.runs)));
}

/** The same from what is remembered alone. */
export function rememberedHandoffs(memory: Pick<WatchMemory, 'handoffs' | 'runs'>): readonly LateHandoff[] {
  return inFlight(memory).map((remembered) => bareHandoff(remembered, memory.runs));
}

function inFlight({ handoffs }: Pick<WatchMemory, 'handoffs'>): readonly Remembered[] {
  return handoffs.filter(({ handoff }) => isInFlight(handoff));
}

function bareHandoff(remembered: Remembered, runs: readonly WatchedRun[]): LateHandoff {
  const { pull, handoff } = remembered;
  return {
    handoffId: handoff.id,
    pull: pull.number,
    since: acceptedAt(remembered, runs),
    runUrl: followedRun(handoff)?.url ?? null,
    segments: [],
    waitsFor: [],
    approveUrl: null,
  };
}

async function readOne(
  reader: LateHandoffsReader,
  remembered: Remembered,
  runs: readonly WatchedRun[],
): Promise<LateHandoff> {
  const { pull, handoff } = remembered;
  const bare = bareHandoff(remembered, runs);
  const { since } = bare;
  const noteAt = later(since, reader.config.monitoring.handoff_lead_time.note_minutes * 60_000);
  if (Date.parse(noteAt) > Date.parse(reader.now)) return bare;
  try {
    const followed = followedRun(handoff);
    return { ...bare, ...(await readDetail(reader, pull, { followed, since, watched: runs })) };
  } catch (error) {
    const where = `${pull.owner}/${pull.repo}#${pull.number}`;
    reader.log.warn(
      { code: codeOf(error) },
      `where the handoff of ${where} is could not be read: ${messageOf(error)}`,
    );
    return bare;
  }
}

/** From when the bot asked for its run; of one that a person started, from when that run was made. */
export function acceptedAt({ handoff, acceptedAt: asked }: Remembered, runs: readonly WatchedRun[]): string {
  if (asked !== null) return asked;
  const followed = followedRun(handoff);
  const own = runs.find(({ runId, attempt }) => runId === followed?.id && attempt === followed.attempt);
  return own?.times.requestedAt ?? handoff.state.since;
}

function followedRun({ state }: Handoff): FollowedRun | null {
  return 'run' in state ? state.run : null;
}

type Detail = Pick<LateHandoff, 'segments' | 'waitsFor' | 'approveUrl'>;

async function readDetail(
  reader: LateHandoffsReader,
  pull: Remembered['pull'],
  known: {
    readonly followed: FollowedRun | null;
    readonly since: string;
    readonly watched: readonly WatchedRun[];
  },
): Promise<Detail> {
  const { followed, since, watched } = known;
  const { client, config, now } = reader;
  const { phases, starts_verify: verifyExpected } = config.handoff;
  const unknown: LeadReading = {
    acceptedAt: since,
    run: null,
    verify: null,
    verifyExpected,
    reviewAsked: false,
  };
  if (followed === null)
    return { segments: leadSegments(unknown, phases, now), waitsFor: [], approveUrl: null };
  const runs = reader.runsFor(pull);
  const run = await runs.run(followed.id);
  const jobs = await readTimedJobs(client, pull, { id: run.id, attempt: run.run_attempt });
  const completedAt = run.status === 'completed' ? run.updated_at : null;
  const reading: LeadReading = {
    ...unknown,
    run: { createdAt: startOf(run), completedAt, jobs },
    verify: verifyExpected && completedAt !== null ? await readVerify(reader, { runs, run, watched }) : null,
  };
  const deployers = reader.pending
    .filter(({ runId }) => runId === run.id)
    .flatMap(({ approvers }) => approvers);
  if (deployers.length > 0)
    return { segments: leadSegments(reading, phases, now), waitsFor: deployers, approveUrl: run.html_url };
  const reviewers = await openReview(reading, reader, pull);
  return {
    segments: leadSegments({ ...reading, reviewAsked: reviewers.length > 0 }, phases, now),
    waitsFor: reviewers,
    approveUrl: reviewers.length > 0 ? `${reader.repositoryUrl}/pull/${pull.number}/files` : null,
  };
}

/** Who is asked to review, while the handoff is at that. */
async function openReview(
  reading: LeadReading,
  { client, config, now }: LateHandoffsReader,
  pull: Remembered['pull'],
): Promise<readonly Approver[]> {
  const open = leadSegments(reading, config.handoff.phases, now).find(({ isOpen }) => isOpen);
  return open?.name === 'pr_review' ? readAskedReviewers(client, pull) : [];
}

/** The Verify runs that it started, from the first that began to the last that ended. */
async function readVerify(
  { config, defaultBranch }: LateHandoffsReader,
  of: { readonly runs: RunReader; readonly run: RunAnswer; readonly watched: readonly WatchedRun[] },
): Promise<LeadReading['verify']> {
  const { runs, run, watched } = of;
  const started = await runs.dispatched(config.verify.workflow, defaultBranch, startOf(run));
  const own = started.filter(
    (verify) =>
      nestedVerify({
        expected: true,
        handoffRun: { createdAt: startOf(run), completedAt: run.updated_at },
        candidates: [
          {
            actor: actorOf(verify),
            createdAt: verify.created_at,
            status: statusOf(verify.status ?? ''),
            conclusion: verify.conclusion,
            url: verify.html_url,
          },
        ],
      }).kind !== 'none_yet',
  );
  if (own.length === 0) return null;
  const begun = own.flatMap((verify) => begunAt(verify, watched) ?? []);
  const isOver = own.every(({ status }) => status === 'completed');
  return {
    startedAt: begun.toSorted()[0] ?? null,
    completedAt: isOver
      ? (own
          .map(({ updated_at }) => updated_at)
          .toSorted()
          .at(-1) ?? null)
      : null,
  };
}

/** When its first job began, where that was seen; the time of its making tells nothing of the queue. */
function begunAt(verify: RunAnswer, watched: readonly WatchedRun[]): string | null {
  const seen = watched.find(({ runId, attempt }) => runId === verify.id && attempt === verify.run_attempt);
  if (seen !== undefined) return seen.times.startedAt;
  return verify.status === 'in_progress' || verify.status === 'completed' ? startOf(verify) : null;
}

function startOf({ run_started_at, created_at }: RunAnswer): string {
  return run_started_at ?? created_at;
}
