import { follows, shows } from '../stage/expectation.ts';
import { ALL_OPEN, type Scene, UNASKED } from '../stage/scene.ts';
import { FOLLOWED_UP, HANDOFF_ENDS, opensGreen, VERIFY_ENDS, WHISPERED_OF_FOLLOW_UP } from './acts.ts';

export const lostAnswer: Scene = {
  title: 'A dispatch whose answer is lost',
  gist: 'The run was started, but nobody said so. The bot looks for it, and never starts a second one.',
  acts: [
    opensGreen({ title: 'Translate the HR labels', branch: 'codex/hr-labels' }),
    {
      happens: (cast) => {
        cast.losesAnswerToDispatch();
        cast.labels(cast.people.maintainer);
      },
      brings: [follows(1), shows('Handoff started; all 5 gates open', ALL_OPEN)],
    },
    HANDOFF_ENDS,
    VERIFY_ENDS,
    FOLLOWED_UP,
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
    slack: [
      {
        state: 'approved',
        thread: ['LangGraph Verify', 'approved', 'Follow-up owed', 'Follow-up done by rin'],
      },
    ],
    ...UNASKED,
    whispered: WHISPERED_OF_FOLLOW_UP,
    incidents: [],
  },
};
