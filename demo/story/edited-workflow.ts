import { shows } from '../stage/expectation.ts';
import { ALL_OPEN, NOTHING_DONE, type Scene } from '../stage/scene.ts';

const EDITED = {
  '.github/workflows/codex-template-smoke.yml': `name: Codex Template Smoke
on:
  pull_request:
    paths: ['templates/**', '.github/workflows/codex-template-smoke.yml']
jobs:
  smoke:
    steps:
      - name: Generate every template
        run: 'true'
`,
};
const NO_PROOF = {
  ...ALL_OPEN,
  G1: 'smoke_untrusted',
  G2: 'tests_untrusted',
  G3: 'verify_untrusted',
} as const;

export const editedWorkflow: Scene = {
  title: 'A pull request that edits the smoke workflow',
  gist: 'Whoever writes the test can make it green, and everything below .github is protected: none of the runs of this pull request can open a gate.',
  acts: [
    {
      happens: (cast) => {
        cast.opens({ title: 'Make Codex Smoke faster', branch: 'codex/faster-smoke', more: EDITED });
        cast.smoke();
        cast.tests();
        cast.verify();
      },
      brings: [shows('Closed: 1 of 5 gates open', { ...NO_PROOF, G4: 'label_missing' })],
    },
    {
      happens: (cast) => cast.labels(cast.people.maintainer),
      brings: [shows('Closed: 2 of 5 gates open', NO_PROOF)],
    },
  ],
  ending: {
    ...NOTHING_DONE,
    check: 'failure',
    title: 'Closed: 2 of 5 gates open',
    gates: NO_PROOF,
    labels: ['LG-Verified ✅'],
  },
};
