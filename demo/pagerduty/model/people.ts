export interface User {
  readonly kind: 'user';
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** Who is on call is set, not computed from layers of rotations. */
export interface Schedule {
  readonly kind: 'schedule';
  readonly id: string;
  readonly name: string;
  onCall: readonly User[];
  /** Epoch ms: since when they are. */
  since: number;
}

export type Target = User | Schedule;

export interface EscalationRule {
  readonly id: string;
  /** How long this level has before the next is called. */
  readonly delayMinutes: number;
  readonly targets: readonly Target[];
}

export interface EscalationPolicy {
  readonly id: string;
  readonly name: string;
  /** How often it starts again from the first level. */
  numLoops: number;
  rules: readonly EscalationRule[];
}

/** One who would be called, and through which schedule. */
export interface OnCall {
  readonly user: User;
  readonly schedule: Schedule | null;
}

/** Who a level of a policy calls now; nobody where its schedules are empty. */
export function onCallAt(rule: EscalationRule): readonly OnCall[] {
  return rule.targets.flatMap((target): readonly OnCall[] =>
    target.kind === 'user'
      ? [{ user: target, schedule: null }]
      : target.onCall.map((user) => ({ user, schedule: target })),
  );
}
