import { codeOf, messageOf } from '../errors.ts';
import { nestedVerify } from '../handoff/nested-verify.ts';
import { type PhaseMapping, phaseOf } from '../handoff/phases.ts';
import type { DispatchOutcome, FollowedRun, Handoff, HandoffRun, NestedVerify } from '../handoff/state.ts';
import type { Logger } from '../log.ts';
import type { Person } from '../policies/facts.ts';
import { type Known, known, unknown } from '../policies/verdict.ts';
import type { DispatchRecord, PullMemory, Store } from '../store/store.ts';
import { type RunAnswer, type RunReader, statusOf } from './runs.ts';

/** GitHub's clock and ours may differ; a run that looks this much older than the try may still be its. */
const CLOCK_SKEW_MS = 30_000;

/** What the machine must know of the run that the handoff which has not ended follows. */
export interface HandoffReading {
  readonly dispatch: DispatchOutcome | null;
  /** Key of the dispatch that `dispatch` is about. */
  readonly dispatchKey: string | null;
  readonly run: Known<HandoffRun | null>;
  readonly nestedVerify: Known<NestedVerify>;
}

export interface HandoffReader {
  readonly runs: RunReader;
  readonly store: Pick<Store, 'runs'>;
  readonly memory: PullMemory;
  readonly settings: {
    readonly startsVerify: boolean;
    readonly verifyWorkflow: string;
    readonly defaultBranch: string;
    readonly phases: readonly PhaseMapping[];
  };
  /** Login of this App's bot user, such as `ai-ops[bot]`. */
  readonly botLogin: () => Promise<string>;
  readonly log: Logger;
}

const NOTHING: HandoffReading = {
  dispatch: null,
  dispatchKey: null,
  run: known(null),
  nestedVerify: known({ kind: 'none_yet' }),
};

/** Reads the dispatch, the run, its phase and the Verify run it started (H3, H4). */
export async function readHandoff(reader: HandoffReader, active: Handoff | null): Promise<HandoffReading> {
  if (active === null) return NOTHING;
  const { dispatch, dispatchKey } = await readDispatch(reader, active);
  const followed = followedRun(active) ?? (dispatch?.kind === 'sent' ? dispatch.run : null);
  if (followed === null) return { ...NOTHING, dispatch, dispatchKey };
  try {
    const run = await reader.runs.run(followed.id);
    return {
      dispatch,
      dispatchKey,
      run: known(await handoffRun(reader, run)),
      nestedVerify: await readNestedVerify(reader, run),
    };
  } catch (error) {
    return {
      dispatch,
      dispatchKey,
      run: unknown(messageOf(error)),
      nestedVerify: unknown('the Auto Handoff run could not be read'),
    };
  }
}

function followedRun({ state }: Handoff): FollowedRun | null {
  return 'run' in state ? state.run : null;
}

/** Newest dispatch of the handoff; where its answer was lost, the run it may have made is looked for. */
async function readDispatch(
  reader: HandoffReader,
  active: Handoff,
): Promise<Pick<HandoffReading, 'dispatch' | 'dispatchKey'>> {
  const record = reader.memory.dispatches.findLast(
    ({ key, purpose }) => purpose === 'handoff' && key.startsWith(`dispatch:${active.id}:`),
  );
  if (record === undefined) return { dispatch: null, dispatchKey: null };
  return { dispatch: (await findLostRun(reader, record)) ?? record.outcome, dispatchKey: record.key };
}

/**
 * A dispatch that got no answer may have made a run: one that this App started on that branch
 * since the try and that belongs to no other dispatch. There is at most one dispatch of a
 * workflow without an outcome, so such a run can be no other's.
 */
export async function findLostRun(
  reader: Pick<HandoffReader, 'runs' | 'store' | 'memory' | 'botLogin' | 'log'>,
  record: DispatchRecord,
): Promise<DispatchOutcome | null> {
  if (record.outcome.kind !== 'unanswered') return null;
  try {
    const since = new Date(Date.parse(record.outcome.triedAt) - CLOCK_SKEW_MS)
      .toISOString()
      .replace(/\.\d{3}Z$/, 'Z');
    const login = await reader.botLogin();
    const runs = await reader.runs.dispatched(record.workflowPath, record.ref, since);
    for (const run of [...runs].sort((a, b) => a.id - b.id)) {
      if (run.actor?.login !== login || run.actor.type !== 'Bot') continue;
      if ((await reader.store.runs.ownerOf(reader.memory.pull.repositoryId, run.id)) !== null) continue;
      const followed = { id: run.id, attempt: run.run_attempt, url: run.html_url };
      await reader.store.runs.foundDispatched(record.key, followed);
      return { kind: 'sent', run: followed };
    }
    return null;
  } catch (error) {
    // Not found now is not "not there": the outcome stays unanswered and is looked for again.
    reader.log.warn(
      { code: codeOf(error), dispatch: record.key },
      `a lost dispatch could not be looked for: ${messageOf(error)}`,
    );
    return null;
  }
}

async function handoffRun(reader: HandoffReader, run: RunAnswer): Promise<HandoffRun> {
  const jobs = await reader.runs.jobsOf(run);
  const status = statusOf(run.status ?? '');
  return {
    id: run.id,
    attempt: run.run_attempt,
    url: run.html_url,
    status,
    conclusion: run.conclusion,
    createdAt: run.run_started_at ?? run.created_at,
    completedAt: status === 'completed' ? run.updated_at : null,
    phase: phaseOf(jobs, reader.settings.phases),
  };
}

async function readNestedVerify(reader: HandoffReader, run: RunAnswer): Promise<Known<NestedVerify>> {
  const { startsVerify, verifyWorkflow } = reader.settings;
  if (!startsVerify) return known({ kind: 'not_expected' });
  if (run.status !== 'completed') return known({ kind: 'none_yet' });
  try {
    const startedAt = run.run_started_at ?? run.created_at;
    const candidates = await reader.runs.dispatched(verifyWorkflow, reader.settings.defaultBranch, startedAt);
    return known(
      nestedVerify({
        expected: true,
        handoffRun: { createdAt: startedAt, completedAt: run.updated_at },
        candidates: candidates.map((verify) => ({
          id: verify.id,
          createdAt: verify.created_at,
          status: statusOf(verify.status ?? ''),
          conclusion: verify.conclusion,
          url: verify.html_url,
          actor: actorOf(verify),
        })),
      }),
    );
  } catch (error) {
    return unknown(messageOf(error));
  }
}

/** Who started a run; `null` where that account is gone. */
export function actorOf(run: Pick<RunAnswer, 'actor'>): Person | null {
  const actor = run.actor ?? null;
  if (actor === null) return null;
  const kind = actor.type === 'User' || actor.type === 'Bot' ? actor.type : 'Other';
  return { id: actor.id, login: actor.login, kind };
}
