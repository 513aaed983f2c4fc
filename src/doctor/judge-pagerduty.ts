import type { Finding } from '../effect/finding.ts';
import { unreachable } from '../errors.ts';
import { type LadderProblem, ladderProblems } from '../pagerduty/ladder.ts';
import {
  type EscalationPolicy,
  followsSeverity,
  integrationFor,
  type OnCall,
  type Service,
} from '../pagerduty/resources.ts';
import type { Secret } from '../secrets.ts';
import { finding, orOk } from './check.ts';

/** A service calls nobody while it is disabled or in maintenance. */
export function judgeService({ name, id, status }: Service): Finding {
  const calls = status !== 'disabled' && status !== 'maintenance';
  return calls
    ? finding('pagerduty_service', 'ok', `${name} (${id}), ${status}`)
    : finding('pagerduty_service', 'fail', status, name);
}

/** Events with a key of somewhere else open no incident here, unless an orchestration routes them. */
export function judgeIntegration(service: Service, routingKey: Secret | null): Finding {
  const say = (status: 'ok' | 'warn' | 'fail' | 'unknown', seen: string) =>
    finding('pagerduty_integration', status, seen, service.name);
  const takesEvents = service.integrations.filter(({ type }) => /^events_api_v2_inbound/.test(type));
  if (takesEvents.length === 0) return say('fail', 'no integration takes the Events API v2');
  if (routingKey === null) return say('unknown', 'there is no routing key to compare');
  const found = integrationFor(service, routingKey);
  if (found !== null) return say('ok', found.name);
  return takesEvents.every(({ key }) => key === null)
    ? say('unknown', 'PagerDuty does not show the keys')
    : say('warn', 'the routing key is of none of its integrations, unless an event orchestration leads here');
}

/** Low whatever happens wakes nobody; high whatever happens wakes people for a warning. */
export function judgeUrgency({ name, urgency }: Service): Finding {
  if (urgency.kind === 'always' && urgency.urgency === 'low')
    return finding('pagerduty_urgency', 'fail', 'always low', name);
  return followsSeverity({ ...urgency })
    ? finding('pagerduty_urgency', 'ok', 'it does')
    : finding('pagerduty_urgency', 'warn', 'it does not', name);
}

/** @param wanted whom the runbook names, one a level */
export function judgeLadder(policy: EscalationPolicy, wanted: readonly string[]): readonly Finding[] {
  return orOk(
    ladderProblems(policy, wanted).map((problem) =>
      finding('pagerduty_ladder', 'fail', sentence(problem), placeOf(problem)),
    ),
    finding('pagerduty_ladder', 'ok', wanted.join(' → ')),
  );
}

function sentence(problem: LadderProblem): string {
  switch (problem.kind) {
    case 'missing':
      return 'no level calls it';
    case 'misplaced':
      return `it is called at level ${problem.found}`;
    case 'unwanted':
      return 'it calls nobody whom the runbook names';
    default:
      return unreachable(problem);
  }
}

function placeOf(problem: LadderProblem): string {
  const whom = problem.kind === 'unwanted' ? problem.targets.join(', ') : problem.wanted;
  return `level ${problem.level}: ${whom}`;
}

/** @param onCall everybody who would be called now */
export function judgeOnCall(
  { levels, name }: EscalationPolicy,
  onCall: readonly OnCall[],
): readonly Finding[] {
  if (levels.length === 0) return [finding('pagerduty_on_call', 'fail', 'it has no level', name)];
  const empty = levels.flatMap(({ targets }, index) =>
    onCall.some(({ level }) => level === index + 1)
      ? []
      : [
          finding(
            'pagerduty_on_call',
            'fail',
            'nobody is on call',
            `level ${index + 1} (${targets.map((target) => target.name).join(', ')})`,
          ),
        ],
  );
  const now = levels.map((_, index) =>
    onCall
      .filter(({ level }) => level === index + 1)
      .map(({ user }) => user.name)
      .join(', '),
  );
  return orOk(empty, finding('pagerduty_on_call', 'ok', now.join(' → ')));
}
