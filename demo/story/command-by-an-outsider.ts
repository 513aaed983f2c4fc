import { reacts, shows, writes } from '../stage/expectation.ts';
import { ALL_OPEN, NOTHING_DONE, type Scene } from '../stage/scene.ts';

const DRAFT = { ...ALL_OPEN, G5: 'pr_draft' } as const;

export const commandByAnOutsider: Scene = {
  title: 'A command by an outsider, on a draft',
  gist: 'All is green and labelled, but it is a draft. A command opens no gate, and not everybody may give it.',
  acts: [
    {
      happens: (cast) => {
        cast.opens({ title: 'Try another payroll rounding', branch: 'codex/rounding', draft: true });
        cast.smoke();
        cast.tests();
        cast.verify();
      },
      brings: [shows('Closed: 3 of 5 gates open', { ...DRAFT, G4: 'label_missing' })],
    },
    {
      happens: (cast) => cast.labels(cast.people.maintainer),
      brings: [shows('Closed: 4 of 5 gates open', DRAFT)],
    },
    {
      happens: (cast) => cast.comments(cast.people.outsider, `/ai-ops handoff ${cast.pull.heads.at(-1)}`),
      brings: [reacts('eyes -1'), writes('reply', () => ['Not done', 'command_not_allowed', 'olli'])],
    },
  ],
  ending: {
    ...NOTHING_DONE,
    check: 'failure',
    title: 'Closed: 4 of 5 gates open',
    gates: DRAFT,
    replies: 1,
    labels: ['LG-Verified ✅'],
    reactions: ['eyes -1'],
  },
};
