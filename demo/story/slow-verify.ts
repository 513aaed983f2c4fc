import { alerts, incidentSays, repeats } from '../stage/alert-expectation.ts';
import { cancels, shows } from '../stage/expectation.ts';
import { pages } from '../stage/pagerduty-expectation.ts';
import { ALL_OPEN, NOTHING_DONE, type Scene } from '../stage/scene.ts';
import { AWAITS_LABEL, UNLABELLED } from './acts.ts';

const RUNNING = { ...ALL_OPEN, G3: 'verify_running', G4: 'label_missing' } as const;
const CUT_OFF = { ...RUNNING, G3: 'verify_not_successful' } as const;
const WAITING = 'Waiting: 3 of 5 gates open';

export const slowVerify: Scene = {
  title: 'LangGraph Verify takes too long',
  gist: 'Noticed at 600 seconds, while it runs: it is cancelled and run again once. That is slow too, so somebody is called. Good runs end it.',
  limit: 120,
  acts: [
    {
      happens: (cast) => {
        cast.opens({ title: 'Number the contracts', branch: 'codex/contracts' });
        cast.smoke();
        cast.tests();
        cast.trouble.verifyBegins();
      },
      brings: [shows(WAITING, RUNNING)],
    },
    {
      happens: (cast) => cast.trouble.goBy(10, 5),
      brings: [cancels(1), shows('Closed: 3 of 5 gates open', CUT_OFF)],
    },
    {
      happens: (cast) => cast.trouble.goBy(1, 1),
      brings: [repeats(1), alerts('verify_latency', '🔁 Re-running')],
    },
    {
      happens: (cast) => {
        cast.trouble.verifyRunsAgain();
        return cast.trouble.goBy(11, 5);
      },
      brings: [
        shows(WAITING, RUNNING),
        pages(['Aoi Sato'], ({ slack }) => ['LangGraph Verify', slack.episodes.at(-1)?.link ?? 'a message']),
        incidentSays('triggered'),
      ],
    },
    {
      happens: (cast) => {
        cast.trouble.acknowledges('Aoi Sato');
        return cast.trouble.goBy(1, 1);
      },
      brings: [
        incidentSays('acknowledged', 'Acknowledged by Aoi Sato'),
        alerts('verify_latency', '🔴 Confirmed', { thread: ['Paging who is on call'] }),
      ],
    },
    {
      happens: (cast) => {
        cast.trouble.verifyEndsWell();
        cast.trouble.verifySucceeds(3);
      },
      brings: [shows(AWAITS_LABEL, UNLABELLED), alerts('verify_latency', null, { thread: ['Recovering'] })],
    },
    {
      happens: (cast) => cast.trouble.goBy(11, 5),
      brings: [alerts('verify_latency', null, { thread: ['Over'] })],
    },
    {
      happens: (cast) => cast.trouble.goBy(1, 1),
      brings: [alerts('verify_latency', '✅ Over'), incidentSays('resolved')],
    },
  ],
  ending: {
    ...NOTHING_DONE,
    check: 'action_required',
    title: AWAITS_LABEL,
    gates: UNLABELLED,
    checkRuns: 2,
    cancellations: 1,
    repeated: 1,
    episodes: [
      {
        rule: 'verify_latency',
        state: '✅ Over',
        thread: ['re-run once', 'Status', 'Paging who is on call', 'Recovering', 'Over'],
      },
    ],
    incidents: [{ status: 'resolved', called: ['Aoi Sato'] }],
  },
};
