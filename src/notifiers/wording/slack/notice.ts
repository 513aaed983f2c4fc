import type { HistoryNotice, LadderNotice, SlackNoticeEffect, StopNotice } from '../../../effect/messages.ts';
import { unreachable } from '../../../errors.ts';
import type { SlackText } from '../../../slack/messages.ts';
import type { Both, Texts } from '../locale.ts';
import { doctorText } from './doctor-notice.ts';
import { aboutHistory } from './history.ts';
import { aboutLadder } from './ladder-notice.ts';
import { code, mentions, section, text } from './mrkdwn.ts';

const WORDS = {
  everywhere: { en: 'everywhere', ja: 'すべてのリポジトリ' },
  cancels: { en: ' What runs is cancelled.', ja: '実行中のハンドオフはキャンセルします。' },
  stopSet: (place: string, { by, why, resume }: StopWords): Both => ({
    en: `🛑 *Auto Handoff stopped* (${place}) by ${by}${why === '' ? '' : `: ${why}`}. Nothing new is handed off or approved until somebody of the AI Ops team resumes it: ${resume}.`,
    ja: `🛑 *Auto Handoff を停止しました*（${place}）— ${by}${why === '' ? '' : `: ${why}`}。AI Ops チームが ${resume} で再開するまで、新たなハンドオフと承認は行われません。`,
  }),
  stopLifted: (place: string, by: string): Both => ({
    en: `▶️ *Auto Handoff resumed* (${place}) by ${by}.`,
    ja: `▶️ *Auto Handoff を再開しました*（${place}）— ${by}`,
  }),
} satisfies Texts;

interface StopWords {
  readonly by: string;
  readonly why: string;
  /** The command that lifts it, as it is typed in Slack. */
  readonly resume: string;
}

/** A message of its own in the channel. */
export function noticeText({ notice, mentions: whom, locale }: SlackNoticeEffect): SlackText {
  const called = mentions(whom);
  if (notice.says === 'doctor') return doctorText(notice, { locale, called });
  const said = sentence(notice)[locale];
  const line = called === '' ? said : `${called} ${said}`;
  return { text: line, blocks: [section(line)] };
}

function sentence(notice: StopNotice | HistoryNotice | LadderNotice): Both {
  switch (notice.says) {
    case 'stop_set':
    case 'stop_lifted':
      return aboutStop(notice);
    case 'ladder_sre':
    case 'ladder_platform_pm':
    case 'ladder_reached':
      return aboutLadder(notice);
    default:
      return aboutHistory(notice);
  }
}

function aboutStop(notice: StopNotice): Both {
  const { says, by, reason, cancels } = notice;
  const place = placed(notice);
  switch (says) {
    case 'stop_set':
      return bothWith(place, (at) => {
        const resume = code(`/ai-ops resume ${notice.place}`, 170);
        const set = WORDS.stopSet(at, { by: text(by, 60), why: text(reason ?? '', 200), resume });
        if (!cancels) return set;
        return { en: `${set.en}${WORDS.cancels.en}`, ja: `${set.ja}${WORDS.cancels.ja}` };
      });
    case 'stop_lifted':
      return bothWith(place, (at) => WORDS.stopLifted(at, text(by, 60)));
    default:
      return unreachable(says);
  }
}

function placed({ place }: StopNotice): Both {
  return place === 'everywhere' ? WORDS.everywhere : { en: code(place, 150), ja: code(place, 150) };
}

function bothWith(place: Both, said: (place: string) => Both): Both {
  return { en: said(place.en).en, ja: said(place.ja).ja };
}
