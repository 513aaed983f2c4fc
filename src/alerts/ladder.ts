/** Whom the bot calls by itself, in the order of the runbook (O5). */
export const LADDER_STEPS = ['sre', 'platform_pm'] as const;
export type LadderStep = (typeof LADDER_STEPS)[number];

const MINUTE = 60_000;

/** How long PagerDuty may not have taken a page before the bot calls the step itself, in milliseconds. */
const CALLED_AFTER_MS: Readonly<Record<LadderStep, number>> = { sre: 5 * MINUTE, platform_pm: 15 * MINUTE };

/** A page on its way, and what the bot has said about it so far. */
export interface PageUnderWay {
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
  /** `gone`: it is not to be sent any more. */
  readonly state: 'unsent' | 'sent' | 'gone';
  readonly said: readonly (LadderStep | 'reached')[];
}

export interface LadderLook {
  /** In the order in which it is to be said. */
  readonly say: readonly (LadderStep | 'reached')[];
  /** When to look again though nothing was heard (ISO 8601 in UTC); `null` once nothing is left to say. */
  readonly wakeAt: string | null;
}

/**
 * What the bot says by itself about a page that PagerDuty has not taken (O5): each step is called once, and told once
 * PagerDuty took it after all. PagerDuty climbs by itself whatever it has taken, so the bot climbs nothing else.
 *
 * @param now ISO 8601 in UTC
 */
export function climbLadder({ createdAt, state, said }: PageUnderWay, now: string): LadderLook {
  switch (state) {
    case 'gone':
      return { say: [], wakeAt: null };
    case 'sent':
      return { say: said.length > 0 && !said.includes('reached') ? ['reached'] : [], wakeAt: null };
    case 'unsent': {
      const left = LADDER_STEPS.filter((step) => !said.includes(step));
      const dueAt = (step: LadderStep) => Date.parse(createdAt) + CALLED_AFTER_MS[step];
      const due = left.filter((step) => dueAt(step) <= Date.parse(now));
      const next = left.find((step) => !due.includes(step));
      return { say: due, wakeAt: next === undefined ? null : new Date(dueAt(next)).toISOString() };
    }
  }
}

/** When a page that was just made is looked at first. */
export function firstLook(createdAt: string): string {
  return new Date(Date.parse(createdAt) + CALLED_AFTER_MS.sre).toISOString();
}
