import { alerts, incidentSays, repeats } from '../stage/alert-expectation.ts';
import { shows, writes } from '../stage/expectation.ts';
import { pages } from '../stage/pagerduty-expectation.ts';
import { ALL_OPEN, NOTHING_DONE, type Scene } from '../stage/scene.ts';
import { whispers } from '../stage/slack-expectation.ts';
import { AWAITS_LABEL, UNLABELLED } from './acts.ts';

const BOTH_RED = { ...UNLABELLED, G1: 'smoke_not_successful', G3: 'verify_not_successful' } as const;
const RUN_AGAIN = { ...UNLABELLED, G1: 'smoke_running', G3: 'verify_running' } as const;
const STOPPED = { ...BOTH_RED, G5: 'stopped' } as const;

export const severeFailure: Scene = {
  title: 'Codex Smoke and LangGraph Verify fail together',
  gist: 'Both fail again when they are run again: one severe alert speaks for both, Product and Security are told at once, who is on call is called, and Auto Handoff stops until a person resumes it.',
  limit: 150,
  acts: [
    {
      happens: (cast) => {
        cast.opens({ title: 'Generate the asset register', branch: 'codex/assets' });
        cast.tests();
        cast.trouble.smokeSucceeds(7);
        cast.verify();
      },
      brings: [shows(AWAITS_LABEL, UNLABELLED)],
    },
    {
      happens: (cast) => cast.trouble.smokeAndVerifyFail(),
      brings: [
        repeats(2),
        shows('Waiting: 2 of 5 gates open', RUN_AGAIN),
        alerts('smoke_failure_rate', '🔁 Re-running'),
        alerts('verify_failure', '🔁 Re-running'),
        writes('blast', () => ['LangGraph Verify']),
      ],
    },
    {
      happens: (cast) => {
        cast.trouble.rerunsFail();
        return cast.trouble.goBy(1, 1);
      },
      brings: [
        pages(['Aoi Sato'], () => ['SEVERE', 'critical']),
        alerts('severe', '🚨 SEVERE', { thread: ['@product @security @sre 🚨 SEVERE', 'Status (SEVERE)'] }),
        incidentSays('triggered'),
        shows('Closed: 1 of 5 gates open', STOPPED),
      ],
    },
    {
      happens: (cast) => {
        cast.trouble.acknowledges('Aoi Sato');
        return cast.trouble.goBy(2, 2);
      },
      brings: [
        incidentSays('acknowledged', 'Acknowledged by Aoi Sato'),
        alerts('severe', '🚨 SEVERE', { shows: ['Auto Handoff is stopped', 'ai_ops:resume'] }),
      ],
    },
    {
      happens: (cast) => cast.trouble.presses(cast.inSlack.mika, 'severe', 'resume'),
      brings: [whispers('Mika Tanaka', 'Accepted'), shows('Closed: 2 of 5 gates open', BOTH_RED)],
    },
    {
      happens: (cast) => {
        cast.trouble.smokeSucceeds(3);
        cast.trouble.verifySucceeds(3);
      },
      brings: [shows(AWAITS_LABEL, UNLABELLED), alerts('severe', null, { thread: ['Recovering'] })],
    },
    {
      happens: (cast) => cast.trouble.goBy(11, 5),
      brings: [alerts('severe', null, { thread: ['Over'] })],
    },
    {
      happens: (cast) => cast.trouble.goBy(1, 1),
      brings: [alerts('severe', '✅ Over'), incidentSays('resolved')],
    },
  ],
  ending: {
    ...NOTHING_DONE,
    check: 'action_required',
    title: AWAITS_LABEL,
    gates: { ...ALL_OPEN, G4: 'label_missing' },
    checkRuns: 2,
    blasts: 1,
    repeated: 2,
    whispered: ['Mika Tanaka: 🚀 Accepted'],
    announced: ['Auto Handoff stopped', 'Auto Handoff resumed'],
    episodes: [
      { rule: 'smoke_failure_rate', state: '✅ Over', thread: [] },
      { rule: 'verify_failure', state: '✅ Over', thread: [] },
      {
        rule: 'severe',
        state: '✅ Over',
        thread: ['@product @security @sre 🚨 SEVERE', 'Status (SEVERE)', 'Recovering', 'Over'],
      },
    ],
    incidents: [{ status: 'resolved', called: ['Aoi Sato'] }],
  },
};
