import { recordedOf } from '../replay/recorded-attempt.ts';
import { write } from './output.ts';
import { knownRepository, namedRepository } from './place.ts';
import { withStore } from './with-store.ts';

export interface RunsOptions {
  /** ISO 8601. */
  readonly since?: string;
}

/**
 * Prints the runs that the bot has kept of a repository as a history that `replay` reads: a line of JSON for each attempt
 * that counts, oldest run first. Only reads.
 *
 * @throws {CodedError} AIOPS_USAGE, AIOPS_UNKNOWN_REPOSITORY
 */
export async function printRuns(name: string, { since }: RunsOptions): Promise<void> {
  const place = namedRepository(name);
  const { printed, left } = await withStore(async (store) => {
    const { repositoryId } = await knownRepository(store, place);
    const counts = { printed: 0, left: 0 };
    for await (const page of store.watches.runPages(repositoryId, since ?? null)) {
      const lines = page.flatMap((run) => {
        const line = recordedOf(run);
        return line === null ? [] : [`${JSON.stringify(line)}\n`];
      });
      counts.printed += lines.length;
      counts.left += page.length - lines.length;
      if (!(await write(lines.join('')))) break;
    }
    return counts;
  });
  process.stderr.write(
    `${printed} attempts; ${left} left out: Auto Handoff, forks and other branches, and what has not ended.\n`,
  );
}
