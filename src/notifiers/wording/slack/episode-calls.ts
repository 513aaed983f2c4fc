import type { CallAfterAck, EpisodeNote, EpisodeView } from '../../../effect/episode.ts';
import { unreachable } from '../../../errors.ts';
import { headline } from '../episode/headline.ts';
import { type Both, same, type Texts } from '../locale.ts';
import { link, moment, text } from './mrkdwn.ts';

const WORDS = {
  inSlack: (by: string, at: Both): Both => ({
    en: `👀 ${by} has it, since ${at.en}.`,
    ja: `👀 ${by} が対応しています（${at.ja} から）。`,
  }),
  inPagerDuty: (by: string, at: Both): Both => ({
    en: `👀 ${by} has it: acknowledged in PagerDuty, ${at.en}.`,
    ja: `👀 ${by} が PagerDuty で確認済みにし、対応しています（${at.ja} から）。`,
  }),
  passedOn: {
    en: 'The bot acknowledges the incident in PagerDuty in their name.',
    ja: 'この方の名前で、ボットが PagerDuty のインシデントを確認済みにします。',
  },
  goesOn: (incident: Both): Both => ({
    en: `📟 *PagerDuty goes on calling* until ${incident.en} is acknowledged there.`,
    ja: `📟 *PagerDuty の呼び出しは続いています*: PagerDuty で${incident.ja}を確認済みにするまで止まりません。`,
  }),
  unknownPerson: {
    en: 'The configuration does not say who they are in PagerDuty (`slack.people[].pagerduty`).',
    ja: 'この方の PagerDuty ユーザー ID が設定されていません（`slack.people[].pagerduty`）。',
  },
  noToken: {
    en: 'The bot has no token with which it could say so there (`PAGERDUTY_API_TOKEN`).',
    ja: 'ボットに PagerDuty の API トークンがないため、確認済みにできません（`PAGERDUTY_API_TOKEN`）。',
  },
  refused: (by: string): Both => ({
    en: `⚠️ PagerDuty did not take it that ${by} has it.`,
    ja: `⚠️ ${by} による対応開始を、PagerDuty が受け付けませんでした。`,
  }),
  theIncident: { en: 'the incident', ja: 'インシデント' },
  heldDown: (by: string, at: Both, until: Both): Both => ({
    en: `🔕 Resolved in PagerDuty by ${by}, ${at.en}, though it is still wrong. Nobody is called meanwhile; looked at again ${until.en}.`,
    ja: `🔕 ${by} が PagerDuty で解決済みにしましたが（${at.ja}）、異常は続いています。呼び出しを保留し、${until.ja} に再確認します。`,
  }),
  again: (by: string, at: Both, seen: Both): Both => ({
    en: `📟 *Still wrong, calling again*: ${by} resolved the incident in PagerDuty, ${at.en}. ${seen.en}. This is the only time that somebody is called again for it.`,
    ja: `📟 *異常が続いているため、再度呼び出しています*: ${by} が PagerDuty で解決済みにしました（${at.ja}）。${seen.ja}。再呼び出しは 1 回のみです。`,
  }),
} satisfies Texts;

const WHY: Readonly<Record<Extract<CallAfterAck, { kind: 'goes_on' }>['because'], Both>> = {
  person_unknown: WORDS.unknownPerson,
  no_token: WORDS.noToken,
};

/** Who has it, and what becomes of PagerDuty's calling. */
export function acknowledgedLines({
  by,
  at,
  in: where,
  call,
}: Extract<EpisodeNote, { says: 'acknowledged' }>): readonly Both[] {
  const who = text(by, 60);
  const first = where === 'slack' ? WORDS.inSlack(who, moment(at)) : WORDS.inPagerDuty(who, moment(at));
  return call === null ? [first] : [first, ...callLines(call)];
}

function callLines(call: CallAfterAck): readonly Both[] {
  switch (call.kind) {
    case 'passed_on':
      return [WORDS.passedOn];
    case 'goes_on':
      return [goesOn(WORDS.theIncident, call.url), WHY[call.because]];
    default:
      return unreachable(call);
  }
}

export function refusedLines({ by, url }: Extract<EpisodeNote, { says: 'ack_refused' }>): readonly Both[] {
  return [WORDS.refused(text(by, 60)), goesOn(WORDS.theIncident, url)];
}

/** Who resolved it, that it is still wrong, and that somebody is called again. */
export function calledAgainLine({ episode: { heldDown, measure } }: EpisodeView): readonly Both[] {
  if (heldDown === null) return [];
  return [WORDS.again(text(heldDown.by, 60), moment(heldDown.at), headline(measure))];
}

/** What PagerDuty makes of it beside who has it, a line each. */
export function callRemarks({ episode, incident, stillCalls }: EpisodeView): readonly Both[] {
  const { heldDown, state } = episode;
  const isQuiet = state.kind === 'recovering' || state.kind === 'resolved';
  const held = heldDown === null || heldDown.recalledAt !== null || isQuiet ? null : heldDown;
  return [
    ...(held === null ? [] : [WORDS.heldDown(text(held.by, 60), moment(held.at), moment(held.until))]),
    ...(stillCalls
      ? [
          incident === null
            ? goesOn(WORDS.theIncident, null)
            : goesOn(same(`#${incident.number}`), incident.url),
        ]
      : []),
  ];
}

function goesOn(incident: Both, url: string | null): Both {
  return WORDS.goesOn(
    url === null ? incident : { en: link(incident.en, url), ja: ` ${link(incident.ja, url)} ` },
  );
}
