import { messageOf } from '../errors.ts';
import { isOver, type RollbackReading, type RollbackRun, rollbackDispatchKey } from '../handoff/rollback.ts';
import { type Known, known, unknown } from '../policies/verdict.ts';
import { findLostRun, type HandoffReader } from './handoff-run.ts';
import { statusOf } from './runs.ts';

const NOTHING: RollbackReading = { dispatch: null, run: known(null) };

/** Reads the dispatch and the run of the rollback that has not ended (H6). */
export async function readRollback(
  reader: Pick<HandoffReader, 'runs' | 'store' | 'memory' | 'botLogin' | 'log'>,
): Promise<RollbackReading> {
  const rollback = reader.memory.rollbacks.find((one) => !isOver(one));
  if (rollback === undefined) return NOTHING;
  const key = rollbackDispatchKey(rollback);
  const record = reader.memory.dispatches.find((dispatch) => dispatch.key === key);
  if (record === undefined) return NOTHING;
  const dispatch = (await findLostRun(reader, record)) ?? record.outcome;
  return { dispatch, run: dispatch.kind === 'sent' ? await readRun(reader, dispatch.run.id) : known(null) };
}

async function readRun(
  { runs }: Pick<HandoffReader, 'runs'>,
  id: number,
): Promise<Known<RollbackRun | null>> {
  try {
    const run = await runs.run(id);
    const { run_attempt: attempt, html_url: url, conclusion } = run;
    return known({ id, attempt, url, status: statusOf(run.status ?? ''), conclusion });
  } catch (error) {
    return unknown(messageOf(error));
  }
}
