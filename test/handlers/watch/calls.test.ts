import { describe, expect, test } from '@jest/globals';
import type { Episode } from '../../../src/alerts/episode.ts';
import type { Incident } from '../../../src/alerts/incident.ts';
import { episodeAckKey, episodeCallKey } from '../../../src/effect/episode-keys.ts';
import type { IncidentAckEffect } from '../../../src/effect/messages.ts';
import { GO } from '../../../src/handlers/confirmation.ts';
import { type ConfirmAckDeps, confirmAck } from '../../../src/handlers/incidents/confirm-ack.ts';
import { passOnAck } from '../../../src/handlers/incidents/pass-on-ack.ts';
import { incidentFor, type KnownCalls, stillCalls } from '../../../src/handlers/watch/calls.ts';
import type { Read } from '../../../src/pagerduty/failure.ts';
import type { Incident as Found } from '../../../src/pagerduty/resources.ts';
import type { PagerDutyRest } from '../../../src/pagerduty/rest.ts';
import type { OutboxRow, SaidOfEpisode } from '../../../src/store/store.ts';
import { call } from '../../alerts/call-given.ts';
import { at } from '../../alerts/world.ts';
import { episode } from '../../notifiers/episode-samples.ts';

const PAGED = 40;
const KEY = 'ai-ops:github.com:1296269:smoke_failure_rate:repository';
const REPOSITORY = { installationId: 1, repositoryId: 1_296_269, owner: 'octo', repo: 'shop' };

const paged: Episode = episode('smoke_failure_rate', {
  state: { kind: 'confirmed', since: at(PAGED) },
  paged: { at: at(PAGED), because: 'two_in_a_row' },
});
const acknowledged: Episode = { ...paged, acknowledged: { by: 'mika', at: at(45) } };

function incident(opened: number, ...rest: [Incident['status'], number?]): Incident {
  const [status, did] = rest;
  return { ...call(opened, status, did === undefined ? null : { at: did }).incident, alertKeys: [KEY] };
}

function said(key: string, state: SaidOfEpisode['state'], sentAt: number | null = null): SaidOfEpisode {
  const kind = key.startsWith('ack:') ? 'incident_ack' : 'episode_page';
  return { key, kind, state, createdAt: at(PAGED), sentAt: sentAt === null ? null : at(sentAt), url: null };
}

const OUT = said(episodeCallKey(paged), 'sent', PAGED);

function known(incidents: readonly Incident[], effects: readonly SaidOfEpisode[] = [OUT]): KnownCalls {
  return { memory: { repository: REPOSITORY, incidents, said: effects }, githubHost: 'github.com' };
}

describe('the incident of an episode', () => {
  test('is the newest of its page, whatever else has its key', () => {
    const incidents = [incident(10, 'acknowledged', 12), incident(PAGED, 'resolved', 50)];
    expect(incidentFor(paged, known(incidents))?.id).toBe(`Q${PAGED}`);
  });

  test('is an older one that is open where the page went into that', () => {
    expect(incidentFor(paged, known([incident(10, 'acknowledged', 12)]))?.id).toBe('Q10');
    expect(incidentFor(paged, known([incident(10, 'resolved', 12)]))).toBeNull();
  });

  test('is none of another host or rule', () => {
    const incidents = [
      { ...incident(PAGED, 'triggered'), alertKeys: [KEY.replace('github.com', 'ghe.test')] },
    ];
    expect(incidentFor(paged, known(incidents))).toBeNull();
    expect(incidentFor({ ...paged, rule: 'severe' }, known([incident(PAGED, 'triggered')]))).toBeNull();
  });
});

describe('PagerDuty goes on calling though somebody has it', () => {
  const ack = (state: SaidOfEpisode['state'], sentAt: number | null = null) =>
    said(episodeAckKey(paged), state, sentAt);
  test.each<[string, Episode, KnownCalls, boolean]>([
    ['while it is triggered', acknowledged, known([incident(PAGED, 'triggered')]), true],
    ['not while nobody has it', paged, known([incident(PAGED, 'triggered')]), false],
    ['not once it is acknowledged there', acknowledged, known([incident(PAGED, 'acknowledged', 46)]), false],
    ['not once it is resolved there', acknowledged, known([incident(PAGED, 'resolved', 46)]), false],
    ['not before the page has left', acknowledged, known([], [said(OUT.key, 'pending')]), false],
    ['not where there is no page', acknowledged, known([], []), false],
    ['as far as is known', acknowledged, known([]), true],
    [
      'not where they said so there, as far as is known',
      { ...paged, acknowledged: { by: 'Ren', at: at(45), pagerduty: 'P0REN' } },
      known([]),
      false,
    ],
    [
      'not while it is on its way',
      acknowledged,
      known([incident(PAGED, 'triggered')], [OUT, ack('pending')]),
      false,
    ],
    [
      'not once that was sent, though it is not heard of yet',
      acknowledged,
      known([incident(PAGED, 'triggered')], [OUT, ack('sent', 46)]),
      false,
    ],
    [
      'again once it was taken back there',
      acknowledged,
      known([{ ...incident(PAGED, 'triggered'), changedAt: at(76) }], [OUT, ack('sent', 46)]),
      true,
    ],
    [
      'where PagerDuty refused it',
      acknowledged,
      known([incident(PAGED, 'triggered')], [OUT, ack('rejected')]),
      true,
    ],
    [
      'not once it is over',
      { ...acknowledged, state: { kind: 'resolved', since: at(50) } },
      known([incident(PAGED, 'triggered')]),
      false,
    ],
  ])('%s', (_name, of, calls, expected) => {
    expect(stillCalls(of, calls)).toBe(expected);
  });
});

describe('who says in Slack that they have it', () => {
  const who = { pagerduty: 'P0MIKA', canTell: true, at: at(45) };
  const url = `https://acme.pagerduty.com/incidents/Q${PAGED}`;

  test('acknowledges the incident of the page that is out, once for each page', () => {
    const { call: told, effect } = passOnAck(paged, known([incident(PAGED, 'triggered')]), who);
    expect(told).toEqual({ kind: 'passed_on' });
    expect(effect).toMatchObject({
      kind: 'incident_ack',
      key: `ack:${paged.id}:first`,
      matter: 'smoke_failure_rate',
      pageKey: `page:${paged.id}:trigger`,
      since: at(PAGED - 1),
      user: 'P0MIKA',
      until: at(75),
    });
    const heldDown = { by: 'Ren', pagerduty: 'P0REN', at: at(50), until: at(80), recalledAt: at(80) };
    const again = passOnAck(
      { ...paged, heldDown },
      known([], [OUT, said(`page:${paged.id}:trigger:again`, 'sent', 80)]),
      who,
    );
    expect(again.effect).toMatchObject({
      key: `ack:${paged.id}:again`,
      pageKey: `page:${paged.id}:trigger:again`,
      since: at(79),
    });
  });

  test('also where the incident was not heard of, and where the page is still on its way', () => {
    expect(passOnAck(paged, known([]), who).call).toEqual({ kind: 'passed_on' });
    expect(passOnAck(paged, known([], [said(OUT.key, 'pending')]), who).call).toEqual({ kind: 'passed_on' });
  });

  test.each<[string, Episode, KnownCalls]>([
    ['nobody was called', episode('smoke_failure_rate'), known([])],
    ['the page never left', paged, known([], [])],
    ['the page was refused', paged, known([], [said(OUT.key, 'rejected')])],
    ['it is acknowledged there', paged, known([incident(PAGED, 'acknowledged', 44)])],
    ['it is resolved there', paged, known([incident(PAGED, 'resolved', 44)])],
  ])('%s: there is nothing to pass on', (_name, of, calls) => {
    expect(passOnAck(of, calls, who)).toEqual({ call: null, effect: null });
  });

  test('is told that it goes on where the bot cannot say it there', () => {
    const calls = known([incident(PAGED, 'triggered')]);
    expect(passOnAck(paged, calls, { ...who, pagerduty: undefined })).toEqual({
      call: { kind: 'goes_on', because: 'person_unknown', url },
      effect: null,
    });
    expect(passOnAck(paged, calls, { ...who, canTell: false })).toEqual({
      call: { kind: 'goes_on', because: 'no_token', url },
      effect: null,
    });
  });
});

describe('right before it is acknowledged for them', () => {
  const { effect } = passOnAck(paged, known([]), { pagerduty: 'P0MIKA', canTell: true, at: at(45) });

  function found(status: Found['status'], by: readonly string[] = []): Found {
    const acknowledgements = by.map((id) => ({ at: at(46), by: { id, kind: 'user', name: id } }));
    const { id, number, title, url, urgency, createdAt, changedAt } = incident(PAGED, 'triggered');
    const service = { id: 'P1', kind: 'service', name: 'AI Ops' };
    return {
      ...{ id, number, title, url, urgency, createdAt, changedAt, status, service },
      assignees: [],
      acknowledgements,
      statusBy: null,
    };
  }

  const row = { state: 'sent' } as OutboxRow;
  function deps(
    read: Read<readonly Found[]> | null,
    { page = row, now = 46 }: { readonly page?: OutboxRow | null; readonly now?: number } = {},
  ): ConfirmAckDeps {
    const rest = { incidents: () => Promise.resolve(read) } as unknown as PagerDutyRest;
    return {
      store: { outbox: { load: () => Promise.resolve(page) } } as unknown as ConfirmAckDeps['store'],
      clock: { now: () => Date.parse(at(now)) },
      pagerdutyNow: () => ({ service: 'AI Ops', rest: read === null ? null : rest, canNote: false }),
      githubHost: 'github.com',
    };
  }
  const confirm = (given: ConfirmAckDeps) => confirmAck(effect as IncidentAckEffect, given);
  const shows = (...rows: readonly Found[]) => ({ kind: 'read', value: rows }) as const;

  test('it must call: what anybody has answered is left alone', async () => {
    expect(await confirm(deps(shows(found('triggered'))))).toEqual(GO);
    expect(await confirm(deps(shows(found('acknowledged', ['P0MIKA']))))).toEqual(GO);
    for (const other of [found('acknowledged', ['P0REN']), found('resolved')])
      expect(await confirm(deps(shows(other)))).toEqual({ kind: 'withdraw', code: 'call_answered' });
  });

  test('a page that was never taken calls nobody', async () => {
    for (const page of [null, { state: 'rejected' } as OutboxRow])
      expect(await confirm(deps(shows(), { page }))).toEqual({ kind: 'withdraw', code: 'call_answered' });
  });

  test.each<[string, ConfirmAckDeps, ConfirmAckDeps]>([
    [
      'the page is on its way',
      deps(shows(found('triggered')), { page: { state: 'pending' } as OutboxRow }),
      deps(shows(found('triggered')), { page: { state: 'pending' } as OutboxRow, now: 75 }),
    ],
    ['there is no incident yet', deps(shows()), deps(shows(), { now: 75 })],
    ['there is no token any more', deps(null), deps(null, { now: 75 })],
    [
      'PagerDuty cannot be asked',
      deps({ kind: 'unsent', detail: 'down' }),
      deps({ kind: 'unsent', detail: 'down' }, { now: 75 }),
    ],
  ])('%s: it waits, half an hour at most', async (_name, soon, late) => {
    await expect(confirm(soon)).rejects.toMatchObject({ code: 'AIOPS_UNCONFIRMED' });
    expect(await confirm(late)).toEqual({ kind: 'withdraw', code: 'call_unreachable' });
  });
});
