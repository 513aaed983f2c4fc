import { labels, shows } from '../stage/expectation.ts';
import { ALL_OPEN, NOTHING_DONE, NOTHING_YET, type Scene } from '../stage/scene.ts';
import { AWAITS_LABEL, UNLABELLED } from './acts.ts';

const LABELLED = { ...ALL_OPEN, G3: 'verify_missing' } as const;

export const pushAfterLabel: Scene = {
  title: 'A push after the label',
  gist: 'The label was for the commit that somebody looked at. It comes off, and the new commit needs its own.',
  acts: [
    {
      happens: (cast) => {
        cast.opens({ title: 'Rename the HR tables', branch: 'codex/hr-tables' });
        cast.smoke();
        cast.tests();
      },
      brings: [shows('Waiting: 3 of 5 gates open', { ...LABELLED, G4: 'label_missing' })],
    },
    {
      happens: (cast) => cast.labels(cast.people.maintainer),
      brings: [shows('Waiting: 4 of 5 gates open', LABELLED)],
    },
    {
      happens: (cast) => cast.pushes(),
      brings: [labels(), shows('Waiting: 1 of 5 gates open', NOTHING_YET)],
    },
    {
      happens: (cast) => {
        cast.smoke();
        cast.tests();
        cast.verify();
      },
      brings: [shows(AWAITS_LABEL, UNLABELLED)],
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
