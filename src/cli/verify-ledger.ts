import { type OutputOptions, print } from './output.ts';
import { withStore } from './with-store.ts';

/** Exit code 1 when any chain is broken. */
export async function verifyLedger(options: OutputOptions): Promise<void> {
  const chains = await withStore((store) => store.ledger.verify());
  const lines = chains.map((chain) =>
    chain.ok
      ? `repository ${chain.repositoryId}: ${chain.entries} entries, intact, head ${chain.head}`
      : `repository ${chain.repositoryId}: BROKEN at entry ${chain.brokenAt}: ${chain.why}`,
  );
  print(options, chains, lines.length === 0 ? ['The ledger is empty.'] : lines);
  if (chains.some(({ ok }) => !ok)) process.exitCode = 1;
}
