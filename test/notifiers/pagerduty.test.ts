import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type OnCall, onCallOn } from '../../demo/customer/on-call.ts';
import type { FaultKind } from '../../demo/pagerduty/api/faults.ts';
import { createPagerDuty } from '../../demo/pagerduty/pagerduty.ts';
import type { PagerDutyEffect } from '../../src/effect/messages.ts';
import { pagerDutyNotifiers } from '../../src/notifiers/index.ts';
import type { Outcome, Sending } from '../../src/notifiers/notifier.ts';
import { pagerDutyEvents } from '../../src/pagerduty/events.ts';
import { pagerDutyRest } from '../../src/pagerduty/rest.ts';
import { Secret } from '../../src/secrets.ts';
import { serveByNock } from '../pagerduty-stand-in/nock.ts';
import { sending } from './effects.ts';
import { episode, episodePage, episodeView } from './episode-samples.ts';
import { incidentNoteEffect } from './incident-samples.ts';
import { changeEvent, pageEffect } from './message-effects.ts';

let onCall: OnCall;
let unserve: () => void;
let refused: number;
let key: Secret | null;
let notifiers: ReturnType<typeof pagerDutyNotifiers>;

beforeEach(() => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  refused = 0;
  onCall = onCallOn(createPagerDuty({ clock: { now: () => now } }));
  key = new Secret(onCall.integration.key);
  unserve = serveByNock(onCall.pagerDuty);
  notifiers = pagerDutyNotifiers({
    events: () =>
      key === null
        ? null
        : pagerDutyEvents({ host: 'events.pagerduty.com', routingKey: () => key, userAgent: 'test' }),
    rest: () =>
      pagerDutyRest({
        apiUrl: 'https://api.pagerduty.com',
        apiToken: () => new Secret(onCall.token),
        from: 'ai-ops@example.com',
        userAgent: 'test',
      }),
    githubHost: 'github.com',
    refused: () => {
      refused += 1;
    },
  });
});
afterEach(() => {
  unserve();
  expect(onCall.pagerDuty.world.unexpected).toEqual([]);
});

const send = (effect: PagerDutyEffect, over: Partial<Sending> = {}): Promise<Outcome> =>
  notifiers[effect.kind].send(sending(effect, over));
const incidents = () => onCall.pagerDuty.world.incidents;

const FAULTS: readonly (readonly [string, FaultKind, Partial<Outcome>])[] = [
  ['a page of 500', { kind: 'status', status: 500, as: 'html' }, { kind: 'unanswered' }],
  ['a broken connection', { kind: 'answer-lost' }, { kind: 'unanswered' }],
  ['a limit', { kind: 'rate-limit' }, { kind: 'retry', code: 'AIOPS_PAGERDUTY_LIMITED' }],
];

describe.each([
  ['page', pageEffect],
  ['episode_page', episodePage],
  ['change_event', changeEvent],
] as const)('%s', (_kind, effect) => {
  test('is taken', async () => {
    expect(await send(effect())).toMatchObject({ kind: 'sent' });
  });

  test.each(FAULTS)('%s is reported', async (_, fault, expected) => {
    onCall.pagerDuty.fault({ ...fault, match: {} });
    const outcome = await send(effect());
    expect(outcome).toMatchObject(expected);
    expect(JSON.stringify(outcome)).not.toContain(onCall.integration.key);
  });

  test('without a routing key it waits', async () => {
    key = null;
    expect(await send(effect())).toMatchObject({ kind: 'retry', code: 'AIOPS_PAGERDUTY_UNCONFIGURED' });
  });

  test('a routing key that PagerDuty does not know has the credentials read again', async () => {
    key = new Secret('0'.repeat(32));
    const outcome = await send(effect());
    expect(outcome.kind === 'rejected' || outcome.kind === 'retry').toBe(true);
    expect(refused).toBe(1);
  });
});

test('a trigger whose answer was lost is the same incident when it is sent again', async () => {
  onCall.pagerDuty.fault({ kind: 'answer-lost', match: {} });
  expect(await send(pageEffect())).toMatchObject({ kind: 'unanswered' });
  expect(await send(pageEffect(), { mayHaveBeenDoneSince: '2026-11-22T12:00:00Z' })).toMatchObject({
    kind: 'sent',
  });
  expect(incidents()).toHaveLength(1);
});

test.each([
  ['handoff', pageEffect()],
  ['episode', episodePage()],
])('what was over before PagerDuty could be told wakes nobody: %s', async (_, effect) => {
  onCall.service.urgencyRule = { type: 'constant', urgency: 'severity_based' };
  await send(effect, { isOver: true });
  expect(incidents()).toMatchObject([{ urgency: 'low' }]);
  await send({ ...effect, action: 'resolve' });
  expect(incidents()).toMatchObject([{ status: 'resolved' }]);
});

test('a change that broke off on its way is sent again', async () => {
  onCall.pagerDuty.goDown();
  expect(await send(changeEvent())).toMatchObject({ kind: expect.stringMatching(/unanswered|retry/) });
  onCall.pagerDuty.comeBack();
  await send(changeEvent(), { mayHaveBeenDoneSince: '2026-11-22T12:00:00Z' });
  expect(onCall.pagerDuty.world.changes).toHaveLength(1);
});

test.each<[string, () => PagerDutyEffect, () => PagerDutyEffect]>([
  ['a handoff', pageEffect, () => pageEffect({ action: 'resolve' })],
  ['an episode', episodePage, () => episodePage(undefined, { action: 'resolve' })],
])('a resolve ends what the trigger of %s began', async (_name, trigger, resolve) => {
  await send(trigger());
  await send(resolve());
  expect(incidents()).toMatchObject([{ status: 'resolved' }]);
});

test('a rule is one incident, whichever episode of it calls; severe and a status unheard are others', async () => {
  const [first, later] = [1, 2].map((ms) =>
    episodeView(episode('smoke_failure_rate', { id: `1296269:smoke_failure_rate:${ms}` })),
  );
  await send(episodePage(first));
  await send(episodePage(later));
  expect(incidents()).toHaveLength(1);
  await send(episodePage(later, { scope: 'status' }));
  await send(episodePage(episodeView(episode('severe'))));
  expect(incidents()).toHaveLength(3);
});

test('two PRs are two incidents', async () => {
  await send(pageEffect());
  await send(pageEffect({ scope: '8' }));
  expect(incidents()).toHaveLength(2);
});

describe('incident_ack', () => {
  const person = () => onCall.pagerDuty.addUser('Mika Tanaka');
  const ack = (user: string): PagerDutyEffect => ({
    kind: 'incident_ack',
    key: 'ack:1',
    lane: 'ack:1',
    repository: episodePage().repository,
    episodeId: episodePage().view.episode.id,
    matter: 'smoke_failure_rate',
    pageKey: 'page:1',
    since: '2026-11-22T11:59:00.000Z',
    user,
    until: '2026-11-22T12:30:00.000Z',
  });
  const puts = () => onCall.pagerDuty.service.requests.filter(({ method }) => method === 'PUT');

  test('acknowledges the incident of the page in the name of that person', async () => {
    const mika = person();
    await send(episodePage());
    expect(await send(ack(mika.id))).toMatchObject({ kind: 'sent' });
    expect(incidents()).toMatchObject([{ status: 'acknowledged', acknowledgers: [mika] }]);
    expect(puts()).toMatchObject([{ headers: { from: 'mika.tanaka@example.com' } }]);
  });

  test.each(['acknowledge', 'resolve'] as const)('leaves alone what somebody did %s', async (act) => {
    const [mika, ren] = [person(), onCall.pagerDuty.addUser('Ren')];
    await send(episodePage());
    const [incident] = incidents();
    if (incident === undefined) throw new Error('no incident');
    onCall.pagerDuty[act](incident, ren);
    expect(await send(ack(mika.id))).toMatchObject({ kind: 'sent' });
    expect(puts()).toEqual([]);
  });

  test('leaves alone what is older than the page, and another rule’s', async () => {
    await send(episodePage(episodeView(episode('severe'))));
    expect(await send(ack(person().id))).toMatchObject({ kind: 'sent' });
    expect(incidents()).toMatchObject([{ status: 'triggered' }]);
  });

  test('of somebody whom PagerDuty does not know is refused', async () => {
    await send(episodePage());
    expect(await send(ack('P0NOBODY'))).toMatchObject({
      kind: 'rejected',
      code: 'AIOPS_PAGERDUTY_REFUSED',
    });
    expect(puts()).toEqual([]);
  });

  test('is made once though the answer was lost', async () => {
    const mika = person();
    await send(episodePage());
    onCall.pagerDuty.fault({ kind: 'answer-lost', match: { method: 'PUT' } });
    expect(await send(ack(mika.id))).toMatchObject({ kind: 'unanswered' });
    expect(await send(ack(mika.id), { mayHaveBeenDoneSince: '2026-11-22T12:00:00Z' })).toMatchObject({
      kind: 'sent',
    });
    expect(puts()).toHaveLength(1);
  });

  test.each(FAULTS)('%s is reported', async (_, fault, expected) => {
    await send(episodePage());
    onCall.pagerDuty.fault({ ...fault, match: { door: 'rest' } });
    expect(await send(ack(person().id))).toMatchObject(expected);
  });
});

describe('incident_note', () => {
  const openIncident = () => {
    const incident = onCall.pagerDuty.openByHand(onCall.service, { title: 'Down' });
    return { incident, effect: incidentNoteEffect(undefined, { id: incident.id }) };
  };

  test('is written on the incident, in the name of the bot', async () => {
    const { incident, effect } = openIncident();
    expect(await send(effect)).toMatchObject({ kind: 'sent' });
    expect(incident.notes).toMatchObject([{ user: { email: 'ai-ops@example.com' } }]);
  });

  test('is written once though the answer was lost', async () => {
    const { incident, effect } = openIncident();
    onCall.pagerDuty.fault({ kind: 'answer-lost', match: { method: 'POST' } });
    expect(await send(effect)).toMatchObject({ kind: 'unanswered' });
    expect(await send(effect, { mayHaveBeenDoneSince: '2026-11-22T12:00:00Z' })).toMatchObject({
      kind: 'sent',
    });
    expect(incident.notes).toHaveLength(1);
  });

  test('on an incident that is not there is given up', async () => {
    expect(await send(incidentNoteEffect())).toMatchObject({ kind: 'rejected' });
  });
});
