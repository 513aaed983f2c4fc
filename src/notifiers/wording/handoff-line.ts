import type { HandoffView, PullView, RollbackView } from '../../effect/effect.ts';
import { unreachable } from '../../errors.ts';
import { handoffCommand } from '../../policies/commands.ts';
import type { Locale } from '../../policies/locale.ts';
import { followUpWord, rollbackIcon, rollbackWord } from './after-handoff.ts';
import { BUTTON_WORDS } from './buttons.ts';
import { type Both, type Texts, time } from './locale.ts';
import { code, link, paragraphs, text } from './markdown.ts';
import { nextStep } from './next-step.ts';
import { handoffText } from './said-of-handoff.ts';
import { phaseWord, stateWord } from './standing.ts';

const WORDS = {
  handoff: { en: '**Handoff**', ja: '**ハンドオフ**' },
  run: { en: 'run', ja: '実行' },
  approval: { en: 'approval', ja: '承認コメント' },
  since: (at: Both): Both => ({ en: `since ${at.en}`, ja: `${at.ja} から` }),
  attempt: (n: number): Both => ({ en: `attempt ${n}`, ja: `${n} 回目` }),
  at: (place: string): Both => ({ en: `at ${place}`, ja: `現在 ${place}` }),
  awaitsApproval: (place: string): Both => ({
    en: `at ${place}, whose environment somebody has to approve`,
    ja: `現在 ${place}（環境の承認待ち）`,
  }),
  inPhase: (phase: string, place: string): Both => ({
    en: `in phase **${phase}** at ${place}`,
    ja: `フェーズ **${phase}** ${place}`,
  }),
  byGates: { en: 'opened by the gates', ja: '自動で作成' },
  asked: { en: 'asked for', ja: '依頼により開始' },
  askedBy: (who: string): Both => ({ en: `asked for by ${who}`, ja: `${who} の依頼により開始` }),
  byHand: { en: 'run started by hand', ja: '手動で実行を開始' },
  byHandOf: (who: string): Both => ({ en: `run started by hand by ${who}`, ja: `${who} が手動で実行を開始` }),
  reason: (reason: string, detail: string, next: string): Both => ({
    en: `${reason}${detail === '' ? '' : ` (${detail})`}: ${next}`,
    ja: `${reason}${detail === '' ? '' : `（${detail}）`}: ${next}`,
  }),
  howToStart: (command: string): Both => ({
    en: `To start it, write ${command} or press **${BUTTON_WORDS.handoff.en}** on the check.`,
    ja: `開始するには ${command} とコメントするか、チェックの **${BUTTON_WORDS.handoff.ja}** ボタンを押してください。`,
  }),
  playbook: { en: 'playbook', ja: 'プレイブック' },
  decide: (playbook: string): Both => ({
    en: `What to do is in the ${playbook}. **Rollback or manual intervention is for a person to decide**; \`/ai-ops rollback\` starts the rollback workflow, where one is configured.`,
    ja: `対応手順は ${playbook} を参照してください。 **Rollback または手動介入は担当者が判断してください。** ロールバックワークフローが設定されている場合は、\`/ai-ops rollback\` で開始できます。`,
  }),
  followUp: (word: Both): Both => ({
    en: `**Follow-up** ${word.en}`,
    ja: `**フォローアップ** ${word.ja}`,
  }),
  howToSettle: {
    en: '`/ai-ops done` once it is done',
    ja: '完了後に `/ai-ops done` とコメントしてください',
  },
  rollback: (icon: string, word: Both, by: string): Both => ({
    en: `${icon} **Rollback** ${word.en}, asked for by ${by}`,
    ja: `${icon} **ロールバック** ${word.ja}（依頼者: ${by}）`,
  }),
  earlier: (head: string): Both => ({
    en: `**Earlier handoff** of ${head}`,
    ja: `**以前のハンドオフ** ${head}`,
  }),
} satisfies Texts;

/** State, phase, who is waited for and the run (H3); for a failed one what a person decides now (H6). */
export function handoffLine(view: PullView): string | null {
  const { handoff } = view;
  if (handoff === null) return null;
  return paragraphs(
    facts(handoff, view.locale),
    reason(handoff, view),
    ['failed', 'stopped'].includes(handoff.state) && handoff.runUrl !== null ? decision(view) : null,
    followUpLine(handoff, view.locale),
    rollbackLine(handoff.rollback, view),
  );
}

/** Handoffs before that one, as far as somebody still has to do with them. */
export function earlierLines(view: PullView): string {
  const { locale } = view;
  return paragraphs(
    ...view.earlier.map((handoff) =>
      paragraphs(
        [
          WORDS.earlier(code(handoff.headSha.slice(0, 12)))[locale],
          text(stateWord(handoff, locale), 140),
          ...links(handoff, locale),
        ].join(' · '),
        followUpLine(handoff, locale),
        rollbackLine(handoff.rollback, view),
      ),
    ),
  );
}

/** How far a rollback is, by whom, and why it has not succeeded (H6). */
export function rollbackLine(
  rollback: RollbackView | null,
  names: Pick<PullView, 'labelName' | 'headSha' | 'locale' | 'playbookUrl'>,
): string | null {
  if (rollback === null) return null;
  const { state, by, runUrl, code: why, detail } = rollback;
  const { locale } = names;
  const line = WORDS.rollback(rollbackIcon(state), rollbackWord(state), text(by, 60))[locale];
  const said = runUrl === null ? line : `${line} · ${link(WORDS.run[locale], runUrl)}`;
  if (why === null) return said;
  const reason = WORDS.reason(
    code(why),
    detail === null ? '' : text(handoffText(detail, locale), 300),
    nextStep(why, names),
  )[locale];
  return `${said} · ${link(WORDS.playbook[locale], names.playbookUrl)}\n\n${reason}`;
}

function followUpLine({ followUp: owed }: HandoffView, locale: Locale): string | null {
  if (owed === null) return null;
  const line = WORDS.followUp(followUpWord(owed, text))[locale];
  return owed.state === 'done' ? line : `${line} · ${WORDS.howToSettle[locale]}`;
}

function facts(handoff: HandoffView, locale: Locale): string {
  return [
    `${WORDS.handoff[locale]} ${text(stateWord(handoff, locale), 140)}`,
    ...at(handoff, locale),
    ...links(handoff, locale),
    WORDS.since(time(handoff.since))[locale],
    origin(handoff)[locale],
    ...(handoff.attempt > 1 ? [WORDS.attempt(handoff.attempt)[locale]] : []),
  ].join(' · ');
}

function links({ runUrl, slackUrl, approvalUrl }: HandoffView, locale: Locale): readonly string[] {
  return [
    ...(runUrl === null ? [] : [link(WORDS.run[locale], runUrl)]),
    ...(slackUrl === null ? [] : [link('Slack', slackUrl)]),
    ...(approvalUrl === null ? [] : [link(WORDS.approval[locale], approvalUrl)]),
  ];
}

/** The job or step, and who is waited for; of one that ended, the phase too. */
function at({ phase, state }: HandoffView, locale: Locale): readonly string[] {
  if (phase === null || phase.at === '') return [];
  const place = code(phase.at, 120);
  if (state !== 'running') return [WORDS.inPhase(text(phaseWord(phase.name, locale), 60), place)[locale]];
  return [(phase.waiting ? WORDS.awaitsApproval(place) : WORDS.at(place))[locale]];
}

function origin({ origin: from, requestedBy }: HandoffView): Both {
  const who = requestedBy === null ? null : text(requestedBy, 60);
  switch (from) {
    case 'gates':
      return WORDS.byGates;
    case 'command':
      return who === null ? WORDS.asked : WORDS.askedBy(who);
    case 'adopted':
      return who === null ? WORDS.byHand : WORDS.byHandOf(who);
    default:
      return unreachable(from);
  }
}

function reason({ state, code: reasonCode, detail }: HandoffView, view: PullView): string | null {
  if (reasonCode === null) return state === 'ready' ? howToStart(view) : null;
  if (state === 'approved') return null;
  const said = detail === null ? '' : text(handoffText(detail, view.locale), 300);
  return WORDS.reason(code(reasonCode), said, nextStep(reasonCode, view))[view.locale];
}

function howToStart({ headSha, locale }: PullView): string {
  return WORDS.howToStart(code(handoffCommand(headSha)))[locale];
}

function decision({ playbookUrl, locale }: PullView): string {
  return WORDS.decide(link(WORDS.playbook[locale], playbookUrl))[locale];
}
