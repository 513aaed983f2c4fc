import { cancels, labels, shows } from '../stage/expectation.ts';
import { ALL_OPEN, NOTHING_YET, type Scene, UNASKED } from '../stage/scene.ts';
import { opensGreen, STARTS_BY_LABEL } from './acts.ts';

export const pushWhileItRuns: Scene = {
  title: 'A push while the handoff runs',
  gist: 'What is being handed off is no longer the pull request: the run is cancelled, and nothing is approved.',
  acts: [
    opensGreen({ title: 'Import old HR records', branch: 'codex/hr-import' }),
    STARTS_BY_LABEL,
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
    slack: [{ state: 'superseded', thread: ['template generation', 'superseded'] }],
    ...UNASKED,
    incidents: [],
  },
};
