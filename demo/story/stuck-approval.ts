import { alerts } from '../stage/alert-expectation.ts';
import { shows } from '../stage/expectation.ts';
import { ALL_OPEN, type Scene, UNASKED } from '../stage/scene.ts';
import { tells } from '../stage/slack-expectation.ts';
import {
  FOLLOWED_UP,
  HANDOFF_ENDS,
  opensGreen,
  STARTS_BY_LABEL,
  VERIFY_ENDS,
  WHISPERED_OF_FOLLOW_UP,
} from './acts.ts';

const NOTE = 'Auto Handoff of #';
const ASKED = '@Rin Hayashi 🙋 rin: please approve';

export const stuckApproval: Scene = {
  title: 'A deployment that nobody approves',
  gist: 'A note after 30 minutes, an alert after 45 that asks whoever may approve by name. Once they have, it is over, and nobody was called.',
  limit: 120,
  acts: [
    opensGreen({ title: 'Archive the timesheets', branch: 'codex/timesheets' }),
    STARTS_BY_LABEL,
    {
      happens: (cast) => {
        cast.handoffReaches('Approve the deployment');
        cast.trouble.handoffWaits();
      },
      brings: [
        shows('Handoff running (deploy approval, waits for a person); all 5 gates open', ALL_OPEN),
        tells('running (deploy approval, waits for a person)'),
      ],
    },
    {
      happens: (cast) => cast.trouble.goBy(30, 8),
      brings: [tells('running (deploy approval, waits for a person)', NOTE)],
    },
    {
      happens: (cast) => cast.trouble.goBy(15, 5),
      brings: [
        alerts('handoff_lead_time', '⚠️ Warning', { shows: ['deploy approval', 'rin'] }),
        tells('running (deploy approval, waits for a person)', NOTE, ASKED),
      ],
    },
    {
      happens: (cast) => {
        cast.trouble.rinApproves();
        cast.handoffEnds();
      },
      brings: HANDOFF_ENDS.brings,
    },
    {
      ...VERIFY_ENDS,
      brings: [...VERIFY_ENDS.brings, alerts('handoff_lead_time', null, { thread: ['Over'] })],
    },
    FOLLOWED_UP,
    {
      happens: (cast) => cast.trouble.goBy(1, 1),
      brings: [alerts('handoff_lead_time', '✅ Over')],
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
    slack: [
      {
        state: 'approved',
        thread: [
          'running (deploy approval, waits for a person)',
          NOTE,
          ASKED,
          'running (LangGraph Verify)',
          'Auto Handoff approved',
          'Follow-up owed',
          'Follow-up done by rin',
        ],
      },
    ],
    ...UNASKED,
    whispered: WHISPERED_OF_FOLLOW_UP,
    episodes: [{ rule: 'handoff_lead_time', state: '✅ Over', thread: ['Status', 'Over'] }],
    incidents: [],
  },
};
