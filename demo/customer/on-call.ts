import type { Integration, Service } from '../pagerduty/model/service.ts';
import type { PagerDuty } from '../pagerduty/pagerduty.ts';

/** Who is called for the customer, in the order of the runbook. */
export interface OnCall {
  readonly pagerDuty: PagerDuty;
  readonly service: Service;
  readonly integration: Integration;
  /** Token of the REST API. */
  readonly token: string;
}

/** Triage, after 10 minutes SRE, after 20 more the platform PM (O5). */
export function onCallOn(pagerDuty: PagerDuty): OnCall {
  const triage = pagerDuty.addSchedule('AI Ops Triage', [pagerDuty.addUser('Aoi Sato')]);
  const sre = pagerDuty.addSchedule('SRE (secondary)', [pagerDuty.addUser('Ren Ito')]);
  const manager = pagerDuty.addUser('Yui Mori (platform PM)');
  const policy = pagerDuty.addPolicy({
    name: 'AI Ops',
    levels: [
      { delayMinutes: 10, targets: [triage] },
      { delayMinutes: 20, targets: [sre] },
      { delayMinutes: 30, targets: [manager] },
    ],
  });
  const service = pagerDuty.addService({ name: 'AI Ops Triage', policy });
  const integration = pagerDuty.addIntegration(service);
  // In whose name the bot writes notes.
  pagerDuty.addUser('AI Ops bot', 'ai-ops@example.com');
  const { token } = pagerDuty.addToken();
  return { pagerDuty, service, integration, token };
}
