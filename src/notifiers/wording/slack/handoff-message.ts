import type { KnownBlock } from '@slack/web-api';
import type { HandoffView } from '../../../effect/effect.ts';
import type { HandoffMessage, SlackButton, SlackHandoffEffect } from '../../../effect/messages.ts';
import type { Locale } from '../../../policies/locale.ts';
import type { SlackText } from '../../../slack/messages.ts';
import { followUpWord, rollbackWord } from '../after-handoff.ts';
import { type Both, type Texts, time } from '../locale.ts';
import { nextStep } from '../next-step.ts';
import { handoffText } from '../said-of-handoff.ts';
import { handoffIcon, stateWord } from '../standing.ts';
import { type ButtonText, buttons } from './buttons.ts';
import { code, fromMarkdown, link, section, text } from './mrkdwn.ts';
import { requested } from './requested.ts';

/** The runbook names these words; they are the same in every language (H2). */
const STARTED = '[AI Ops] Auto Handoff Started';
const NOT_STARTED = '[AI Ops] Auto Handoff Not Started';

const WORDS = {
  state: { en: 'State', ja: '状態' },
  head: { en: 'Head commit', ja: 'ヘッドコミット' },
  base: { en: 'Base branch', ja: 'ベースブランチ' },
  run: { en: 'Run', ja: '実行' },
  open: { en: 'open', ja: '開く' },
  by: { en: 'Asked for by', ja: '依頼者' },
  byGates: { en: 'the gates', ja: 'ゲート（自動）' },
  since: { en: 'Since', ja: '更新時刻' },
  approval: { en: 'Approval', ja: '承認コメント' },
  followUp: { en: 'Follow-up', ja: 'フォローアップ' },
  rollback: { en: 'Rollback', ja: 'ロールバック' },
  status: { en: 'status on the PR', ja: 'PR 上のステータス' },
  playbook: { en: 'playbook', ja: 'プレイブック' },
  waitsForPerson: (place: string): Both => ({
    en: `Waits for somebody to approve the environment of ${place}.`,
    ja: `${place} の環境の承認待ちです。`,
  }),
  held: (by: string, why: string): Both => ({
    en: `🛑 Stopped${by === '' ? '' : ` by ${by}`}${why === '' ? '' : `: ${why}`}. What runs goes on and is not approved.`,
    ja: `🛑 ${by === '' ? '' : `${by} により`}停止中です${why === '' ? '' : `（${why}）`}。実行中の処理は継続しますが、承認されません。`,
  }),
  reason: (reason: string, detail: string, next: string): Both => ({
    en: `${reason}${detail === '' ? '' : ` (${detail})`}: ${next}`,
    ja: `${reason}${detail === '' ? '' : `（${detail}）`}: ${next}`,
  }),
} satisfies Texts;

const BUTTONS: Readonly<Record<SlackButton, ButtonText>> = {
  handoff: {
    label: { en: 'Hand off again', ja: '再度ハンドオフ' },
    confirm: {
      en: 'Starts Auto Handoff once more for this head commit. Every gate must be open.',
      ja: 'このヘッドコミットの Auto Handoff を再度開始します。すべてのゲートの通過が必要です。',
    },
  },
  hold: { label: { en: 'Hold this PR', ja: 'この PR を保留' }, style: 'danger' },
  unhold: { label: { en: 'Let it go on', ja: '保留を解除' }, style: 'primary' },
  done: { label: { en: 'Follow-up done', ja: 'フォローアップ完了' }, style: 'primary' },
  rollback: {
    label: { en: 'Roll back', ja: 'ロールバック' },
    style: 'danger',
    confirm: {
      en: 'Starts the rollback workflow for this handoff.',
      ja: 'このハンドオフのロールバックワークフローを開始します。',
    },
  },
};

/** The one message of a handoff (H2, R2), within Block Kit's limits whatever is in it. */
export function handoffMessage({ view, handoffId, locale }: SlackHandoffEffect): SlackText {
  const title = view.started ? STARTED : NOT_STARTED;
  // What comes back when a button is pressed.
  const value = JSON.stringify([handoffId, view.shown]);
  const blocks: KnownBlock[] = [
    { type: 'header', text: { type: 'plain_text', text: title, emoji: true } },
    section(`*${link(view.pull.name, view.pull.url)}* ${text(view.pull.title, 200)}`),
    {
      type: 'section',
      fields: fields(view, locale).map((field) => ({ type: 'mrkdwn', text: field, verbatim: true })),
    },
    ...paragraphs(view, locale).map(section),
    ...buttons(view.buttons, { texts: BUTTONS, locale, value }),
    { type: 'context', elements: [{ type: 'mrkdwn', text: footer(view, locale), verbatim: true }] },
  ];
  return {
    text: `${title}: ${text(view.pull.name, 150)} — ${text(stateWord(view.handoff, locale), 140)}`,
    blocks,
  };
}

function fields(view: HandoffMessage, locale: Locale): readonly string[] {
  const { handoff } = view;
  const rows: readonly (readonly [Both, string | null])[] = [
    [WORDS.state, `${handoffIcon(handoff)} ${text(stateWord(handoff, locale), 140)}`],
    [WORDS.since, time(handoff.since)[locale]],
    [WORDS.head, code(view.headSha.slice(0, 12))],
    [WORDS.base, code(view.baseRef, 100)],
    [WORDS.by, handoff.requestedBy === null ? WORDS.byGates[locale] : text(handoff.requestedBy, 60)],
    [WORDS.run, handoff.runUrl === null ? null : link(WORDS.open[locale], handoff.runUrl)],
    [WORDS.approval, handoff.approvalUrl === null ? null : link(WORDS.open[locale], handoff.approvalUrl)],
    [WORDS.followUp, followUp(handoff, locale)],
    [WORDS.rollback, rollback(handoff, locale)],
  ];
  return rows.flatMap(([label, value]) => (value === null ? [] : [`*${label[locale]}*\n${value}`]));
}

function followUp({ followUp: owed }: HandoffView, locale: Locale): string | null {
  return owed === null ? null : followUpWord(owed, text)[locale];
}

function rollback({ rollback: taken }: HandoffView, locale: Locale): string | null {
  if (taken === null) return null;
  const word = `${rollbackWord(taken.state)[locale]} (${text(taken.by, 60)})`;
  return taken.runUrl === null ? word : `${word} ${link(WORDS.open[locale], taken.runUrl)}`;
}

function paragraphs(view: HandoffMessage, locale: Locale): readonly string[] {
  const { handoff, stop } = view;
  const { phase, state, code: reason, detail } = handoff;
  return [
    ...(state === 'running' && phase?.waiting ? [WORDS.waitsForPerson(code(phase.at, 120))[locale]] : []),
    ...(reason === null || state === 'approved'
      ? []
      : [
          WORDS.reason(
            code(reason),
            detail === null ? '' : text(handoffText(detail, locale), 300),
            fromMarkdown(nextStep(reason, { labelName: '', headSha: view.headSha, locale })),
          )[locale],
        ]),
    ...(stop === null ? [] : [WORDS.held(text(stop.by ?? '', 60), text(stop.reason ?? '', 200))[locale]]),
    ...requested(view.requests, locale),
  ];
}

function footer({ handoff, statusUrl, playbookUrl }: HandoffMessage, locale: Locale): string {
  return [
    ...(statusUrl === null ? [] : [link(WORDS.status[locale], statusUrl)]),
    ...(handoff.state === 'failed' ? [link(WORDS.playbook[locale], playbookUrl)] : []),
    code(handoff.id, 200),
  ].join(' · ');
}
