import { z } from 'zod';
import type { CancelWatchedEffect, RerunWatchedEffect } from '../../effect/effect.ts';
import { CodedError } from '../../errors.ts';
import { readRepositoryConfig } from '../../gather/config.ts';
import type { GatherDeps } from '../../gather/gather.ts';
import { expectAnswer } from '../../github/answer.ts';
import type { GitHubClient } from '../../github/client.ts';
import { readDefaultBranch } from '../../github/default-branch.ts';
import { classify } from '../../github/failure.ts';
import type { ReasonCode } from '../../policies/reason-codes.ts';
import { type Confirmation, GO } from '../confirmation.ts';

const runAnswer = z.object({
  run_attempt: z.int().positive(),
  status: z.string().nullable(),
  head_sha: z.string(),
  head_branch: z.string().nullable(),
  repository: z.object({ id: z.number() }),
});
type RunNow = z.output<typeof runAnswer>;

const branchAnswer = z.object({ commit: z.object({ sha: z.string() }) });

type Deed = RerunWatchedEffect | CancelWatchedEffect;

/**
 * Reads once more, right before a watched run is re-run or cancelled, what it was decided on: the stop, the
 * configuration, the run and its head.
 *
 * @throws when the world cannot be read, or the run that is to be run again still runs: the act waits
 */
export async function confirmWatched(effect: Deed, deps: GatherDeps): Promise<Confirmation> {
  const { repository, until } = effect;
  if (deps.clock.now() >= Date.parse(until)) return withdraw('rerun_too_late');
  const stop = await deps.stop(repository);
  if (stop.kind !== 'none') return withdraw(stop.kind === 'stopped' ? 'stopped' : 'stop_unreadable');
  const client = await deps.github(repository.installationId);
  const { kind, config } = await readRepositoryConfig(client, repository);
  if (kind !== 'ok' || config.mode !== 'enforce') return withdraw('command_not_enforcing');
  const run = await readRun(client, effect);
  if (run === null || run.head_sha !== effect.headSha) return withdraw('rerun_overtaken');
  return effect.kind === 'cancel_watched'
    ? confirmCancel(effect, run)
    : confirmRerun(effect, run, { client, now: deps.clock.now() });
}

/** One that has ended, or was run again, is not the one that took too long; one in the queue takes nothing. */
function confirmCancel({ attempt }: CancelWatchedEffect, run: RunNow): Confirmation {
  const isIt = run.run_attempt === attempt && run.status === 'in_progress';
  return isIt ? GO : withdraw('rerun_overtaken');
}

async function confirmRerun(
  effect: RerunWatchedEffect,
  run: RunNow,
  { client, now }: { readonly client: GitHubClient; readonly now: number },
): Promise<Confirmation> {
  // A later attempt is the deed done, by whomever: the notifier finds it.
  if (run.run_attempt > effect.attempt) return GO;
  if (run.status !== 'completed') throw stillRuns(effect);
  return (await isHeadStill(client, effect, { run, now })) ? GO : withdraw('rerun_head_moved');
}

function stillRuns({ key, runId }: RerunWatchedEffect): CodedError {
  return new CodedError(
    'AIOPS_UNCONFIRMED',
    `run ${runId} is not over yet, so ${key} waits; it is tried again`,
  );
}

/** The default branch goes on by itself, and what failed there still counts; a PR has one head alone. */
async function isHeadStill(
  client: GitHubClient,
  { repository: { owner, repo }, headSha }: Deed,
  { run: { head_branch: branch }, now }: { readonly run: RunNow; readonly now: number },
): Promise<boolean> {
  if (branch === null) return false;
  const base = await readDefaultBranch(client, { owner, repo });
  if (branch === base.name) return true;
  const answer = await orMissing(
    client.request('GET /repos/{owner}/{repo}/branches/{branch}', { owner, repo, branch }),
    now,
  );
  return answer !== null && expectAnswer(branchAnswer, answer.data, 'branch').commit.sha === headSha;
}

/** `null` where it is gone, or is another repository's. */
async function readRun(client: GitHubClient, { repository, runId }: Deed): Promise<RunNow | null> {
  const { owner, repo } = repository;
  const asking = client.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', {
    owner,
    repo,
    run_id: runId,
  });
  const answer = await orMissing(asking, 0);
  if (answer === null) return null;
  const run = expectAnswer(runAnswer, answer.data, 'run');
  return run.repository.id === repository.repositoryId ? run : null;
}

async function orMissing<T>(asking: Promise<T>, now: number): Promise<T | null> {
  try {
    return await asking;
  } catch (error) {
    const failure = classify(error, now);
    if (failure.kind === 'refused' && failure.status === 404) return null;
    throw error;
  }
}

function withdraw(code: ReasonCode): Confirmation {
  return { kind: 'withdraw', code };
}
