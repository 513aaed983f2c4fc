import { shows } from '../stage/expectation.ts';
import { ALL_OPEN, type Scene } from '../stage/scene.ts';
import { tells, whispers } from '../stage/slack-expectation.ts';
import { HANDOFF_ENDS, opensGreen, STARTS_BY_LABEL, VERIFY_ENDS } from './acts.ts';

const HELD = { ...ALL_OPEN, G5: 'stopped' } as const;

export const askedInSlack: Scene = {
  title: 'Buttons and commands in Slack',
  gist: 'Whoever asks in Slack may what their account at GitHub may, which the configuration names. What is refused is seen by them alone.',
  acts: [
    opensGreen({ title: 'Split the payroll job', branch: 'codex/payroll-job' }),
    STARTS_BY_LABEL,
    {
      happens: (cast) => cast.handoffReaches('Generate templates'),
      brings: [
        shows('Handoff running (template generation); all 5 gates open', ALL_OPEN),
        tells('running (template generation)'),
      ],
    },
    {
      happens: async (cast) => {
        await cast.presses(cast.inSlack.visitor, 'hold');
        await cast.presses(cast.inSlack.olli, 'hold');
      },
      brings: [
        whispers('Ken Mori', 'Not done', 'Nobody at GitHub is known as you'),
        whispers('Olli Virtanen', 'Not done', 'command_not_allowed'),
      ],
    },
    {
      happens: (cast) => cast.presses(cast.inSlack['codex-author'], 'hold'),
      brings: [
        shows('Handoff running (template generation); 4 of 5 gates open', HELD),
        whispers('Sora Kato', 'Accepted'),
      ],
    },
    {
      happens: (cast) => cast.types(cast.inSlack.mika, 'unhold'),
      brings: [
        shows('Handoff running (template generation); all 5 gates open', ALL_OPEN),
        whispers('Mika Tanaka', 'Accepted'),
      ],
    },
    HANDOFF_ENDS,
    VERIFY_ENDS,
    {
      happens: async (cast) => {
        await cast.types(cast.inSlack.mika, 'done');
        await cast.types(cast.inSlack.rin, 'done', 'looked at production');
      },
      brings: [
        whispers('Mika Tanaka', 'Not done', 'command_not_allowed'),
        whispers('Rin Hayashi', 'Accepted'),
        tells('Follow-up done by rin: looked at production'),
      ],
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
          'running (template generation)',
          'running (LangGraph Verify)',
          'Auto Handoff approved',
          'Follow-up owed',
          'Follow-up done by rin',
        ],
        says: ['`hold` by codex-author', '`unhold` by mika', 'done by rin'],
      },
    ],
    whispered: [
      'Ken Mori: 👤 Not done',
      'Olli Virtanen: 👎 Not done',
      'Sora Kato: 🚀 Accepted',
      'Mika Tanaka: 🚀 Accepted',
      'Mika Tanaka: 👎 Not done',
      'Rin Hayashi: 🚀 Accepted',
    ],
    announced: ['Auto Handoff stopped', 'Auto Handoff resumed'],
    episodes: [],
    repeated: 0,
    incidents: [],
  },
};
