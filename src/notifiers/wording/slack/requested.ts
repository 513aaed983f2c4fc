import type { RequestView } from '../../../effect/effect.ts';
import type { Locale } from '../../../policies/locale.ts';
import { type Both, type Texts, time } from '../locale.ts';
import { code, text } from './mrkdwn.ts';

const MAX_SHOWN = 3;

const WORDS = {
  granted: (what: string, by: string, at: Both): Both => ({
    en: `🚀 ${what} by ${by}, ${at.en}`,
    ja: `🚀 ${what} — ${by}（${at.ja}）`,
  }),
  refused: (what: string, by: string, at: Both, reason: string): Both => ({
    en: `👎 ${what} by ${by}, ${at.en}: ${reason}`,
    ja: `👎 ${what} — ${by}（${at.ja}）: ${reason}`,
  }),
} satisfies Texts;

/** What people asked for last, in one paragraph; none where nobody did. */
export function requested(requests: readonly RequestView[], locale: Locale): readonly string[] {
  const lines = requests.slice(-MAX_SHOWN).map((request) => said(request)[locale]);
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function said({ what, by, granted, code: reason, at }: RequestView): Both {
  const [deed, who] = [code(what, 120), text(by, 60)];
  return granted ? WORDS.granted(deed, who, time(at)) : WORDS.refused(deed, who, time(at), code(reason));
}
