import {
  type EscalationPolicy,
  type EscalationRule,
  onCallAt,
  type Schedule,
  type User,
} from '../model/people.ts';
import { stamp, type World } from '../model/world.ts';
import { policyReference, scheduleReference, serviceReference, userReference, whole } from './reference.ts';

export function userJson(world: World, user: User): object {
  return {
    ...whole(userReference(world, user)),
    name: user.name,
    email: user.email,
    time_zone: 'Asia/Tokyo',
  };
}

export function scheduleJson(world: World, schedule: Schedule): object {
  const using = world.policies.filter(({ rules }) => rules.some(({ targets }) => targets.includes(schedule)));
  return {
    ...whole(scheduleReference(world, schedule)),
    name: schedule.name,
    time_zone: 'Asia/Tokyo',
    description: null,
    users: schedule.onCall.map((user) => userReference(world, user)),
    escalation_policies: using.map((policy) => policyReference(world, policy)),
    teams: [],
  };
}

export function policyJson(world: World, policy: EscalationPolicy): object {
  const using = world.services.filter((service) => service.policy === policy);
  return {
    ...whole(policyReference(world, policy)),
    name: policy.name,
    description: null,
    num_loops: policy.numLoops,
    on_call_handoff_notifications: 'if_has_services',
    escalation_rules: policy.rules.map((rule) => ruleJson(world, rule)),
    services: using.map((service) => serviceReference(world, service)),
    teams: [],
  };
}

function ruleJson(world: World, { id, delayMinutes, targets }: EscalationRule): object {
  return {
    id,
    escalation_delay_in_minutes: delayMinutes,
    targets: targets.map((target) =>
      target.kind === 'user' ? userReference(world, target) : scheduleReference(world, target),
    ),
  };
}

/** One row for each person at each level, as `/oncalls` lists them. */
export function onCallsJson(world: World, policy: EscalationPolicy): readonly object[] {
  return policy.rules.flatMap((rule, i) =>
    onCallAt(rule).map(({ user, schedule }) => ({
      escalation_policy: policyReference(world, policy),
      escalation_level: i + 1,
      schedule: schedule === null ? null : scheduleReference(world, schedule),
      user: userReference(world, user),
      start: schedule === null ? null : stamp(schedule.since),
      end: null,
    })),
  );
}
