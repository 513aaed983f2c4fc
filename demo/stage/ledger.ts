import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { messageOf } from '../../src/errors.ts';
import { BIN } from './bot-process.ts';

const LIMIT_MS = 60_000;
const chains = z.array(z.object({ ok: z.boolean(), entries: z.number() }));

/** Has the operator's command look through the store that the bot left: every hash must follow from the one before. */
export async function verifyLedger(
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly intact: boolean; readonly said: string }> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [BIN, 'ledger', 'verify', '--json'], {
      env: { PATH: process.env.PATH ?? '', ...environment },
      timeout: LIMIT_MS,
    });
    const found = chains.parse(JSON.parse(stdout));
    const entries = found.reduce((sum, chain) => sum + chain.entries, 0);
    return { intact: entries > 0 && found.every(({ ok }) => ok), said: `${entries} entries` };
  } catch (error) {
    return { intact: false, said: messageOf(error) };
  }
}
