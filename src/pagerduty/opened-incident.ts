import type { Read } from './failure.ts';
import type { Incident } from './resources.ts';
import type { PagerDutyRest } from './rest.ts';

/**
 * The newest incident that was opened for a dedup key since then; `null` where there is none, or not yet: PagerDuty
 * takes events first and works on them afterwards.
 *
 * @param since ISO 8601: older ones of the same key are other matters
 */
export async function openedIncident(
  { incidents }: Pick<PagerDutyRest, 'incidents'>,
  { dedupKey, since }: { readonly dedupKey: string; readonly since: string },
): Promise<Read<Incident | null>> {
  const read = await incidents({ dedupKey, since });
  return read.kind === 'read' ? { kind: 'read', value: read.value[0] ?? null } : read;
}
