import { labels, showed, shows } from '../stage/expectation.ts';
import { ALL_OPEN, NOTHING_DONE, NOTHING_YET, type Scene } from '../stage/scene.ts';
import { opensGreen } from './acts.ts';

export const pushInTheLastMoment: Scene = {
  title: 'A push in the last moment',
  gist: 'The bot decides on what GitHub shows, and reads again before it acts: no dispatch for a commit that is gone.',
  acts: [
    opensGreen({ title: 'Sort the HR report', branch: 'codex/hr-report' }),
    {
      happens: (cast) => cast.pushesInTheLastMoment(cast.people.maintainer),
      brings: [showed(ALL_OPEN), labels(), shows('Waiting: 1 of 5 gates open', NOTHING_YET)],
    },
  ],
  ending: {
    ...NOTHING_DONE,
    check: 'in_progress',
    title: 'Waiting: 1 of 5 gates open',
    gates: NOTHING_YET,
    labelled: ['- LG-Verified ✅'],
  },
};
