import { labels, reacts, shows, writes } from '../stage/expectation.ts';
import { ALL_OPEN, NOTHING_YET, type Scene, UNASKED } from '../stage/scene.ts';
import { tells } from '../stage/slack-expectation.ts';
import {
  AWAITS_LABEL,
  FOLLOWED_UP,
  HANDOFF_ENDS,
  STARTS_BY_LABEL,
  UNLABELLED,
  WHISPERED_OF_FOLLOW_UP,
} from './acts.ts';

/** The way as it should be: gate by gate, then the handoff phase by phase, then the approval. */
export const oneWay: Scene = {
  title: "One pull request's way",
  gist: 'Five gates open for one commit; the bot hands over once, follows it, and writes down why.',
  limit: 120,
  acts: [
    {
      happens: (cast) => cast.opens({ title: 'Generate the HR module', branch: 'codex/hr' }),
      brings: [shows('Waiting: 1 of 5 gates open', NOTHING_YET)],
    },
    {
      happens: (cast) => cast.smoke(),
      brings: [shows('Waiting: 2 of 5 gates open', { ...NOTHING_YET, G1: 'smoke_passed' })],
    },
    {
      happens: (cast) => cast.tests(),
      brings: [
        shows('Waiting: 3 of 5 gates open', { ...NOTHING_YET, G1: 'smoke_passed', G2: 'tests_passed' }),
      ],
    },
    {
      happens: (cast) => cast.verify(),
      brings: [
        shows(AWAITS_LABEL, UNLABELLED),
        writes('sticky', () => ['LangGraph Verify report', '- Triggered by: mika']),
      ],
    },
    STARTS_BY_LABEL,
    {
      happens: (cast) => cast.handoffReaches('Generate templates'),
      brings: [shows('Handoff running (template generation); all 5 gates open', ALL_OPEN)],
    },
    {
      happens: (cast) => {
        cast.handoffReaches('Review the pull request');
        cast.reviews(cast.people.maintainer);
      },
      brings: [shows('Handoff running (PR review); all 5 gates open', ALL_OPEN)],
    },
    {
      happens: (cast) => {
        cast.handoffReaches('Approve the deployment');
        return cast.comments(cast.people.maintainer, '/ai-ops status');
      },
      brings: [
        shows('Handoff running (deploy approval); all 5 gates open', ALL_OPEN),
        writes('reply', () => [
          'Handoff running (deploy approval)',
          'smoke_passed',
          'Approve the deployment',
        ]),
        reacts('eyes rocket'),
      ],
    },
    HANDOFF_ENDS,
    {
      happens: (cast) => cast.handoffVerified(),
      brings: [
        shows('Handoff approved; all 5 gates open', ALL_OPEN),
        labels('LG-Verified ✅', '@ai-ops'),
        writes('approval', ({ pull, followed }) => [
          `every gate was open for \`${pull.heads.at(-1)}\` onto \`main\``,
          ...Object.values(ALL_OPEN),
          `/actions/runs/${followed[0]?.id}`,
          'put on by mika',
          'Ledger: entry',
        ]),
        tells('Follow-up owed'),
      ],
    },
    FOLLOWED_UP,
  ],
  ending: {
    check: 'success',
    title: 'Handoff approved; all 5 gates open',
    gates: ALL_OPEN,
    dispatches: 1,
    cancellations: 0,
    approvals: 1,
    replies: 1,
    labels: ['LG-Verified ✅', '@ai-ops'],
    labelled: ['+ @ai-ops'],
    reactions: ['eyes rocket'],
    slack: [
      {
        state: 'approved',
        thread: [
          'running (template generation)',
          'running (PR review)',
          'running (deploy approval)',
          'running (LangGraph Verify)',
          'Auto Handoff approved',
          '@Rin Hayashi Follow-up owed by rin',
          'Follow-up done by rin',
        ],
      },
    ],
    ...UNASKED,
    whispered: WHISPERED_OF_FOLLOW_UP,
    incidents: [],
  },
};
