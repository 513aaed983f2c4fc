import type {
  IncidentNote,
  IncidentView,
  SlackIncidentNoteEffect,
} from '../../../effect/incident-effects.ts';
import { unreachable } from '../../../errors.ts';
import type { Locale } from '../../../policies/locale.ts';
import type { SlackText } from '../../../slack/messages.ts';
import {
  actsOf,
  affectedBy,
  type Hand,
  hasIt,
  STATUS_ICONS,
  STATUS_WORDS,
  URGENCY_WORDS,
} from '../incident.ts';
import { type Both, listed, same, type Texts, time } from '../locale.ts';
import { code, link, mentions, sections, text } from './mrkdwn.ts';

/** In Slack. */
const HAND: Hand = { text, code, link };

const WORDS = {
  status: (incident: string, state: Both, urgency: Both, since: Both): Both => ({
    en: `*Status of ${incident}*: ${state.en}, urgency ${urgency.en}, since ${since.en}.`,
    ja: `*${incident} の状況報告*: ${state.ja}、緊急度 ${urgency.ja}、発生時刻 ${since.ja}`,
  }),
  number: (number: number): Both => ({
    en: `PagerDuty incident #${number}`,
    ja: `PagerDuty インシデント #${number}`,
  }),
  who: (who: Both): Both => ({ en: `*Who has it*: ${who.en}`, ja: `*担当者*: ${who.ja}` }),
  affected: (lines: Both): Both => ({ en: `*Affected*\n${lines.en}`, ja: `*影響範囲*\n${lines.ja}` }),
  acts: (lines: Both): Both => ({ en: `*What the bot does*\n${lines.en}`, ja: `*Bot の対応*\n${lines.ja}` }),
  acknowledged: (by: string, at: Both): Both => ({
    en: `👀 Acknowledged${by === '' ? '' : ` by ${by}`} at ${at.en}.`,
    ja: `👀 ${by === '' ? '' : `${by} が`}確認しました（${at.ja}）。`,
  }),
  unacknowledged: (to: Both): Both => ({
    en: `🚨 Not acknowledged any more; called: ${to.en}.`,
    ja: `🚨 確認が取り消されました。呼び出し先: ${to.ja}`,
  }),
  escalated: (to: Both): Both => ({
    en: `⏫ Escalated; called now: ${to.en}.`,
    ja: `⏫ エスカレーションされました。呼び出し先: ${to.ja}`,
  }),
  reassigned: (to: Both): Both => ({
    en: `➡️ Now with ${to.en}.`,
    ja: `➡️ 担当者が変更されました: ${to.ja}`,
  }),
  reopened: (to: Both): Both => ({
    en: `🚨 Opened again; called: ${to.en}.`,
    ja: `🚨 再オープンされました。呼び出し先: ${to.ja}`,
  }),
  resolved: (at: Both): Both => ({ en: `✅ Resolved at ${at.en}.`, ja: `✅ 解決しました（${at.ja}）。` }),
  staysStopped: (places: Both): Both => ({
    en: ` Auto Handoff, which this incident stopped on ${places.en}, stays stopped until a person resumes it.`,
    ja: `このインシデントで停止した ${places.ja} の Auto Handoff は、担当者が再開するまで停止したままです。`,
  }),
  late: (due: Both): Both => ({
    en: `❗ This status was due at ${due.en}, ten minutes after the incident began, and Slack took it only later.`,
    ja: `❗ このステータスの期限は ${due.ja}（発生から 10 分）でしたが、Slack への投稿が遅れました。`,
  }),
  noted: {
    en: ' By then it stood on the incident at PagerDuty.',
    ja: '期限前後の状況は PagerDuty のメモに記録済みです。',
  },
  nobody: { en: 'nobody', ja: 'なし' },
} satisfies Texts;

const MAX_NAMES = 5;

/** One line in the thread of an incident. */
export function incidentNoteText({ note, mentions: whom, locale }: SlackIncidentNoteEffect): SlackText {
  const called = mentions(whom);
  const [first, ...rest] = sentences(note).map((each) => each[locale]);
  const line = called === '' ? (first ?? '') : `${called} ${first ?? ''}`;
  return { text: line, blocks: sections([line, ...rest]) };
}

function sentences(note: IncidentNote): readonly Both[] {
  return note.says === 'status' ? status(note.view) : [sentence(note)];
}

/** What a status must tell: what is affected, what the bot did and does next, and who has it (O3). */
function status(view: IncidentView): readonly Both[] {
  const { number, url, status: is, urgency, createdAt, title } = view.incident;
  const name = WORDS.number(number);
  const said = (locale: Locale) => {
    const state = same(`${STATUS_ICONS[is]} ${STATUS_WORDS[is][locale]}`);
    return WORDS.status(link(name[locale], url), state, URGENCY_WORDS[urgency], time(createdAt))[locale];
  };
  return [
    { en: said('en'), ja: said('ja') },
    same(text(title, 300)),
    WORDS.who(hasIt(view.incident, HAND)),
    WORDS.affected(affectedBy(view, HAND)),
    WORDS.acts(actsOf(view, HAND)),
  ];
}

function sentence(note: Exclude<IncidentNote, { says: 'status' }>): Both {
  switch (note.says) {
    case 'acknowledged':
      return WORDS.acknowledged(text(note.by ?? '', 100), time(note.at));
    case 'unacknowledged':
      return WORDS.unacknowledged(names(note.to));
    case 'escalated':
      return WORDS.escalated(names(note.to));
    case 'reassigned':
      return WORDS.reassigned(names(note.to));
    case 'reopened':
      return WORDS.reopened(names(note.to));
    case 'resolved': {
      const over = WORDS.resolved(time(note.at));
      if (note.stopped.length === 0) return over;
      const places = note.stopped.map((name) => same(code(name, 150)));
      return joined(
        over,
        WORDS.staysStopped(listed(places.slice(0, MAX_NAMES), Math.max(0, places.length - MAX_NAMES))),
      );
    }
    case 'status_late': {
      const late = WORDS.late(time(note.dueAt));
      return note.noted ? joined(late, WORDS.noted) : late;
    }
    default:
      return unreachable(note);
  }
}

function names(to: readonly string[]): Both {
  if (to.length === 0) return WORDS.nobody;
  const shown = to.slice(0, MAX_NAMES).map((name) => same(text(name, 100)));
  return listed(shown, Math.max(0, to.length - MAX_NAMES));
}

function joined(a: Both, b: Both): Both {
  return { en: `${a.en}${b.en}`, ja: `${a.ja}${b.ja}` };
}
