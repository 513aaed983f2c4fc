import { expect, test } from '@jest/globals';
import { voiceOf } from '../../../src/handlers/incidents/voice.ts';
import type { KeptIncident, MatterMessage } from '../../../src/store/store.ts';

const AT = '2026-11-22T10:00:00.000Z';
type Voice = KeptIncident['kept']['voice'];

const incidentWith = (voice: Voice): KeptIncident => ({
  id: 'Q1',
  number: 7,
  title: 'Templates are broken',
  url: 'https://acme.pagerduty.com/incidents/Q1',
  status: 'triggered',
  urgency: 'high',
  serviceId: 'P1',
  createdAt: AT,
  changedAt: AT,
  assignees: [],
  acknowledgedBy: null,
  statusBy: null,
  escalations: 0,
  alertKeys: [],
  kept: {
    heard: [],
    first: { by: 'webhook', at: AT },
    told: null,
    voice,
    judged: [],
    stopped: [],
    severe: false,
  },
});

const PARENT: MatterMessage = { key: 'episode:1', locale: 'ja', channel: 'C1' };
const IN_THREAD: Voice = { locale: 'ja', channel: 'C1', thread: 'episode:1' };
const ALONE: Voice = { locale: 'en', channel: null };
const OF_PLACE: Voice = { locale: 'ja', channel: 'C2' };
const config = (mode: 'observe' | 'enforce') => ({
  mode,
  locale: 'ja' as const,
  slack: { channel: 'C2', link_on_pr: true, people: [] },
});

test.each<{
  readonly what: string;
  readonly voice?: Voice;
  readonly refused?: boolean;
  readonly parent?: MatterMessage;
  readonly mode?: 'observe' | 'enforce';
  readonly speaks: Voice;
}>([
  { what: 'others opened it', speaks: ALONE },
  { what: 'others opened it, about one repository', mode: 'enforce', speaks: OF_PLACE },
  { what: 'the bot called, and its message is there', parent: PARENT, mode: 'enforce', speaks: IN_THREAD },
  { what: 'the same, and GitHub cannot be asked', parent: PARENT, speaks: IN_THREAD },
  { what: 'the bot only observes by now', parent: PARENT, mode: 'observe', speaks: OF_PLACE },
  { what: 'it spoke alone before', voice: ALONE, parent: PARENT, mode: 'enforce', speaks: ALONE },
  { what: 'it spoke in the thread before', voice: IN_THREAD, mode: 'observe', speaks: IN_THREAD },
  { what: 'Slack refused the line', voice: IN_THREAD, refused: true, parent: PARENT, speaks: ALONE },
  { what: 'it spoke alone after that', voice: OF_PLACE, refused: true, parent: PARENT, speaks: OF_PLACE },
])('$what', ({ voice = null, refused = false, parent = null, mode, speaks }) => {
  const memory = { incident: incidentWith(voice), isLineRefused: refused };
  const known = {
    matterMessage: parent,
    config: mode === undefined ? undefined : config(mode),
    locale: 'en' as const,
  };
  expect(voiceOf(memory, known)).toEqual(speaks);
});
