import type { LadderNotice } from '../../../effect/messages.ts';
import { unreachable } from '../../../errors.ts';
import { type Both, type Texts, time } from '../locale.ts';
import { link } from './mrkdwn.ts';

const WORDS = {
  sre: (what: string, since: Both): Both => ({
    en: `📣 *SRE (secondary)*: PagerDuty has not taken the page about ${what} since ${since.en}, so nobody was called by it. Please take over.`,
    ja: `📣 *SRE（セカンダリ）*: ${since.ja} 以降、${what} の PagerDuty 呼び出しが受け付けられておらず、誰も呼び出されていません。対応をお願いします。`,
  }),
  platformPm: (what: string, since: Both): Both => ({
    en: `📣 *Platform PM*: PagerDuty has still not taken the page about ${what}, since ${since.en}. SRE was called here; please see that somebody has it.`,
    ja: `📣 *プラットフォーム PM*: ${since.ja} 以降、${what} の PagerDuty 呼び出しが受け付けられていません。SRE には Slack で連絡済みです。担当者の確認をお願いします。`,
  }),
  reached: (what: string): Both => ({
    en: `📟 PagerDuty has taken the page about ${what} after all, and calls by itself from now on.`,
    ja: `📟 ${what} の呼び出しを PagerDuty が受け付けました。以降は PagerDuty が呼び出しを行います。`,
  }),
} satisfies Texts;

/** Whom the bot calls by itself while PagerDuty cannot be reached (O5). */
export function aboutLadder({ says, place, url, since }: LadderNotice): Both {
  const what = link(place, url);
  switch (says) {
    case 'ladder_sre':
      return WORDS.sre(what, time(since));
    case 'ladder_platform_pm':
      return WORDS.platformPm(what, time(since));
    case 'ladder_reached':
      return WORDS.reached(what);
    default:
      return unreachable(says);
  }
}
