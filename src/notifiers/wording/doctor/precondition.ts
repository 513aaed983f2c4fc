import type { Finding, Precondition } from '../../../effect/finding.ts';
import { unreachable } from '../../../errors.ts';
import type { Both, Texts } from '../locale.ts';
import { APP_TEXTS, CONFIGURATION_TEXTS, RULE_TEXTS } from './github.ts';
import { ARTIFACT_TEXTS, PEOPLE_TEXTS, WORKFLOW_TEXTS } from './pipeline.ts';
import { BOT_TEXTS, PAGERDUTY_TEXTS, SECRET_TEXTS, SLACK_TEXTS } from './services.ts';
import type { PreconditionText } from './text.ts';

const TEXTS: Readonly<Record<Precondition, PreconditionText>> = {
  ...APP_TEXTS,
  ...CONFIGURATION_TEXTS,
  ...WORKFLOW_TEXTS,
  ...ARTIFACT_TEXTS,
  ...PEOPLE_TEXTS,
  ...RULE_TEXTS,
  ...SLACK_TEXTS,
  ...PAGERDUTY_TEXTS,
  ...SECRET_TEXTS,
  ...BOT_TEXTS,
};

const WORDS = {
  byHand: (holds: Both): Both => ({
    en: `Run the doctor again, or see by hand: ${holds.en}`,
    ja: `もう一度 doctor を実行するか、手動で確認してください: ${holds.ja}`,
  }),
} satisfies Texts;

/** What must hold, as a sentence. */
export function holdsText(id: Precondition): Both {
  return TEXTS[id].holds;
}

/**
 * What to do about a finding; `null` where there is nothing to do. `about` is put in as it is: whoever shows
 * it escapes it for the surface first.
 */
export function todoText({ id, status, about }: Pick<Finding, 'id' | 'status' | 'about'>): Both | null {
  switch (status) {
    case 'ok':
    case 'skipped':
      return null;
    case 'unknown':
      return WORDS.byHand(TEXTS[id].holds);
    case 'warn':
    case 'fail':
      return TEXTS[id].todo(about ?? '');
    default:
      return unreachable(status);
  }
}
