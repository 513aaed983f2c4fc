import { describe, expect, test } from '@jest/globals';
import type { Incident } from '../../../src/alerts/incident.ts';
import { escalationSettings } from '../../../src/alerts/settings.ts';
import { notesBetween } from '../../../src/handlers/incidents/notes.ts';
import { bearingOf } from '../../../src/handlers/incidents/places.ts';
import { owedStatus } from '../../../src/handlers/incidents/status.ts';
import { judgeStops, stopsOn } from '../../../src/handlers/incidents/stops.ts';
import type { StopFacts } from '../../../src/policies/facts.ts';
import type { IncidentMemory, IncidentPlace, KeptIncident } from '../../../src/store/store.ts';

const CREATED = '2026-11-22T10:00:00.000Z';
const minute = (minutes: number): string => new Date(Date.parse(CREATED) + minutes * 60_000).toISOString();

const INCIDENT: Incident = {
  id: 'Q1',
  number: 7,
  title: 'Templates are broken',
  url: 'https://acme.pagerduty.com/incidents/Q1',
  status: 'triggered',
  urgency: 'high',
  serviceId: 'P1',
  createdAt: CREATED,
  changedAt: CREATED,
  assignees: ['Aoi'],
  acknowledgedBy: null,
  statusBy: null,
  escalations: 0,
  alertKeys: [],
};
const kept = (over: Partial<Incident> = {}, more: Partial<KeptIncident['kept']> = {}): KeptIncident => ({
  ...INCIDENT,
  ...over,
  kept: {
    heard: [],
    first: { by: 'webhook', at: CREATED },
    told: null,
    voice: null,
    judged: [],
    stopped: [],
    severe: false,
    ...more,
  },
});
const place = (id: number, episodes: IncidentPlace['episodes'] = []): IncidentPlace => ({
  repository: { installationId: 1, repositoryId: id, owner: 'acme', repo: `r${id}` },
  episodes,
  handoffs: [],
  openPulls: 0,
});

describe('what is said between two states', () => {
  const acknowledged = { status: 'acknowledged', acknowledgedBy: 'Ren', changedAt: minute(1) } as const;
  const resolved = { status: 'resolved', assignees: [], changedAt: minute(2) } as const;
  test.each<[string, Partial<Incident>, Partial<Incident>, readonly object[]]>([
    ['nothing new', {}, {}, []],
    ['acknowledged', {}, acknowledged, [{ says: 'acknowledged', by: 'Ren', at: minute(1) }]],
    ['acknowledged still', acknowledged, acknowledged, []],
    [
      'acknowledged by somebody else as well',
      acknowledged,
      { ...acknowledged, acknowledgedBy: 'Yui' },
      [{ says: 'acknowledged', by: 'Yui', at: minute(1) }],
    ],
    ['let go', acknowledged, {}, [{ says: 'unacknowledged', to: ['Aoi'] }]],
    ['escalated', {}, { escalations: 1, assignees: ['Ren'] }, [{ says: 'escalated', to: ['Ren'] }]],
    ['the event of an escalation that was seen before', {}, { escalations: 1 }, []],
    ['reassigned', {}, { assignees: ['Ren'] }, [{ says: 'reassigned', to: ['Ren'] }]],
    ['resolved', acknowledged, resolved, [{ says: 'resolved', at: minute(2), stopped: ['acme/r1'] }]],
    ['an escalation that was heard of after the end', resolved, { ...resolved, escalations: 3 }, []],
    ['opened again', resolved, {}, [{ says: 'reopened', to: ['Aoi'] }]],
  ])('%s', (_what, told, now, notes) => {
    expect(notesBetween({ ...INCIDENT, ...told }, { ...INCIDENT, ...now }, ['acme/r1'])).toEqual(notes);
  });
});

describe('the status that is owed', () => {
  const memory = (over: Partial<IncidentMemory> = {}): IncidentMemory => ({
    incident: kept(),
    version: '',
    obligation: null,
    message: null,
    isLineRefused: false,
    note: null,
    places: [],
    ...over,
  });
  const opened = owedStatus(memory(), CREATED).obligation;

  test('is due ten minutes after the incident’s own time', () => {
    expect(owedStatus(memory(), minute(0.1))).toEqual({
      obligation: {
        id: 'status:incident:Q1',
        kind: 'incident_status',
        about: 'Q1',
        since: CREATED,
        remindAt: minute(8),
        dueAt: minute(10),
        remindedAt: null,
        missedAt: null,
        settled: null,
      },
      happened: 'opened',
      isNoteDue: false,
      wakeAt: minute(8),
    });
  });

  test.each<[string, Partial<IncidentMemory>, number, object]>([
    ['PagerDuty is told at eight', { obligation: opened }, 8, { isNoteDue: true, wakeAt: minute(10) }],
    ['once', { obligation: opened, note: 'pending' }, 8, { isNoteDue: false, wakeAt: minute(10) }],
    ['it is missed at ten', { obligation: opened, note: 'sent' }, 10, { happened: 'missed', wakeAt: null }],
    [
      'a message in time settles it, however late that is seen',
      { obligation: opened, message: { at: minute(9.9), url: 'https://x' } },
      12,
      {
        happened: 'settled',
        obligation: { missedAt: null, settled: { at: minute(9.9), proof: 'https://x', by: 'ai-ops' } },
      },
    ],
    [
      'one that came later settles it late',
      { obligation: opened, message: { at: minute(10), url: null } },
      12,
      { happened: 'settled', obligation: { missedAt: minute(10), settled: { proof: null } } },
    ],
    [
      'heard of two days late it was missed, and Slack has a minute before PagerDuty is told',
      { incident: kept({}, { first: { by: 'webhook', at: minute(2880) } }) },
      2880,
      { happened: 'missed', isNoteDue: false, wakeAt: minute(2881) },
    ],
    [
      'seen in the list within the day it is owed',
      { incident: kept({}, { first: { by: 'list', at: minute(5) } }) },
      5,
      { happened: 'opened' },
    ],
    [
      'what stood there before the bot did is not',
      { incident: kept({}, { first: { by: 'list', at: minute(1440) } }) },
      1440,
      { obligation: null, happened: null },
    ],
  ])('%s', (_what, over, minutes, expected) => {
    expect(owedStatus(memory(over), minute(minutes))).toMatchObject(expected);
  });

  test('is settled once', () => {
    const settled = owedStatus(
      memory({ obligation: opened, message: { at: minute(1), url: null } }),
      minute(1),
    );
    const again = memory({ obligation: settled.obligation, message: { at: minute(99), url: null } });
    expect(owedStatus(again, minute(99))).toMatchObject({ obligation: null, happened: null });
  });
});

describe('which incidents stop', () => {
  test.each([
    ['never', 'high', true, false],
    ['severe', 'high', false, false],
    ['severe', 'low', true, true],
    ['high_urgency', 'low', false, false],
    ['high_urgency', 'high', false, true],
    ['high_urgency', 'low', true, true],
    ['always', 'low', false, true],
  ] as const)('%s, urgency %s, severe %p: %p', (when, urgency, isSevere, stops) => {
    expect(stopsOn(when, { urgency }, isSevere)).toBe(stops);
  });

  const config = (mode: 'observe' | 'enforce' = 'enforce') => ({
    mode,
    escalation: escalationSettings.parse({ stop_on_incident: 'high_urgency' }),
  });
  const NONE: StopFacts = { kind: 'none' };
  const judge = (incident: KeptIncident, configs = new Map([[1, config()]]), stop: StopFacts = NONE) =>
    judgeStops(incident, [place(1), place(2)], {
      configs,
      stops: new Map([
        [1, stop],
        [2, NONE],
      ]),
      isSevere: false,
    });

  test('each repository whose configuration says so, once', () => {
    expect(judge(kept())).toEqual({ stop: [place(1)], stopped: [1], judged: ['1:high:other'] });
    expect(judge(kept({}, { stopped: [1], judged: [] }))).toMatchObject({ stop: [], stopped: [1] });
  });

  test('one whose urgency rises is judged again', () => {
    const low = judge(kept({ urgency: 'low' }));
    expect(low).toEqual({ stop: [], stopped: [], judged: ['1:low:other'] });
    expect(judge(kept({}, low)).stop).toEqual([place(1)]);
  });

  test.each<[string, KeptIncident, StopFacts, 'observe' | 'enforce']>([
    ['one that is resolved', kept({ status: 'resolved' }), NONE, 'enforce'],
    ['a repository that only observes', kept(), NONE, 'observe'],
    ['one whose stop cannot be read', kept(), { kind: 'unreadable', why: '' }, 'enforce'],
    [
      'one that somebody stopped before',
      kept(),
      { kind: 'stopped', scope: 'repository', source: 'store', by: 'mika', reason: null, cancels: false },
      'enforce',
    ],
  ])('not %s', (_what, incident, stop, mode) => {
    expect(judge(incident, new Map([[1, config(mode)]]), stop).stop).toEqual([]);
  });
});

describe('which repository it is about', () => {
  const at = { host: 'github.com', webUrl: 'https://github.com' };
  const of = (...alertKeys: readonly string[]) =>
    bearingOf({ ...INCIDENT, alertKeys }, [place(1, ['severe']), place(2)], at);
  test.each<[string, string, object]>([
    [
      'a handoff',
      'ai-ops:github.com:2:handoff:12',
      {
        certain: place(2),
        matter: {
          place: 'acme/r2',
          matter: 'handoff',
          pull: { number: 12, url: 'https://github.com/acme/r2/pull/12' },
        },
        isSevere: false,
      },
    ],
    [
      'a severe episode',
      'ai-ops:github.com:1:severe:repository',
      { certain: place(1, ['severe']), isSevere: true },
    ],
    ['somebody’s alert of that key', 'ai-ops:github.com:2:severe:repository', { isSevere: false }],
    ['a repository that is not governed', 'ai-ops:github.com:9:handoff:12', { certain: null, matter: null }],
    ['another GitHub', 'ai-ops:ghe.acme.com:1:handoff:12', { certain: null }],
    ['a key of somebody else', 'ai-ops:github.com:1:handoff', { certain: null }],
    ['a scope that is no number', 'ai-ops:github.com:1:handoff:../x', { matter: { pull: null } }],
  ])('%s', (_what, key, expected) => {
    expect(of('else', key)).toMatchObject(expected);
  });

  test('none, so all', () => {
    expect(of().places).toEqual([place(1, ['severe']), place(2)]);
  });
});
