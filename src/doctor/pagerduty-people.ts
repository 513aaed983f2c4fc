import type { Finding } from '../effect/finding.ts';
import type { PagerDutyRest } from '../pagerduty/rest.ts';
import { finding, orOk } from './check.ts';
import { reasonOf } from './pagerduty-reason.ts';
import { seenOr } from './reason.ts';
import type { Subject } from './subject.ts';

/** Who says in Slack that they have it is said to PagerDuty in their name, where they are somebody there. */
export function lookAtPeople(rest: PagerDutyRest, subject: Subject): Promise<readonly Finding[]> {
  return seenOr(['pagerduty_people'], subject.deps, async () => {
    const { slack } = await subject.config();
    const ids = [...new Set(slack.people.flatMap(({ pagerduty }) => pagerduty ?? []))];
    if (ids.length === 0) return [finding('pagerduty_people', 'ok', 'nobody is listed')];
    const seen: Finding[] = [];
    for (const id of ids) seen.push(await judgePerson(rest, id));
    return orOk(
      seen.filter(({ status }) => status !== 'ok'),
      finding('pagerduty_people', 'ok', `${ids.length} known there`),
    );
  });
}

async function judgePerson(rest: PagerDutyRest, id: string): Promise<Finding> {
  const read = await rest.user(id);
  if (read.kind === 'read') return finding('pagerduty_people', 'ok', 'known there', id);
  return read.kind === 'refused' && read.status === 404
    ? finding('pagerduty_people', 'fail', 'PagerDuty knows nobody by this id', id)
    : finding('pagerduty_people', 'unknown', reasonOf(read), id);
}
