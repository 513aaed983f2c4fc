/** How a delivery ended at the door. */
export type DeliveryResult =
  | 'stored'
  | 'duplicate'
  | 'ignored'
  | 'ping'
  | 'refused'
  | 'unavailable'
  | 'aborted';

/**
 * What every floor may count. Label values come from closed lists of ours; the one that comes from
 * outside, the event name, is bounded where it is counted.
 */
export interface Metrics {
  /** `event` is the header as sent, or `unverified` where the signature was not checked. */
  delivery(event: string, result: DeliveryResult): void;
  /** Seconds from a delivery's receipt to the end of its handling. */
  eventAge(seconds: number): void;
  evaluation(outcome: string): void;
  verdict(gate: string, outcome: string): void;
  effect(kind: string, outcome: string): void;
  /** A handoff entered this state. */
  handoff(state: string): void;
  /** What was said or done of an episode of this rule: `opened`, `rerun`, `page`, … */
  episode(rule: string, what: string): void;
  /** The HTTP status of a call to GitHub; `null` when no answer came. */
  githubCall(status: number | null): void;
}

/** Counts nothing: for commands that run without a metrics page. */
export const noMetrics: Metrics = {
  delivery: () => undefined,
  eventAge: () => undefined,
  evaluation: () => undefined,
  verdict: () => undefined,
  effect: () => undefined,
  handoff: () => undefined,
  episode: () => undefined,
  githubCall: () => undefined,
};
