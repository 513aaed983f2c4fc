import { CodedError } from '../errors.ts';
import { type GatherDeps, gather } from '../gather/gather.ts';
import { bindLog } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Channels } from './announce-stop.ts';
import { type Decided, decide } from './decide.ts';

export interface EvaluateDeps extends GatherDeps {
  readonly metrics: Metrics;
  /** Which services there are to tell, as it is now. */
  readonly channels: () => Channels;
}

/**
 * Looks at one PR: remembers, reads, decides, commits. At most one at a time per PR; what it does
 * twice is the same.
 *
 * @param key `<repository id>#<number>`, the evaluation's job key
 * @throws {CodedError} when GitHub or the store cannot be read now; the job is tried again
 */
export async function evaluate(key: string, deps: EvaluateDeps): Promise<Decided | null> {
  const begun = await deps.store.evaluations.begin(key);
  if (begun === null) return null;
  const { pull, reasons } = begun;
  const name = `${pull.owner}/${pull.repo}#${pull.number}`;
  const log = bindLog(deps.log, { pr: name });
  const memory = await deps.store.pulls.memory(pull);
  const reading = await gather({ ...deps, log }, memory, { fresh: false });
  const input = { memory, reading, now: deps.clock.now(), channels: deps.channels() };
  const { dispatchUnresolvedElsewhere: otherDispatchUnresolved } = memory;
  let decided = decide({ ...input, otherDispatchUnresolved, dispatchRefused: false });
  let result = await deps.store.pulls.commit(decided.commit);
  if (result.kind === 'dispatch_unresolved') {
    decided = decide({ ...input, otherDispatchUnresolved: true, dispatchRefused: true });
    result = await deps.store.pulls.commit(decided.commit);
  }
  if (result.kind !== 'committed') {
    throw new CodedError('AIOPS_CONFLICT', `${name} changed while it was decided; it is looked at again`);
  }
  report(decided, { ...deps, log }, reasons);
  return decided;
}

function report(
  { standing, handoff, commit }: Decided,
  deps: EvaluateDeps,
  reasons: readonly string[],
): void {
  for (const { gate, outcome } of standing.verdicts) deps.metrics.verdict(gate, outcome);
  for (const changed of commit.handoffs) deps.metrics.handoff(changed.state.kind);
  deps.log.info(
    {
      ...(handoff === null ? {} : { handoff: handoff.id, state: handoff.state.kind }),
      gates: standing.verdicts.map(({ gate, outcome, code }) => `${gate} ${outcome} ${code}`),
      effects: commit.effects.map(({ kind }) => kind),
      reasons: reasons.slice(0, 10),
    },
    commit.decision === null ? 'evaluated, nothing new' : 'decided',
  );
}
