import { labels, showed, shows } from '../stage/expectation.ts';
import { ALL_OPEN, NOTHING_DONE, type Scene } from '../stage/scene.ts';

const UNLABELLED = { ...ALL_OPEN, G4: 'label_missing' } as const;

export const labelByAnOutsider: Scene = {
  title: 'A label by an outsider',
  gist: 'olli may label, but is not in the AI Ops team. Who put the label on counts, not that it is there.',
  acts: [
    {
      happens: (cast) => {
        cast.opens({ title: 'Add a holiday calendar', branch: 'codex/holidays' });
        cast.smoke();
        cast.tests();
        cast.verify();
      },
      brings: [shows('Waiting for the AI Ops team: 4 of 5 gates open', UNLABELLED)],
    },
    {
      happens: (cast) => cast.labels(cast.people.outsider),
      brings: [
        showed({ ...ALL_OPEN, G4: 'label_by_outsider' }),
        labels(),
        shows('Waiting for the AI Ops team: 4 of 5 gates open', UNLABELLED),
      ],
    },
  ],
  ending: {
    ...NOTHING_DONE,
    check: 'action_required',
    title: 'Waiting for the AI Ops team: 4 of 5 gates open',
    gates: UNLABELLED,
    labelled: ['- LG-Verified ✅'],
  },
};
