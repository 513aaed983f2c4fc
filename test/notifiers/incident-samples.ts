import type { Incident } from '../../src/alerts/incident.ts';
import type {
  IncidentNote,
  IncidentNoteEffect,
  IncidentView,
  SlackIncidentEffect,
  SlackIncidentNoteEffect,
} from '../../src/effect/incident-effects.ts';
import type { LadderNotice } from '../../src/effect/messages.ts';
import type { Locale } from '../../src/policies/locale.ts';

const AT = '2026-11-22T12:34:56.000Z';
const HOSTILE = '<!channel> *x* `y` <@U1> :fire: & [a](https://evil.example)';

const incident = (over: Partial<Incident> = {}): Incident => ({
  id: 'Q2XYZ',
  number: 7,
  title: 'Auto Handoff failed (run_failed): acme/erp#12 Add HR templates',
  url: 'https://acme.pagerduty.com/incidents/Q2XYZ',
  status: 'triggered',
  urgency: 'high',
  serviceId: 'PTRIAGE',
  createdAt: AT,
  changedAt: AT,
  assignees: ['Aoi Sato'],
  acknowledgedBy: null,
  statusBy: null,
  escalations: 0,
  alertKeys: [],
  ...over,
});

const view = (over: Partial<IncidentView> = {}, of: Partial<Incident> = {}): IncidentView => ({
  incident: incident(of),
  matter: {
    place: 'acme/erp',
    matter: 'handoff',
    pull: { number: 12, url: 'https://github.com/acme/erp/pull/12' },
  },
  places: [{ name: 'acme/erp', url: 'https://github.com/acme/erp', stop: null }],
  morePlaces: 0,
  episodes: [],
  handoffs: [],
  moreHandoffs: 0,
  openPulls: 3,
  stopped: [],
  ...over,
});

const STOPPED = { by: 'ai-ops', reason: 'PagerDuty incident #7: x' };

/** Every situation of an incident, by its name. */
export const INCIDENT_VIEWS: Readonly<Record<string, IncidentView>> = {
  'called for by the bot': view(),
  'opened by a person, about everything': view(
    {
      matter: null,
      places: [
        { name: 'acme/erp', url: 'https://github.com/acme/erp', stop: STOPPED },
        { name: 'acme/shop', url: 'https://github.com/acme/shop', stop: null },
      ],
      morePlaces: 4,
      handoffs: [{ name: 'acme/erp#12', url: 'https://github.com/acme/erp/pull/12', state: 'running' }],
      moreHandoffs: 2,
      episodes: [{ rule: 'verify_latency', place: 'acme/erp' }],
      stopped: ['acme/erp'],
    },
    { assignees: [], urgency: 'low' },
  ),
  'an episode, acknowledged': view(
    { matter: { place: 'acme/erp', matter: 'severe', pull: null } },
    { status: 'acknowledged', acknowledgedBy: 'Ren Ito' },
  ),
  'resolved, still stopped': view(
    {
      places: [{ name: 'acme/erp', url: 'https://github.com/acme/erp', stop: STOPPED }],
      stopped: ['acme/erp'],
    },
    { status: 'resolved', assignees: [] },
  ),
  'nothing is governed': view({ matter: null, places: [], openPulls: 0 }),
  hostile: view({}, { title: HOSTILE, assignees: [HOSTILE] }),
};

export const INCIDENT_NOTES: readonly IncidentNote[] = [
  { says: 'acknowledged', by: 'Ren Ito', at: AT },
  { says: 'acknowledged', by: null, at: AT },
  { says: 'unacknowledged', to: ['Aoi Sato'] },
  { says: 'escalated', to: ['Ren Ito', 'Yui Mori'] },
  { says: 'reassigned', to: [] },
  { says: 'reopened', to: [HOSTILE] },
  { says: 'resolved', at: AT, stopped: [] },
  { says: 'resolved', at: AT, stopped: ['acme/erp'] },
  { says: 'status_late', dueAt: AT, noted: false },
  { says: 'status_late', dueAt: AT, noted: true },
];

export const LADDER_NOTICES: readonly LadderNotice[] = (
  ['ladder_sre', 'ladder_platform_pm', 'ladder_reached'] as const
).map((says) => ({
  says,
  pageKey: 'page:h1',
  place: 'acme/erp#12',
  url: 'https://github.com/acme/erp/pull/12',
  since: AT,
}));

export const slackIncident = (of: IncidentView, locale: Locale = 'en'): SlackIncidentEffect => ({
  kind: 'slack_incident',
  key: 'incident:Q2XYZ',
  lane: 'incident:Q2XYZ',
  locale,
  channel: null,
  repository: null,
  incidentId: 'Q2XYZ',
  view: of,
});

export const slackIncidentNote = (note: IncidentNote, locale: Locale = 'en'): SlackIncidentNoteEffect => ({
  kind: 'slack_incident_note',
  key: 'incident:Q2XYZ:note',
  lane: 'incident:Q2XYZ',
  locale,
  channel: null,
  repository: null,
  about: 'incident:Q2XYZ',
  note,
  mentions: [],
  broadcast: false,
});

export const incidentNoteEffect = (
  of: IncidentView = view(),
  { id = 'Q2XYZ', locale = 'en' }: { readonly id?: string; readonly locale?: Locale } = {},
): IncidentNoteEffect => ({
  kind: 'incident_note',
  key: `incident:${id}:at-pagerduty`,
  lane: `incident:${id}:at-pagerduty`,
  locale,
  repository: null,
  incidentId: id,
  view: of,
});
