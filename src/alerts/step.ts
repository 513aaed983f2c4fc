import type { AlertInput, AlertStep } from './input.ts';

export type { AlertAct, AlertInput, AlertStep, DoneReruns, EpisodeSays } from './input.ts';

/**
 * The alert machine: what the runs and handoffs of one repository mean for its episodes, and what is to be done
 * about it. Pure; the same input with the returned episodes put back does nothing more.
 */
export function stepAlerts(input: AlertInput): AlertStep {
  return { episodes: [], acts: [], wakeAt: input.now };
}
