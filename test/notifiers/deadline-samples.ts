import type { DeadlinesView, OwedDeadline } from '../../src/effect/deadline.ts';
import { CREDENTIALS, PERMISSIONS, SECRETS } from './history-samples.ts';
import { HEAD, HOSTILE } from './places.ts';

const DUE = '2026-11-22T13:04:00.000Z';
const PLACE = { owner: 'octo', repo: 'shop', number: null };

export const NOTHING_OWED: DeadlinesView = { open: [], more: 0, missed: 0 };

function owed(over: Pick<OwedDeadline, 'kind' | 'about'> & Partial<OwedDeadline>): OwedDeadline {
  return { place: PLACE, since: '2026-11-22T12:34:00.000Z', dueAt: DUE, ...over };
}

/** One of each kind, as far as its subject is still known. */
export const OWED: DeadlinesView = {
  open: [
    owed({
      kind: 'follow_up',
      about: { is: 'handoff', id: '1-7-a', headSha: HEAD },
      place: { ...PLACE, number: 7 },
    }),
    owed({ kind: 'status', about: { is: 'episode', id: 'e1', rule: 'smoke_failure_rate' } }),
    owed({ kind: 'incident_status', about: { is: 'incident', id: 'Q1', number: 17 }, place: null }),
    owed({ kind: 'history', about: { is: 'change', id: SECRETS.id, change: SECRETS } }),
    owed({ kind: 'history', about: { is: 'change', id: CREDENTIALS.id, change: CREDENTIALS } }),
    owed({ kind: 'history', about: { is: 'change', id: PERMISSIONS.id, change: PERMISSIONS } }),
  ],
  more: 2,
  missed: 1,
};

/** Nothing of what they are about is known any more. */
export const FORGOTTEN: DeadlinesView = {
  open: [
    owed({ kind: 'follow_up', about: { is: 'handoff', id: 'h', headSha: null } }),
    owed({ kind: 'status', about: { is: 'episode', id: 'e', rule: null } }),
    owed({ kind: 'incident_status', about: { is: 'incident', id: 'Q1', number: null } }),
    owed({ kind: 'history', about: { is: 'change', id: 'c', change: null } }),
  ],
  more: 0,
  missed: 0,
};

export const HOSTILE_OWED: DeadlinesView = {
  open: [
    owed({ kind: 'follow_up', about: { is: 'handoff', id: HOSTILE, headSha: HOSTILE }, dueAt: HOSTILE }),
    owed({ kind: 'incident_status', about: { is: 'incident', id: HOSTILE, number: null } }),
    owed({
      kind: 'history',
      about: {
        is: 'change',
        id: HOSTILE,
        change: { ...CREDENTIALS, names: Array.from({ length: 50 }, () => HOSTILE) },
      },
    }),
  ],
  more: 500,
  missed: 500,
};
