import type { Finding } from '../effect/finding.ts';
import { CodedError } from '../errors.ts';
import type { Read } from '../pagerduty/failure.ts';
import type { PagerDutyRest } from '../pagerduty/rest.ts';
import { type Check, finding } from './check.ts';
import type { PagerDutySetUp } from './deps.ts';
import { judgeIntegration, judgeLadder, judgeOnCall, judgeService, judgeUrgency } from './judge-pagerduty.ts';
import { judgeWebhook } from './judge-webhook.ts';
import { lookAtPeople } from './pagerduty-people.ts';
import { codeFor, reasonOf } from './pagerduty-reason.ts';
import type { Subject } from './subject.ts';

const OF_SERVICE = [
  'pagerduty_service',
  'pagerduty_integration',
  'pagerduty_urgency',
  'pagerduty_ladder',
  'pagerduty_on_call',
  'pagerduty_webhook',
  'pagerduty_webhook_events',
  'pagerduty_people',
] as const;

/** Runbook, エスカレーション (O5): `AI Ops Triage` → SRE (secondary) → platform PM, and somebody on call at each. */
export const pagerdutyCheck: Check = {
  ids: ['pagerduty_key', 'pagerduty_token', 'pagerduty_notes', 'pagerduty_webhook_secret', ...OF_SERVICE],
  look: async (subject) => {
    const { deps } = subject;
    const set = deps.pagerduty();
    if (set === null)
      return [
        finding('pagerduty_key', 'warn', 'not set up'),
        ...skipped(
          ['pagerduty_token', 'pagerduty_notes', 'pagerduty_webhook_secret', ...OF_SERVICE],
          'PagerDuty is not set up',
        ),
      ];
    const key =
      set.routingKey === null
        ? finding('pagerduty_key', 'fail', 'there is no routing key')
        : finding('pagerduty_key', 'ok', 'there is one');
    const secret = set.hasWebhookSecret
      ? finding('pagerduty_webhook_secret', 'ok', 'there is one')
      : finding('pagerduty_webhook_secret', 'warn', 'there is none');
    return [key, secret, judgeNotes(set), ...(await lookAt(set, subject))];
  },
};

function judgeNotes({ hasFrom, rest }: PagerDutySetUp): Finding {
  if (rest === null) return finding('pagerduty_notes', 'skipped', 'there is no token to write with');
  return hasFrom
    ? finding('pagerduty_notes', 'ok', 'there is somebody in whose name')
    : finding('pagerduty_notes', 'warn', 'there is nobody in whose name');
}

async function lookAt({ rest, ...set }: PagerDutySetUp, subject: Subject): Promise<readonly Finding[]> {
  if (rest === null)
    return [
      finding('pagerduty_token', 'warn', 'there is none'),
      ...skipped(OF_SERVICE, 'there is no token to ask PagerDuty with'),
    ];
  const read = await rest.service(set.service);
  if (read.kind === 'refused')
    return [
      finding('pagerduty_token', 'fail', read.detail),
      ...skipped(OF_SERVICE, 'PagerDuty does not take the token'),
    ];
  const service = readOrThrow(read);
  const token = finding('pagerduty_token', 'ok', 'PagerDuty takes it');
  if (service === null)
    return [
      token,
      finding('pagerduty_service', 'fail', 'PagerDuty shows no service of this name', set.service),
      ...skipped(OF_SERVICE.slice(1), 'there is no service to look at'),
    ];
  return [
    token,
    judgeService(service),
    judgeIntegration(service, set.routingKey),
    judgeUrgency(service),
    ...(await lookAtPolicy(rest, service.escalationPolicy.id, set.ladder)),
    ...(await lookAtWebhook(rest, { serviceId: service.id, wanted: set.webhookUrl })),
    ...(await lookAtPeople(rest, subject)),
  ];
}

async function lookAtPolicy(
  rest: PagerDutyRest,
  policyId: string,
  ladder: readonly string[],
): Promise<readonly Finding[]> {
  const [policy, onCall] = await Promise.all([rest.escalationPolicy(policyId), rest.onCall(policyId)]);
  if (policy.kind !== 'read')
    return (['pagerduty_ladder', 'pagerduty_on_call'] as const).map((id) =>
      finding(id, 'unknown', reasonOf(policy)),
    );
  return [
    ...judgeLadder(policy.value, ladder),
    ...(onCall.kind === 'read'
      ? judgeOnCall(policy.value, onCall.value)
      : [finding('pagerduty_on_call', 'unknown', reasonOf(onCall))]),
  ];
}

async function lookAtWebhook(
  rest: PagerDutyRest,
  where: { readonly serviceId: string; readonly wanted: string | null },
): Promise<readonly Finding[]> {
  const read = await rest.subscriptions();
  if (read.kind === 'read') return judgeWebhook(read.value, where);
  const why = reasonOf(read);
  return [finding('pagerduty_webhook', 'unknown', why), finding('pagerduty_webhook_events', 'unknown', why)];
}

/** @throws {CodedError} where nothing could be read */
function readOrThrow<T>(read: Read<T>): T {
  if (read.kind === 'read') return read.value;
  throw new CodedError(codeFor(read), read.detail);
}

function skipped(
  ids: readonly (
    | (typeof OF_SERVICE)[number]
    | 'pagerduty_token'
    | 'pagerduty_notes'
    | 'pagerduty_webhook_secret'
  )[],
  why: string,
): readonly Finding[] {
  return ids.map((id) => finding(id, 'skipped', why));
}
