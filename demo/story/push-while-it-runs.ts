import { cancels, follows, labels, shows } from '../stage/expectation.ts';
import { ALL_OPEN, NOTHING_YET, type Scene } from '../stage/scene.ts';

export const pushWhileItRuns: Scene = {
  title: 'A push while the handoff runs',
  gist: 'What is being handed off is no longer the pull request: the run is cancelled, and nothing is approved.',
  acts: [
    {
      happens: (cast) => {
        cast.opens({ title: 'Import old HR records', branch: 'codex/hr-import' });
        cast.smoke();
        cast.tests();
        cast.verify();
      },
      brings: [shows('Waiting for the AI Ops team: 4 of 5 gates open', { ...ALL_OPEN, G4: 'label_missing' })],
    },
    {
      happens: (cast) => cast.labels(cast.people.maintainer),
      brings: [follows(1), shows('Handoff started; all 5 gates open', ALL_OPEN)],
    },
    {
      happens: (cast) => cast.handoffReaches('Generate templates'),
      brings: [shows('Handoff running (template generation); all 5 gates open', ALL_OPEN)],
    },
    {
      happens: (cast) => cast.pushes(),
      brings: [cancels(1), labels(), shows('Waiting: 1 of 5 gates open', NOTHING_YET)],
    },
  ],
  ending: {
    check: 'in_progress',
    title: 'Waiting: 1 of 5 gates open',
    gates: NOTHING_YET,
    dispatches: 1,
    cancellations: 1,
    approvals: 0,
    replies: 0,
    labels: [],
    labelled: ['- LG-Verified ✅'],
    reactions: [],
  },
};
