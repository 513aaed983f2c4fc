import type { ChosenReason, NotedReason, OpenReason } from '../notifiers/wording/setup-reasons.ts';

/**
 * One thing that the proposal says, with its reason. `key` is a key of the configuration, such as
 * `smoke.workflow`; `names` are what it rests on or what it could be: text from the repository.
 *
 * - `chosen`: the key gets the value.
 * - `open`: nobody but a person can tell; the key keeps its default, and says so.
 * - `noted`: worth knowing, about no key.
 */
export type Choice =
  | {
      readonly kind: 'chosen';
      readonly key: string;
      readonly value: unknown;
      readonly reason: ChosenReason;
      readonly names: readonly string[];
    }
  | {
      readonly kind: 'open';
      readonly key: string;
      readonly reason: OpenReason;
      readonly names: readonly string[];
    }
  | { readonly kind: 'noted'; readonly reason: NotedReason; readonly names: readonly string[] };

export function chosen(
  key: string,
  value: unknown,
  reason: ChosenReason,
  names: readonly string[] = [],
): Choice {
  return { kind: 'chosen', key, value, reason, names };
}

export function open(key: string, reason: OpenReason, names: readonly string[] = []): Choice {
  return { kind: 'open', key, reason, names };
}

export function noted(reason: NotedReason, names: readonly string[] = []): Choice {
  return { kind: 'noted', reason, names };
}
