import { describe, expect, test } from '@jest/globals';
import { type EndedAttempt, type EndedJob, resultOf } from '../../src/alerts/classify.ts';

const job = (more: Partial<EndedJob> = {}): EndedJob => ({
  conclusion: 'success',
  startedAt: '2026-03-02T00:00:00Z',
  endedAt: '2026-03-02T00:10:00Z',
  timeoutMinutes: null,
  annotations: [],
  ...more,
});
const cancelled = (more: Partial<EndedJob> = {}) => job({ conclusion: 'cancelled', ...more });
const CUT_OFF =
  'The job running on runner GitHub Actions 8 has exceeded the maximum execution time of 10 minutes.';
const LOST = 'The hosted runner: GitHub Actions 8 lost communication with the server.';

describe('what an attempt came to', () => {
  const rows: [string, Partial<EndedAttempt>, string][] = [
    ['success', { conclusion: 'success' }, 'success'],
    ['failure', { conclusion: 'failure', jobs: [job({ conclusion: 'failure' })] }, 'failure'],
    ['failure, of which no job is known', { conclusion: 'failure' }, 'failure'],
    [
      'its runner was lost',
      { conclusion: 'failure', jobs: [job(), job({ conclusion: 'failure', annotations: [LOST] })] },
      'error',
    ],
    [
      'one job failed, another lost its runner',
      {
        conclusion: 'failure',
        jobs: [job({ conclusion: 'failure' }), job({ conclusion: 'failure', annotations: [LOST] })],
      },
      'failure',
    ],
    ['timed out', { conclusion: 'timed_out' }, 'timeout'],
    ['never started', { conclusion: 'startup_failure' }, 'error'],
    [
      'cancelled, a job says that it exceeded its time',
      {
        conclusion: 'cancelled',
        jobs: [cancelled({ annotations: ['The operation was canceled.', CUT_OFF] })],
      },
      'timeout',
    ],
    [
      'cancelled, the run says so',
      { conclusion: 'cancelled', annotations: [CUT_OFF], hadNewerRun: true },
      'timeout',
    ],
    [
      'cancelled, a job ran to its limit',
      { conclusion: 'cancelled', jobs: [cancelled({ timeoutMinutes: 10 })] },
      'timeout',
    ],
    [
      'cancelled 15 seconds before its limit',
      { conclusion: 'cancelled', jobs: [cancelled({ timeoutMinutes: 10, endedAt: '2026-03-02T00:09:45Z' })] },
      'timeout',
    ],
    [
      'cancelled 16 seconds before its limit',
      { conclusion: 'cancelled', jobs: [cancelled({ timeoutMinutes: 10, endedAt: '2026-03-02T00:09:44Z' })] },
      'cancelled',
    ],
    [
      'cancelled, a job timed out',
      { conclusion: 'cancelled', jobs: [job({ conclusion: 'timed_out' })] },
      'timeout',
    ],
    [
      'cancelled, one that ended well ran long',
      { conclusion: 'cancelled', jobs: [job({ timeoutMinutes: 10 })] },
      'cancelled',
    ],
    [
      'cancelled before it started',
      { conclusion: 'cancelled', jobs: [cancelled({ startedAt: null, timeoutMinutes: 10 })] },
      'cancelled',
    ],
    [
      'cancelled, nobody knows when it ended',
      { conclusion: 'cancelled', jobs: [cancelled({ endedAt: null, timeoutMinutes: 10 })] },
      'cancelled',
    ],
    ['cancelled, its limit is not known', { conclusion: 'cancelled', jobs: [cancelled()] }, 'cancelled'],
    [
      'cancelled by the bot because it took too long',
      { conclusion: 'cancelled', cancelledForLatency: true, hadNewerRun: true },
      'timeout',
    ],
    [
      'replaced in its concurrency group',
      {
        conclusion: 'cancelled',
        annotations: ["Canceling since a higher priority waiting request for 'verify' exists"],
      },
      'superseded',
    ],
    [
      'cut off, and it had written itself that it was replaced',
      {
        conclusion: 'cancelled',
        annotations: [
          "Canceling since a higher priority waiting request for 'verify' exists",
          'The job running on runner a has exceeded the maximum execution time of 15 minutes.',
        ],
      },
      'timeout',
    ],
    ['a newer run had begun', { conclusion: 'cancelled', hadNewerRun: true }, 'superseded'],
    [
      'cancelled, its runner was lost',
      {
        conclusion: 'cancelled',
        jobs: [cancelled({ annotations: ['The runner has received a shutdown signal.'] })],
      },
      'error',
    ],
    ['cancelled by a person', { conclusion: 'cancelled' }, 'cancelled'],
    ['skipped', { conclusion: 'skipped' }, 'skipped'],
    ['neutral', { conclusion: 'neutral' }, 'skipped'],
    ['stale', { conclusion: 'stale' }, 'skipped'],
    ['action required', { conclusion: 'action_required' }, 'skipped'],
    ['a word that is not known', { conclusion: 'splendid' }, 'skipped'],
    ['no word', { conclusion: null }, 'skipped'],
  ];
  test.each(rows)('%s', (_, attempt, expected) => {
    const given = {
      conclusion: null,
      jobs: [],
      annotations: [],
      hadNewerRun: false,
      cancelledForLatency: false,
    };
    expect(resultOf({ ...given, ...attempt })).toBe(expected);
  });
});
