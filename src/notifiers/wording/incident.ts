import { RULES } from '../../alerts/episode.ts';
import type { Incident } from '../../alerts/incident.ts';
import type { IncidentView } from '../../effect/incident-effects.ts';
import { RULE_TITLES } from './episode/names.ts';
import { type Both, listed, same, type Texts } from './locale.ts';

/** How text, names and addresses are put on the surface that shows them. */
export interface Hand {
  readonly text: (value: string, max: number) => string;
  readonly code: (value: string, max?: number) => string;
  readonly link: (label: string, url: string) => string;
}

export const STATUS_ICONS: Readonly<Record<Incident['status'], string>> = {
  triggered: '🚨',
  acknowledged: '👀',
  resolved: '✅',
};

export const STATUS_WORDS: Readonly<Record<Incident['status'], Both>> = {
  triggered: { en: 'Triggered', ja: '発生中（未確認）' },
  acknowledged: { en: 'Acknowledged', ja: '確認済み（対応中）' },
  resolved: { en: 'Resolved', ja: '解決済み' },
};

export const URGENCY_WORDS: Readonly<Record<Incident['urgency'], Both>> = {
  high: { en: 'High', ja: '高' },
  low: { en: 'Low', ja: '低' },
};

const WORDS = {
  acknowledgedBy: (who: string): Both => ({ en: `${who} (acknowledged)`, ja: `${who}（確認済み）` }),
  called: (who: string): Both => ({
    en: `${who} (called, not acknowledged yet)`,
    ja: `${who}（呼び出し中・未確認）`,
  }),
  nobody: { en: 'Nobody yet', ja: '担当者なし' },
  wasResolved: { en: 'Nobody needed any more', ja: '対応不要（解決済み）' },
  handoff: (pull: string): Both => ({ en: `Auto Handoff of ${pull}`, ja: `${pull} の Auto Handoff` }),
  episode: (rule: Both, place: string): Both => ({
    en: `${rule.en} in ${place}`,
    ja: `${place} の ${rule.ja}`,
  }),
  alert: (rule: Both, place: string): Both => ({ en: `${rule.en} (${place})`, ja: `${rule.ja}（${place}）` }),
  others: {
    en: 'Not opened by the bot: it may bear upon any governed repository',
    ja: 'Bot 以外が起票（対象リポジトリすべてに影響する可能性あり）',
  },
  places: (names: Both): Both => ({ en: `Repositories: ${names.en}`, ja: `リポジトリ: ${names.ja}` }),
  noPlace: { en: 'Repositories: none that is governed', ja: 'リポジトリ: 対象なし' },
  episodes: (names: Both): Both => ({ en: `Open alerts: ${names.en}`, ja: `継続中のアラート: ${names.ja}` }),
  handoffs: (names: Both): Both => ({
    en: `Handoffs in flight: ${names.en}`,
    ja: `進行中のハンドオフ: ${names.ja}`,
  }),
  noHandoff: { en: 'Handoffs in flight: none', ja: '進行中のハンドオフ: なし' },
  pulls: (count: number): Both => ({
    en: `Open pull requests: ${count}`,
    ja: `オープン中の PR: ${count} 件`,
  }),
  didCall: {
    en: 'Called whoever is on call through PagerDuty.',
    ja: 'PagerDuty でオンコール担当者を呼び出しました。',
  },
  didStop: (names: Both): Both => ({
    en: `Stopped Auto Handoff on ${names.en} because of this incident. What runs goes on and is not approved.`,
    ja: `このインシデントにより ${names.ja} の Auto Handoff を停止しました。実行中の処理は継続しますが、承認されません。`,
  }),
  isStopped: (names: Both): Both => ({
    en: `Auto Handoff is stopped on ${names.en}; it stays so until a person resumes it.`,
    ja: `${names.ja} の Auto Handoff は停止中です。担当者が再開するまで停止したままです。`,
  }),
  goesOn: {
    en: 'Auto Handoff is not stopped; `/ai-ops stop` stops it.',
    ja: 'Auto Handoff は停止していません。`/ai-ops stop` で停止できます。',
  },
  follows: {
    en: 'Next: it follows the incident, and says here when somebody acknowledges it, and when it is escalated or resolved.',
    ja: '次の対応: インシデントを追跡し、確認・エスカレーション・解決があればここで通知します。',
  },
  over: {
    en: 'Next: nothing; the incident is resolved.',
    ja: '次の対応: なし（インシデントは解決済みです）。',
  },
} satisfies Texts;

const MAX_NAMES = 5;

/** Who has it now, by name. */
export function hasIt({ status, acknowledgedBy, assignees }: Incident, hand: Hand): Both {
  if (status === 'resolved') return WORDS.wasResolved;
  if (status === 'acknowledged') {
    const who = acknowledgedBy ?? assignees.join(', ');
    if (who !== '') return WORDS.acknowledgedBy(hand.text(who, 200));
  }
  return assignees.length === 0 ? WORDS.nobody : WORDS.called(hand.text(assignees.join(', '), 200));
}

export function aboutMatter({ matter }: IncidentView, hand: Hand): Both {
  if (matter === null) return WORDS.others;
  const { place, pull } = matter;
  if (pull !== null) return WORDS.handoff(hand.link(`${place}#${pull.number}`, pull.url));
  return WORDS.episode(ruleName(matter.matter, hand), hand.code(place, 150));
}

function ruleName(rule: string, hand: Hand): Both {
  const known = RULES.find((one) => one === rule);
  return known === undefined ? same(hand.code(rule, 60)) : RULE_TITLES[known];
}

/** One line for each thing that is affected. */
export function affectedBy(view: IncidentView, hand: Hand): Both {
  const { incident, places, morePlaces, episodes, handoffs, moreHandoffs } = view;
  const places_ = places.map(({ name, url }) => same(hand.link(name, url)));
  const alerts = episodes.map(({ rule, place }) => WORDS.alert(ruleName(rule, hand), hand.text(place, 150)));
  const going = handoffs.map(({ name, url, state }) =>
    same(`${hand.link(name, url)} (${hand.code(state, 40)})`),
  );
  const where = places.length === 0 ? WORDS.noPlace : WORDS.places(listed(places_, morePlaces));
  // What goes on by now has nothing to do with one that is over.
  if (incident.status === 'resolved') return where;
  return lines([
    where,
    ...(alerts.length === 0
      ? []
      : [WORDS.episodes(listed(alerts.slice(0, MAX_NAMES), Math.max(0, alerts.length - MAX_NAMES)))]),
    going.length === 0 ? WORDS.noHandoff : WORDS.handoffs(listed(going, moreHandoffs)),
    WORDS.pulls(view.openPulls),
  ]);
}

/** What the bot did, whether Auto Handoff is stopped, and what comes next. */
export function actsOf({ incident, matter, places, stopped }: IncidentView, hand: Hand): Both {
  const held = places.filter(({ stop }) => stop !== null).map(({ name }) => same(hand.code(name, 150)));
  const set = stopped
    .filter((name) => places.some((place) => place.name === name && place.stop !== null))
    .slice(0, MAX_NAMES)
    .map((name) => same(hand.code(name, 150)));
  return lines([
    ...(matter === null ? [] : [WORDS.didCall]),
    ...(set.length === 0 ? [] : [WORDS.didStop(listed(set, 0))]),
    held.length === 0 ? WORDS.goesOn : WORDS.isStopped(listed(held, 0)),
    incident.status === 'resolved' ? WORDS.over : WORDS.follows,
  ]);
}

function lines(parts: readonly Both[]): Both {
  return { en: parts.map(({ en }) => en).join('\n'), ja: parts.map(({ ja }) => ja).join('\n') };
}
