import type { KnownBlock } from '@slack/web-api';
import type {
  DailyView,
  DeadlineFigures,
  HandoffFigures,
  Share,
  SlackDailyEffect,
  Spread,
  WarningShown,
  WorkflowFigures,
} from '../../../effect/daily.ts';
import type { SlackText } from '../../../slack/messages.ts';
import { duration } from '../episode/duration.ts';
import { ROLES, RULE_TITLES, standingOf } from '../episode/names.ts';
import { type Both, joined, same, type Texts } from '../locale.ts';
import { listedIn, type Room } from './fitting.ts';
import { link, moment, section, text } from './mrkdwn.ts';

const WORDS = {
  title: (day: string): Both => ({
    en: `[AI Ops] Daily status ${day}`,
    ja: `[AI Ops] 日次ステータス ${day}`,
  }),
  day: (name: string): Both => ({
    en: `*${name}*: the day in Japan (JST), by when runs ended`,
    ja: `*${name}*: 日本時間の 1 日、実行の終了時刻で集計`,
  }),
  late: (due: Both): Both => ({
    en: `⏰ *Late*: it was due ${due.en}.`,
    ja: `⏰ *期限超過*: 期限は ${due.ja} でした。`,
  }),
  partial: {
    en: 'More runs ended than are counted here: these are the newest 1,000 of them.',
    ja: '集計の上限を超えたため、新しい 1,000 件のみを集計しています。',
  },
  heading: (of: Both): Both => ({ en: `*${of.en}*`, ja: `*${of.ja}*` }),
  handoffs: same('Auto Handoff'),
  alerts: { en: 'Alerts', ja: 'アラート' },
  deadlines: { en: 'Deadlines', ja: '期限' },
  noRuns: { en: 'No run ended on this day.', ja: 'この日に終了した実行はありません。' },
  passed: (first: string, last: string): Both => ({
    en: `Successful: ${first} at first, ${last} after re-runs`,
    ja: `成功: 初回 ${first}、再実行後 ${last}`,
  }),
  failed: (first: string, last: string): Both => ({
    en: `Failed: ${first} at first, ${last} after re-runs`,
    ja: `失敗: 初回 ${first}、再実行後 ${last}`,
  }),
  executing: { en: 'Executing time', ja: '実行時間' },
  queued: { en: 'Queue time', ja: 'キュー待ち時間' },
  spread: (label: Both, median: Both, max: Both, attempts: number): Both => ({
    en: `${label.en}: median ${median.en}, longest ${max.en} (attempts: ${attempts})`,
    ja: `${label.ja}: 中央値 ${median.ja}、最長 ${max.ja}（試行 ${attempts} 件）`,
  }),
  p95: (value: Both): Both => ({
    en: `, 95th percentile ${value.en}`,
    ja: `、95 パーセンタイル ${value.ja}`,
  }),
  noHandoffs: { en: 'None was accepted on this day.', ja: 'この日に受け付けたハンドオフはありません。' },
  accepted: (n: number): Both => ({ en: `Accepted: ${n}`, ja: `受付: ${n} 件` }),
  inTime: (minutes: number, share: string): Both => ({
    en: `finished within ${minutes} minutes: ${share}`,
    ja: `${minutes} 分以内に完了: ${share}`,
  }),
  later: (share: string): Both => ({ en: `finished later: ${share}`, ja: `超過後に完了: ${share}` }),
  openLate: (minutes: number, share: string): Both => ({
    en: `still open past ${minutes} minutes: ${share}`,
    ja: `${minutes} 分を超えて進行中: ${share}`,
  }),
  open: (share: string): Both => ({ en: `under way: ${share}`, ja: `進行中: ${share}` }),
  failedHandoffs: (share: string): Both => ({ en: `failed: ${share}`, ja: `失敗: ${share}` }),
  givenUp: (share: string): Both => ({
    en: `superseded or abandoned: ${share}`,
    ja: `置き換え・取りやめ: ${share}`,
  }),
  stopped: (n: number): Both => ({
    en: `Stopped by people, not counted: ${n}`,
    ja: `人による停止（集計対象外）: ${n} 件`,
  }),
  warnings: (n: number, which: Both): Both => ({
    en: `Warnings: ${n}${which.en}`,
    ja: `警告: ${n} 件${which.ja}`,
  }),
  calls: (n: number): Both => ({ en: `Pages: ${n}`, ja: `呼び出し: ${n} 件` }),
  openNow: (which: Both): Both => ({ en: `Open now: ${which.en}`, ja: `継続中: ${which.ja}` }),
  noneOpen: { en: 'Open now: none', ja: '継続中: なし' },
  since: (title: Both, state: Both, at: Both): Both => ({
    en: `${title.en} (${state.en}, since ${at.en})`,
    ja: `${title.ja}（${state.ja}、${at.ja} から）`,
  }),
  noDeadlines: { en: 'None was due on this day.', ja: 'この日が期限のものはありません。' },
  met: (share: string, missed: number): Both => ({
    en: `Met: ${share}, missed: ${missed}`,
    ja: `期限内: ${share}、期限超過: ${missed} 件`,
  }),
  of: (label: Both, share: string): Both => ({ en: `${label.en} ${share}`, ja: `${label.ja} ${share}` }),
  short: (verify: string, smoke: string): Both => ({
    en: `LangGraph Verify successful ${verify}, Codex Smoke failed ${smoke}`,
    ja: `LangGraph Verify 成功 ${verify}、Codex Smoke 失敗 ${smoke}`,
  }),
} satisfies Texts;

const KINDS: Readonly<Record<DeadlineFigures['kind'], Both>> = {
  status: { en: 'statuses', ja: 'ステータス' },
  incident_status: { en: 'statuses of incidents', ja: 'インシデントのステータス' },
  follow_up: { en: 'follow-ups', ja: 'フォローアップ' },
  history: { en: 'histories', ja: '変更履歴' },
  daily_report: { en: 'daily status', ja: '日次ステータス' },
};

/** Lists of links: two fit into one section. */
const ROOM: Room = { most: 12, characters: 1_300 };

/** The one message of a day, within Block Kit's limits whatever is in it: counts as k/n, and no judgement (O1). */
export function dailyMessage({ view, repository: { owner, repo }, locale }: SlackDailyEffect): SlackText {
  const title = WORDS.title(view.day)[locale];
  const name = text(`${owner}/${repo}`, 140);
  const parts: readonly (readonly Both[])[] = [
    [
      WORDS.day(link(`${owner}/${repo}`, view.repositoryUrl)),
      ...(view.isLate ? [WORDS.late(moment(view.dueAt))] : []),
      ...(view.isPartial ? [WORDS.partial] : []),
    ],
    [WORDS.heading(ROLES.verify), ...verifyLines(view.verify)],
    [WORDS.heading(ROLES.smoke), ...smokeLines(view.smoke)],
    [WORDS.heading(WORDS.handoffs), ...handoffLines(view.handoffs)],
    [WORDS.heading(WORDS.alerts), ...alertLines(view)],
    [WORDS.heading(WORDS.deadlines), ...deadlineLines(view.deadlines)],
  ];
  const blocks: readonly KnownBlock[] = [
    { type: 'header', text: { type: 'plain_text', text: title, emoji: true } },
    ...parts.map((lines) => section(joined(lines, '\n')[locale])),
  ];
  const seen = WORDS.short(shown(passed(view.verify.failedLast)), shown(view.smoke.failedLast))[locale];
  return { text: `${title}: ${name} — ${seen}`, blocks };
}

function verifyLines({ failedFirst, failedLast, executing, queued }: WorkflowFigures): readonly Both[] {
  return [
    failedLast.n === 0 ? WORDS.noRuns : WORDS.passed(shown(passed(failedFirst)), shown(passed(failedLast))),
    ...(executing === null ? [] : [spreadLine(WORDS.executing, executing)]),
    ...(queued === null ? [] : [spreadLine(WORDS.queued, queued)]),
  ];
}

function smokeLines({ failedFirst, failedLast }: WorkflowFigures): readonly Both[] {
  return [failedLast.n === 0 ? WORDS.noRuns : WORDS.failed(shown(failedFirst), shown(failedLast))];
}

function spreadLine(label: Both, { medianMs, maxMs, p95Ms, n }: Spread): Both {
  const line = WORDS.spread(label, duration(medianMs), duration(maxMs), n);
  return p95Ms === null ? line : joined([line, WORDS.p95(duration(p95Ms))], '');
}

function handoffLines(figures: HandoffFigures): readonly Both[] {
  const { limitMinutes, counted, stopped } = figures;
  if (counted + stopped === 0) return [WORDS.noHandoffs];
  const of = (k: number) => shown({ k, n: counted });
  const fates = [
    WORDS.inTime(limitMinutes, of(figures.inTime)),
    WORDS.later(of(figures.late)),
    WORDS.openLate(limitMinutes, of(figures.openLate)),
    ...(figures.open === 0 ? [] : [WORDS.open(of(figures.open))]),
    WORDS.failedHandoffs(of(figures.failed)),
    ...(figures.givenUp === 0 ? [] : [WORDS.givenUp(of(figures.givenUp))]),
  ];
  return [
    WORDS.accepted(counted + stopped),
    ...(counted === 0 ? [] : fates),
    ...(stopped === 0 ? [] : [WORDS.stopped(stopped)]),
  ];
}

function alertLines({ warnings, calls, open }: DailyView): readonly Both[] {
  const which =
    warnings.length === 0 ? same('') : joined([same(' — '), listedIn(ROOM, warnings, linked)], '');
  return [
    WORDS.warnings(warnings.length, which),
    WORDS.calls(calls),
    open.length === 0
      ? WORDS.noneOpen
      : WORDS.openNow(
          listedIn(ROOM, open, (one) => WORDS.since(linked(one), standingOf(one).word, moment(one.openedAt))),
        ),
  ];
}

function linked({ rule, url }: WarningShown): Both {
  const { en, ja } = RULE_TITLES[rule];
  return url === null ? { en, ja } : { en: link(en, url), ja: link(ja, url) };
}

function deadlineLines(all: readonly DeadlineFigures[]): readonly Both[] {
  if (all.length === 0) return [WORDS.noDeadlines];
  const k = all.reduce((sum, { met }) => sum + met.k, 0);
  const n = all.reduce((sum, { met }) => sum + met.n, 0);
  const each = all.map(({ kind, met }) => WORDS.of(KINDS[kind], shown(met)));
  return [WORDS.met(shown({ k, n }), n - k), joined(each, ' · ')];
}

function passed({ k, n }: Share): Share {
  return { k: n - k, n };
}

function shown({ k, n }: Share): string {
  return `${k}/${n}`;
}
