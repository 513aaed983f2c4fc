import { follows, shows } from '../stage/expectation.ts';
import { ALL_OPEN, type Scene } from '../stage/scene.ts';

export const lostAnswer: Scene = {
  title: 'A dispatch whose answer is lost',
  gist: 'The run was started, but nobody said so. The bot looks for it, and never starts a second one.',
  acts: [
    {
      happens: (cast) => {
        cast.opens({ title: 'Translate the HR labels', branch: 'codex/hr-labels' });
        cast.smoke();
        cast.tests();
        cast.verify();
      },
      brings: [shows('Waiting for the AI Ops team: 4 of 5 gates open', { ...ALL_OPEN, G4: 'label_missing' })],
    },
    {
      happens: (cast) => {
        cast.losesAnswerToDispatch();
        cast.labels(cast.people.maintainer);
      },
      brings: [follows(1), shows('Handoff started; all 5 gates open', ALL_OPEN)],
    },
    {
      happens: (cast) => cast.handoffEnds(),
      brings: [shows('Handoff running (LangGraph Verify); all 5 gates open', ALL_OPEN)],
    },
    {
      happens: (cast) => cast.handoffVerified(),
      brings: [shows('Handoff approved; all 5 gates open', ALL_OPEN)],
    },
  ],
  ending: {
    check: 'success',
    title: 'Handoff approved; all 5 gates open',
    gates: ALL_OPEN,
    dispatches: 1,
    cancellations: 0,
    approvals: 1,
    replies: 0,
    labels: ['LG-Verified ✅', '@ai-ops'],
    labelled: ['+ @ai-ops'],
    reactions: [],
  },
};
