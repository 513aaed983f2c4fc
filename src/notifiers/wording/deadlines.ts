import type { AccessChange } from '../../effect/access-change.ts';
import type { DeadlinesView, OwedDeadline } from '../../effect/deadline.ts';
import { unreachable } from '../../errors.ts';
import type { Locale } from '../../policies/locale.ts';
import type { Hand } from './access-change.ts';
import { RULE_TITLES } from './episode/names.ts';
import { type Both, joined, listed, same, type Texts, time } from './locale.ts';

const WORDS = {
  heading: { en: 'Deadlines of this repository', ja: 'このリポジトリの期限' },
  due: (name: Both, at: Both): Both => ({
    en: `⏳ ${name.en}, due ${at.en}`,
    ja: `⏳ ${name.ja}（期限 ${at.ja}）`,
  }),
  more: (count: number): Both => ({ en: `and ${count} more`, ja: `ほか ${count} 件` }),
  missed: (count: number): Both => ({
    en: `❗ missed within the last 30 days: ${count}`,
    ja: `❗ 直近 30 日間の期限超過: ${count} 件`,
  }),
  followUp: { en: 'follow-up of a handoff', ja: 'ハンドオフのフォローアップ' },
  followUpOf: (head: string): Both => ({
    en: `follow-up of the handoff of ${head}`,
    ja: `ハンドオフ ${head} のフォローアップ`,
  }),
  status: { en: 'status in Slack', ja: 'Slack での状況報告' },
  statusOf: (what: Both): Both => ({
    en: `status in Slack: ${what.en}`,
    ja: `Slack での状況報告: ${what.ja}`,
  }),
  incident: (number: string): Both => ({
    en: `PagerDuty incident ${number}`,
    ja: `PagerDuty インシデント ${number}`,
  }),
  history: { en: 'history of a change', ja: '変更履歴の記録' },
  historyOf: (what: Both): Both => ({
    en: `history of ${what.en}`,
    ja: `変更履歴の記録: ${what.ja}`,
  }),
  daily: (day: string): Both => ({ en: `daily status of ${day}`, ja: `${day} の日次ステータス` }),
  secrets: (names: Both): Both => ({ en: `secrets ${names.en}`, ja: `シークレット ${names.ja}` }),
  credentials: (names: Both): Both => ({ en: `credentials ${names.en}`, ja: `認証情報 ${names.ja}` }),
  permissions: { en: 'permissions of the App', ja: 'App の権限' },
  on: (name: Both, pull: string): Both => ({
    en: `${name.en} (${pull})`,
    ja: `${name.ja}（${pull}）`,
  }),
} satisfies Texts;

/** Title and lines; `null` where nothing is owed in the repository and nothing was missed lately. */
export function deadlineLines(
  { open, more, missed }: DeadlinesView,
  locale: Locale,
  hand: Hand,
): { readonly heading: string; readonly lines: readonly string[] } | null {
  if (open.length === 0 && missed === 0) return null;
  const lines = [
    ...open.map((owed) => WORDS.due(withPull(owed, hand), time(owed.dueAt))),
    ...(more > 0 ? [WORDS.more(more)] : []),
    ...(missed > 0 ? [WORDS.missed(missed)] : []),
  ];
  return { heading: WORDS.heading[locale], lines: lines.map((line) => line[locale]) };
}

function withPull(owed: OwedDeadline, hand: Hand): Both {
  const number = owed.place?.number ?? null;
  const name = deadlineName(owed, hand);
  return number === null ? name : WORDS.on(name, `#${number}`);
}

/** What is owed, and about what; not where. */
export function deadlineName({ about }: Pick<OwedDeadline, 'about'>, { code, most }: Hand): Both {
  switch (about.is) {
    case 'handoff':
      return about.headSha === null ? WORDS.followUp : WORDS.followUpOf(code(about.headSha.slice(0, 12)));
    case 'episode':
      return about.rule === null ? WORDS.status : WORDS.statusOf(RULE_TITLES[about.rule]);
    case 'incident':
      return WORDS.statusOf(WORDS.incident(about.number === null ? code(about.id, 60) : `#${about.number}`));
    case 'day':
      return WORDS.daily(code(about.id, 20));
    case 'change':
      return about.change === null
        ? WORDS.history
        : WORDS.historyOf(changed(about.change, (names) => some(names, { code, most })));
    default:
      return unreachable(about);
  }
}

function changed(change: AccessChange, names: (all: readonly string[]) => Both): Both {
  switch (change.kind) {
    case 'secrets':
      return WORDS.secrets(names(change.secrets.map(({ name }) => name)));
    case 'credentials':
      return WORDS.credentials(names(change.names));
    case 'permissions':
      return joined([WORDS.permissions, names(change.permissions.map(({ name }) => name))], same(': '));
    default:
      return unreachable(change);
  }
}

function some(names: readonly string[], { code, most }: Pick<Hand, 'code' | 'most'>): Both {
  const shown = names.slice(0, most).map((name) => same(code(name, 60)));
  return listed(shown, names.length - shown.length);
}
