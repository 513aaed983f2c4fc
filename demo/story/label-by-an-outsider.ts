import { labels, showed, shows } from '../stage/expectation.ts';
import { ALL_OPEN, NOTHING_DONE, type Scene } from '../stage/scene.ts';
import { AWAITS_LABEL, opensGreen, UNLABELLED } from './acts.ts';

export const labelByAnOutsider: Scene = {
  title: 'A label by an outsider',
  gist: 'olli may label, but is not in the AI Ops team. Who put the label on counts, not that it is there.',
  acts: [
    opensGreen({ title: 'Add a holiday calendar', branch: 'codex/holidays' }),
    {
      happens: (cast) => cast.labels(cast.people.outsider),
      brings: [showed({ ...ALL_OPEN, G4: 'label_by_outsider' }), labels(), shows(AWAITS_LABEL, UNLABELLED)],
    },
  ],
  ending: {
    ...NOTHING_DONE,
    check: 'action_required',
    title: AWAITS_LABEL,
    gates: UNLABELLED,
    labelled: ['- LG-Verified ✅'],
  },
};
