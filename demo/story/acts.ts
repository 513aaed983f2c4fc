import type { Codes } from '../stage/codes.ts';
import { follows, shows } from '../stage/expectation.ts';
import { type Act, ALL_OPEN } from '../stage/scene.ts';
import { tells, whispers } from '../stage/slack-expectation.ts';

/** Acts that many scenes have in common. */

export const UNLABELLED: Codes = { ...ALL_OPEN, G4: 'label_missing' };
export const AWAITS_LABEL = 'Waiting for the AI Ops team: 4 of 5 gates open';

/** A pull request is opened, and all its runs end well: only the label is missing. */
export function opensGreen(wanted: { readonly title: string; readonly branch: string }): Act {
  return {
    happens: (cast) => {
      cast.opens(wanted);
      cast.smoke();
      cast.tests();
      cast.verify();
    },
    brings: [shows(AWAITS_LABEL, UNLABELLED)],
  };
}

/** The AI Ops team puts the label on, and the handoff starts. */
export const STARTS_BY_LABEL: Act = {
  happens: (cast) => cast.labels(cast.people.maintainer),
  brings: [follows(1), shows('Handoff started; all 5 gates open', ALL_OPEN)],
};

export const HANDOFF_ENDS: Act = {
  happens: (cast) => cast.handoffEnds(),
  brings: [
    shows('Handoff running (LangGraph Verify); all 5 gates open', ALL_OPEN),
    tells('LangGraph Verify'),
  ],
};

export const VERIFY_ENDS: Act = {
  happens: (cast) => cast.handoffVerified(),
  brings: [shows('Handoff approved; all 5 gates open', ALL_OPEN), tells('Follow-up owed')],
};

/** What is owed after an approval is done: else it would be asked for, once time runs faster. */
export const FOLLOWED_UP: Act = {
  happens: (cast) => cast.types(cast.inSlack.rin, 'done', 'looked at production'),
  brings: [whispers('Rin Hayashi', 'Accepted'), tells('Follow-up owed', 'Follow-up done by rin')],
};

/** What Slack has said of that to one person alone. */
export const WHISPERED_OF_FOLLOW_UP = ['Rin Hayashi: 🚀 Accepted'] as const;
