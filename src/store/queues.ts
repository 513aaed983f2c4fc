export const QUEUES = [
  'delivery',
  'evaluate',
  'effect',
  'slack',
  'pagerduty',
  'timer',
  'adopt',
  'history',
  'incident',
  'watch',
  'sweep',
  'doctor',
] as const;
export type QueueName = (typeof QUEUES)[number];

/** Where a job goes after its queue's last try. Nothing takes jobs from it; a person looks and retries. */
export const DEAD_LETTERS = 'dead';

/** How often open PRs and handoffs in flight are read again. */
export const SWEEP_EVERY_MS = 5 * 60_000;

/** How often the preconditions of a repository are looked at. */
export const DOCTOR_EVERY_MS = 24 * 3_600_000;

/** pg-boss deletes what was not run in time. Nothing accepted may be lost, so "in time" is ten years. */
const NEVER_DROPPED = 10 * 365 * 24 * 3600;
const KEPT_AFTER_END = 24 * 3600;

/** About two and a half hours of tries, the last ones a quarter of an hour apart. */
const FOR_HOURS = { retryLimit: 14, retryDelay: 10, retryBackoff: true, retryDelayMax: 900 };

/** Tried until it works: its subject is the state of the world, not one event. */
const FOR_EVER = { retryLimit: 1_000_000_000, retryDelay: 5, retryBackoff: true, retryDelayMax: 300 };

/** Tried until it was heard: a service that was down for hours gets everything a minute after it is back. */
const UNTIL_HEARD = { ...FOR_EVER, retryDelayMax: 60 };

const COMMON = {
  deadLetter: DEAD_LETTERS,
  notify: true,
  retentionSeconds: NEVER_DROPPED,
  deleteAfterSeconds: KEPT_AFTER_END,
};

/** pg-boss settings of each queue. `expireInSeconds`: after that long a worker counts as dead and its job comes back. */
export const QUEUE_SETTINGS = {
  delivery: { ...COMMON, ...FOR_HOURS, expireInSeconds: 60 },
  evaluate: { ...COMMON, ...FOR_EVER, expireInSeconds: 180 },
  effect: { ...COMMON, ...FOR_HOURS, expireInSeconds: 120 },
  slack: { ...COMMON, ...UNTIL_HEARD, expireInSeconds: 120 },
  pagerduty: { ...COMMON, ...UNTIL_HEARD, expireInSeconds: 120 },
  timer: { ...COMMON, ...FOR_EVER, expireInSeconds: 60 },
  adopt: { ...COMMON, ...FOR_HOURS, expireInSeconds: 120 },
  history: { ...COMMON, ...FOR_EVER, expireInSeconds: 120 },
  incident: { ...COMMON, ...UNTIL_HEARD, expireInSeconds: 120 },
  watch: { ...COMMON, ...FOR_EVER, expireInSeconds: 180 },
  sweep: { ...COMMON, ...FOR_EVER, expireInSeconds: 300 },
  doctor: { ...COMMON, ...FOR_EVER, expireInSeconds: 120 },
} as const satisfies Record<QueueName, object>;

export const DEAD_LETTER_SETTINGS = {
  notify: false,
  retentionSeconds: NEVER_DROPPED,
  deleteAfterSeconds: KEPT_AFTER_END,
} as const;
