import { z } from 'zod';
import { expectAnswer } from './answer.ts';
import type { GitHubClient } from './client.ts';

/** What an installation is allowed, in an event as in an answer. */
export const installationFields = {
  permissions: z.record(z.string(), z.string()),
  /** GitHub's webhooks have it as text or as seconds. */
  updated_at: z.union([z.string(), z.number()]).nullish(),
};

const answer = z.object({ id: z.number(), ...installationFields });

export interface InstallationRights {
  readonly id: number;
  /** Permission, such as `contents`, to what is granted: `read`, `write` or `admin`. */
  readonly permissions: Readonly<Record<string, string>>;
  /** When GitHub last changed it (ISO 8601); `null` where it does not say. */
  readonly updatedAt: string | null;
}

/**
 * What one installation may do.
 *
 * @param client of the App itself
 * @throws GitHub's error
 */
export async function readInstallation(
  client: Pick<GitHubClient, 'request'>,
  id: number,
): Promise<InstallationRights> {
  const { data } = await client.request('GET /app/installations/{installation_id}', { installation_id: id });
  return rightsOf(expectAnswer(answer, data, 'installation'));
}

export function rightsOf({ id, permissions, updated_at }: z.output<typeof answer>): InstallationRights {
  return { id, permissions, updatedAt: isoOf(updated_at ?? null) };
}

function isoOf(at: string | number | null): string | null {
  const ms = typeof at === 'number' ? at * 1000 : Date.parse(at ?? '');
  return Number.isFinite(ms) ? new Date(ms).toISOString() : null;
}
