import { describe, expect, test } from '@jest/globals';
import { incidentNote } from '../../src/notifiers/wording/pagerduty/incident-note.ts';
import { incidentMessage } from '../../src/notifiers/wording/slack/incident-message.ts';
import { incidentNoteText } from '../../src/notifiers/wording/slack/incident-note.ts';
import { noticeText } from '../../src/notifiers/wording/slack/notice.ts';
import { LOCALES } from '../../src/policies/locale.ts';
import {
  INCIDENT_NOTES,
  INCIDENT_VIEWS,
  incidentNoteEffect,
  LADDER_NOTICES,
  slackIncident,
  slackIncidentNote,
} from './incident-samples.ts';

describe.each(LOCALES)('in %s', (locale) => {
  test.each(Object.entries(INCIDENT_VIEWS))('an incident: %s', (_name, view) => {
    expect(incidentMessage(slackIncident(view, locale))).toMatchSnapshot();
    expect(incidentNote(incidentNoteEffect(view, { locale }))).toMatchSnapshot();
  });

  test('what is said in its thread', () => {
    const said = INCIDENT_NOTES.map((note) => incidentNoteText(slackIncidentNote(note, locale)).text);
    expect(said).toMatchSnapshot();
  });

  test.each(Object.entries(INCIDENT_VIEWS))(
    'its status in the thread of what the bot called for: %s',
    (_name, view) => {
      expect(incidentNoteText(slackIncidentNote({ says: 'status', view }, locale))).toMatchSnapshot();
    },
  );

  test('whom the bot calls while PagerDuty cannot be reached', () => {
    const said = LADDER_NOTICES.map(
      (notice) =>
        noticeText({
          kind: 'slack_notice',
          key: 'ladder:page:h1:sre',
          lane: 'notice:ladder:page:h1',
          locale,
          channel: null,
          repository: null,
          notice,
          mentions: [{ kind: 'group', id: 'S0SRE' }],
        }).text,
    );
    expect(said).toMatchSnapshot();
  });

  test('text from people calls nobody and formats nothing', () => {
    for (const view of Object.values(INCIDENT_VIEWS)) {
      const shown = JSON.stringify(incidentMessage(slackIncident(view, locale)));
      expect(shown).not.toMatch(/<!channel>|<@U1>|\*x\*/);
    }
  });
});
