import { follows, reacts, shows } from '../stage/expectation.ts';
import { ALL_OPEN, type Scene, UNASKED } from '../stage/scene.ts';
import { tells } from '../stage/slack-expectation.ts';
import { FOLLOWED_UP, opensGreen, VERIFY_ENDS, WHISPERED_OF_FOLLOW_UP } from './acts.ts';

export const nobodyToTell: Scene = {
  title: 'Slack and PagerDuty are down',
  gist: 'Nothing waits for them: one handoff fails, the next is approved. Once they are back they get everything, in order, once.',
  acts: [
    opensGreen({ title: 'Archive old payslips', branch: 'codex/payslips' }),
    {
      happens: (cast) => {
        cast.slackAndPagerDutyGoDown();
        cast.labels(cast.people.maintainer);
      },
      brings: [follows(1), shows('Handoff started; all 5 gates open', ALL_OPEN)],
    },
    {
      happens: (cast) => cast.handoffFails('Review the pull request'),
      brings: [shows('Handoff failed; all 5 gates open', ALL_OPEN)],
    },
    {
      happens: (cast) => cast.comments(cast.people.maintainer, `/ai-ops handoff ${cast.pull.heads.at(-1)}`),
      brings: [reacts('eyes rocket'), follows(2), shows('Handoff started; all 5 gates open', ALL_OPEN)],
    },
    {
      happens: (cast) => cast.handoffEnds(),
      brings: [shows('Handoff running (LangGraph Verify); all 5 gates open', ALL_OPEN)],
    },
    { ...VERIFY_ENDS, brings: [shows('Handoff approved; all 5 gates open', ALL_OPEN)] },
    {
      happens: (cast) => cast.slackAndPagerDutyComeBack(),
      brings: [tells('LangGraph Verify', 'approved', 'Follow-up owed')],
    },
    FOLLOWED_UP,
  ],
  ending: {
    check: 'success',
    title: 'Handoff approved; all 5 gates open',
    gates: ALL_OPEN,
    dispatches: 2,
    cancellations: 0,
    approvals: 1,
    replies: 0,
    labels: ['LG-Verified ✅', '@ai-ops'],
    labelled: ['+ @ai-ops'],
    reactions: ['eyes rocket'],
    slack: [
      { state: 'failed', thread: ['Auto Handoff failed'] },
      {
        state: 'approved',
        thread: ['LangGraph Verify', 'approved', 'Follow-up owed', 'Follow-up done by rin'],
        unlinked: true,
      },
    ],
    ...UNASKED,
    whispered: WHISPERED_OF_FOLLOW_UP,
    incidents: [{ status: 'resolved', called: ['Aoi Sato'] }],
  },
};
