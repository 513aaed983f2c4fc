import { CodedError } from '../errors.ts';
import { type OutputOptions, print, printable, table } from './output.ts';
import { withStore } from './with-store.ts';

export async function listDeadLetters(options: OutputOptions): Promise<void> {
  const letters = await withStore((store) => store.deadLetters.list());
  const rows = letters.map(({ id, queue, key, diedAt, error }) => [id, queue, diedAt, key, error]);
  const lines =
    rows.length === 0 ? ['No dead letters.'] : table([['id', 'queue', 'died', 'about', 'error'], ...rows]);
  print(options, letters, lines);
}

/** Without ids all are put back; the running bot takes them up. */
export async function retryDeadLetters(ids: readonly string[], options: OutputOptions): Promise<void> {
  const retried = await withStore(async ({ deadLetters }) => {
    const known = new Set((await deadLetters.list()).map(({ id }) => id));
    const unknown = ids.find((id) => !known.has(id));
    if (unknown !== undefined)
      throw new CodedError(
        'AIOPS_DEAD_LETTER_UNKNOWN',
        `there is no dead letter ${printable(unknown)}, and nothing was put back; \`ai-ops dead-letters list\` shows them`,
      );
    return deadLetters.retry(ids);
  });
  print(options, { retried }, [`${retried} put back to be tried again.`]);
}
