import type { IncidentNoteEffect } from '../effect/messages.ts';
import type { Answer } from '../pagerduty/failure.ts';
import type { PagerDutyRest } from '../pagerduty/rest.ts';
import type { Notifier } from './notifier.ts';
import { attemptPagerDuty, type PagerDutyDeps } from './pagerduty.ts';
import { incidentNote } from './wording/pagerduty/incident-note.ts';

/** The status as a note on the incident, written once: after a lost answer the notes are looked through. */
export function incidentNoteNotifier(deps: PagerDutyDeps): Notifier<IncidentNoteEffect> {
  return {
    kinds: ['incident_note'],
    send: ({ effect, mayHaveBeenDoneSince }) =>
      attemptPagerDuty(deps, { with: deps.rest, setting: 'PAGERDUTY_API_TOKEN' }, (rest) =>
        write(rest, effect, mayHaveBeenDoneSince !== null),
      ),
  };
}

async function write(rest: PagerDutyRest, effect: IncidentNoteEffect, mayBeThere: boolean): Promise<Answer> {
  const content = incidentNote(effect);
  if (mayBeThere) {
    const notes = await rest.notes(effect.incidentId);
    if (notes.kind !== 'read') return notes;
    if (notes.value.some((note) => note.content === content)) return { kind: 'accepted' };
  }
  return rest.addNote(effect.incidentId, content);
}
