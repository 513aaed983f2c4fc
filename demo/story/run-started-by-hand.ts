import { WORKFLOW_FILES } from '../customer/workflow-files.ts';
import { incidentSays } from '../stage/alert-expectation.ts';
import { follows, shows, writes } from '../stage/expectation.ts';
import { pages } from '../stage/pagerduty-expectation.ts';
import { ALL_OPEN, NOTHING_DONE, type Scene } from '../stage/scene.ts';

const FILE = '.github/workflows/ai-ops-auto-handoff.yml';
/** Auto Handoff with a name for each run, so that one started by hand can say for which pull request it is. */
const NAMED = `run-name: AI Ops Auto Handoff \${{ inputs.pull }}\n${WORKFLOW_FILES[FILE]?.replace(
  'workflow_dispatch:',
  'workflow_dispatch: { inputs: { pull: { required: false } } }',
)}`;
const UNIT_RED = { ...ALL_OPEN, G2: 'tests_not_successful' } as const;

export const runStartedByHand: Scene = {
  title: 'A run that somebody started by hand',
  gist: 'The bot takes it up and follows it like its own. A unit test is red, so nothing is approved; whoever is called has it.',
  acts: [
    {
      happens: (cast) => {
        cast.merges(cast.people.maintainer, { [FILE]: NAMED });
        cast.opens({ title: 'Hurry the payroll fix', branch: 'codex/payroll' });
        cast.smoke();
        cast.tests('failure');
        cast.verify();
      },
      brings: [shows('Closed: 3 of 5 gates open', { ...UNIT_RED, G4: 'label_missing' })],
    },
    {
      happens: (cast) => cast.labels(cast.people.maintainer),
      brings: [shows('Closed: 4 of 5 gates open', UNIT_RED)],
    },
    {
      happens: (cast) => cast.startsHandoffByHand(cast.people.maintainer),
      brings: [
        follows(1),
        shows('Handoff started; 4 of 5 gates open', UNIT_RED),
        writes('sticky', () => ['run started by hand by mika']),
      ],
    },
    {
      happens: (cast) => cast.handoffEnds(),
      brings: [shows('Handoff running (LangGraph Verify); 4 of 5 gates open', UNIT_RED)],
    },
    {
      happens: (cast) => cast.handoffVerified(),
      brings: [
        shows('Handoff failed; 4 of 5 gates open', UNIT_RED),
        writes('sticky', () => ['adopted_gates_closed', 'G2 tests\\_not\\_successful']),
        pages(['Aoi Sato'], () => ['adopted_gates_closed']),
        incidentSays('triggered'),
      ],
    },
    {
      happens: (cast) => cast.trouble.acknowledges('Aoi Sato'),
      brings: [incidentSays('acknowledged', 'Acknowledged by Aoi Sato')],
    },
  ],
  ending: {
    ...NOTHING_DONE,
    check: 'failure',
    title: 'Handoff failed; 4 of 5 gates open',
    gates: UNIT_RED,
    labels: ['LG-Verified ✅'],
    slack: [{ state: 'failed', thread: ['LangGraph Verify', 'failed'] }],
    incidents: [{ status: 'acknowledged', called: ['Aoi Sato'] }],
  },
};
