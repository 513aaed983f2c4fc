import { shows } from '../stage/expectation.ts';
import { ALL_OPEN, NOTHING_DONE, type Scene } from '../stage/scene.ts';

const LOOKALIKE = '.github/workflows/nightly-smoke.yml';
const FILE = `name: Codex Template Smoke
on: [pull_request]
jobs:
  smoke:
    steps:
      - name: Generate every template
        run: 'true'
`;
const WITHOUT_SMOKE = { ...ALL_OPEN, G1: 'smoke_missing' } as const;

export const lookalikeWorkflow: Scene = {
  title: 'Another workflow named like Codex Smoke',
  gist: 'A workflow is known by its file, never by the name it gives itself.',
  acts: [
    {
      happens: (cast) => {
        cast.merges(cast.people.maintainer, { [LOOKALIKE]: FILE });
        cast.opens({ title: 'Shorten the onboarding form', branch: 'codex/onboarding' });
        cast.tests();
        cast.verify();
        cast.lookalike(LOOKALIKE);
      },
      brings: [shows('Waiting: 3 of 5 gates open', { ...WITHOUT_SMOKE, G4: 'label_missing' })],
    },
    {
      happens: (cast) => cast.labels(cast.people.maintainer),
      brings: [shows('Waiting: 4 of 5 gates open', WITHOUT_SMOKE)],
    },
  ],
  ending: {
    ...NOTHING_DONE,
    check: 'in_progress',
    title: 'Waiting: 4 of 5 gates open',
    gates: WITHOUT_SMOKE,
    labels: ['LG-Verified ✅'],
  },
};
