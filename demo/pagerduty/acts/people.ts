import type { EscalationPolicy, Schedule, Target, User } from '../model/people.ts';
import type { World } from '../model/world.ts';

export function addUser(
  world: World,
  name: string,
  email = `${name.toLowerCase().replaceAll(/\W+/g, '.')}@example.com`,
): User {
  const user: User = { kind: 'user', id: world.ids.short(), name, email };
  world.users.push(user);
  return user;
}

/** @param onCall who is on call from now on; nobody leaves a gap */
export function addSchedule(world: World, name: string, onCall: readonly User[]): Schedule {
  const schedule: Schedule = {
    kind: 'schedule',
    id: world.ids.short(),
    name,
    onCall,
    since: world.clock.now(),
  };
  world.schedules.push(schedule);
  return schedule;
}

export function setOnCall(world: World, schedule: Schedule, users: readonly User[]): void {
  schedule.onCall = users;
  schedule.since = world.clock.now();
}

export interface Level {
  readonly delayMinutes: number;
  readonly targets: readonly Target[];
}

export function addPolicy(
  world: World,
  policy: { readonly name: string; readonly levels: readonly Level[]; readonly numLoops?: number },
): EscalationPolicy {
  const made: EscalationPolicy = {
    id: world.ids.short(),
    name: policy.name,
    numLoops: policy.numLoops ?? 0,
    rules: [],
  };
  world.policies.push(made);
  setLevels(world, made, policy.levels);
  return made;
}

/** @throws for what PagerDuty would not take: no level, a level for nobody, a delay below a minute */
export function setLevels(world: World, policy: EscalationPolicy, levels: readonly Level[]): void {
  if (levels.length === 0 || levels.some(({ targets }) => targets.length === 0)) {
    throw new Error('an escalation policy needs levels, and each of them a target');
  }
  if (levels.some(({ delayMinutes }) => delayMinutes < 1)) throw new Error('a level has at least a minute');
  policy.rules = levels.map((level) => ({ id: world.ids.short(), ...level }));
}
