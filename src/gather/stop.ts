import { access } from 'node:fs/promises';
import { z } from 'zod';
import type { PullTarget, RepositoryTarget } from '../effect/effect.ts';
import { messageOf } from '../errors.ts';
import type { StopFacts } from '../policies/facts.ts';
import type { Store } from '../store/store.ts';

/** Reads whether acting on a PR, or in a repository, is stopped (O4). What cannot be read counts as stopped. */
export type StopReader = (place: PullTarget | RepositoryTarget) => Promise<StopFacts>;

const failure = z.object({ code: z.string() });

/**
 * Three independent switches, the ones that need least first: the environment, a file, a row of
 * the store. The first two work when the store is down.
 *
 * @param switches.stopFile stopped while it exists or cannot be looked at
 */
export function stopReader(switches: {
  readonly stopped: boolean;
  readonly stopFile: string | null;
  readonly store: { readonly stops: Pick<Store['stops'], 'inForce'> };
}): StopReader {
  return async (place) => {
    if (switches.stopped) return everywhere('AI_OPS_STOP');
    const file = await lookAt(switches.stopFile);
    if (file.kind !== 'none') return file;
    try {
      return await switches.store.stops.inForce(place);
    } catch (error) {
      return { kind: 'unreadable', why: messageOf(error) };
    }
  };
}

async function lookAt(path: string | null): Promise<StopFacts> {
  if (path === null) return { kind: 'none' };
  try {
    await access(path);
    return everywhere('STOP_FILE');
  } catch (error) {
    // The system's message has the path in it, and the PR is no place for that.
    const code = failure.safeParse(error).data?.code ?? 'an unknown error';
    if (code === 'ENOENT') return { kind: 'none' };
    return { kind: 'unreadable', why: `STOP_FILE cannot be looked at: ${code}` };
  }
}

function everywhere(source: string): StopFacts {
  return { kind: 'stopped', scope: 'everywhere', source, by: null, reason: null, cancels: false };
}
