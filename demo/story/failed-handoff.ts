import { follows, reacts, shows, writes } from '../stage/expectation.ts';
import { pages } from '../stage/pagerduty-expectation.ts';
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

export const failedHandoff: Scene = {
  title: 'A handoff that fails',
  gist: 'The bot names the phase and the playbook, has whoever is on call called, and decides nothing; a person of the team asks again. The success ends the incident.',
  acts: [
    opensGreen({ title: 'Export the HR module', branch: 'codex/hr-export' }),
    STARTS_BY_LABEL,
    {
      happens: (cast) => cast.handoffReaches('Generate templates'),
      brings: [
        shows('Handoff running (template generation); all 5 gates open', ALL_OPEN),
        tells('running (template generation)'),
      ],
    },
    // Seen before it fails: on a slow machine it may be seen in between, and a line more would stand in the thread.
    {
      happens: (cast) => cast.handoffReaches('Review the pull request'),
      brings: [
        shows('Handoff running (PR review); all 5 gates open', ALL_OPEN),
        tells('running (PR review)'),
      ],
    },
    {
      happens: (cast) => cast.handoffFails('Review the pull request'),
      brings: [
        shows('Handoff failed; all 5 gates open', ALL_OPEN),
        writes('sticky', () => [
          'in phase **PR review** at `Review the pull request`',
          'run_failed',
          '/acme/erp/blob/main/docs/ai/ops-playbooks.md',
          'Rollback or manual intervention',
        ]),
        tells('Auto Handoff failed. · Why: run_failed'),
        pages(['Aoi Sato'], ({ slack, followed }) => [
          'run_failed',
          'pr_review (Review the pull request)',
          `/actions/runs/${followed.at(-1)?.id}`,
          '/acme/erp/blob/main/docs/ai/ops-playbooks.md',
          slack.handoffs.at(-1)?.link ?? 'a message in Slack',
        ]),
      ],
    },
    {
      happens: (cast) => cast.comments(cast.people.maintainer, `/ai-ops handoff ${cast.pull.heads.at(-1)}`),
      brings: [reacts('eyes rocket'), follows(2), shows('Handoff started; all 5 gates open', ALL_OPEN)],
    },
    HANDOFF_ENDS,
    VERIFY_ENDS,
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
      { state: 'failed', thread: ['template generation', 'PR review', 'Auto Handoff failed'] },
      {
        state: 'approved',
        thread: ['LangGraph Verify', 'approved', 'Follow-up owed', 'Follow-up done by rin'],
      },
    ],
    ...UNASKED,
    whispered: WHISPERED_OF_FOLLOW_UP,
    incidents: [{ status: 'resolved', called: ['Aoi Sato'] }],
  },
};
