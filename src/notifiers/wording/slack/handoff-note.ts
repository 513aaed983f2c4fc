import type { HandoffNote, SlackThreadEffect } from '../../../effect/messages.ts';
import type { HandoffView } from '../../../effect/views.ts';
import { unreachable } from '../../../errors.ts';
import type { Locale } from '../../../policies/locale.ts';
import { placeName } from '../../../policies/place.ts';
import type { SlackText } from '../../../slack/messages.ts';
import { rollbackWord } from '../after-handoff.ts';
import { type Both, type Texts, time } from '../locale.ts';
import { handoffText } from '../said-of-handoff.ts';
import { handoffIcon, phaseWord, stateWord } from '../standing.ts';
import { code, link, mentions, section, text } from './mrkdwn.ts';

const SETTLE: Both = {
  en: 'Press *Follow-up done* above, or write `/ai-ops done` on the PR.',
  ja: '完了したら上の *フォローアップ完了* を押すか、PR に `/ai-ops done` とコメントしてください。',
};

const WORDS = {
  phase: (state: string, place: string): Both => ({
    en: `Now ${state} at ${place}.`,
    ja: `${place}: ${state}`,
  }),
  phaseOnly: (state: string): Both => ({ en: `Now ${state}.`, ja: `${state}` }),
  ended: (state: string): Both => ({ en: `Auto Handoff ${state}.`, ja: `Auto Handoff: ${state}` }),
  why: (reason: string, detail: string): Both => ({
    en: `Why: ${reason} ${detail}`,
    ja: `理由: ${reason} ${detail}`,
  }),
  inPhase: (phase: string, place: string): Both => ({
    en: `In ${phase}${place === '' ? '' : ` at ${place}`}`,
    ja: `フェーズ: ${phase}${place === '' ? '' : ` ${place}`}`,
  }),
  run: { en: 'run', ja: '実行' },
  approval: { en: 'approval comment', ja: '承認コメント' },
  playbook: { en: 'playbook', ja: 'プレイブック' },
  owed: (owners: string, due: Both): Both => ({
    en: `Follow-up owed by ${owners} until ${due.en}. ${SETTLE.en}`,
    ja: `${owners} は ${due.ja} までにフォローアップを行ってください。${SETTLE.ja}`,
  }),
  reminder: (owners: string, due: Both): Both => ({
    en: `⏰ Reminder: the follow-up by ${owners} is due at ${due.en}. ${SETTLE.en}`,
    ja: `⏰ リマインド: ${owners} のフォローアップの期限は ${due.ja} です。${SETTLE.ja}`,
  }),
  missed: (owners: string, due: Both): Both => ({
    en: `❗ The follow-up by ${owners} was due at ${due.en} and has not been done. Somebody has to take it over. Once it is done, a release owner presses *Follow-up done* above, or writes \`/ai-ops done\` on the PR.`,
    ja: `❗ ${owners} のフォローアップが期限（${due.ja}）までに完了していません。対応の引き継ぎをお願いします。完了後、リリース責任者が上の *フォローアップ完了* を押すか、PR に \`/ai-ops done\` とコメントしてください。`,
  }),
  done: (by: string, note: string): Both => ({
    en: `✅ Follow-up done by ${by}${note === '' ? '.' : `: ${note}`}`,
    ja: `✅ ${by} がフォローアップを完了しました${note === '' ? '。' : `: ${note}`}`,
  }),
  rollback: (state: Both, by: string): Both => ({
    en: `Rollback asked for by ${by}: ${state.en}.`,
    ja: `ロールバック（依頼者: ${by}）: ${state.ja}`,
  }),
  nobody: { en: 'the release owners', ja: 'リリース責任者' },
} satisfies Texts;

/**
 * One line in the thread of a handoff. Whom it calls stands first: an edit would call nobody. In the channel, and on
 * a telephone, it stands without the message above it, and names the pull request itself.
 */
export function noteText({ note, mentions: whom, broadcast, pull, locale }: SlackThreadEffect): SlackText {
  const called = mentions(whom);
  const about = broadcast ? ` · ${code(placeName(pull), 150)}` : '';
  const said = `${sentence(note, locale)}${about}`;
  const line = called === '' ? said : `${called} ${said}`;
  return { text: line, blocks: [section(line)] };
}

function sentence(note: HandoffNote, locale: Locale): string {
  switch (note.says) {
    case 'phase': {
      const { phase } = note.handoff;
      const state = text(stateWord(note.handoff, locale), 140);
      const said =
        phase === null || phase.at === '' ? WORDS.phaseOnly(state) : WORDS.phase(state, code(phase.at, 120));
      return `${handoffIcon(note.handoff)} ${said[locale]}`;
    }
    case 'ended':
      return ended(note, locale);
    case 'follow_up_owed':
      return WORDS.owed(names(note.owners, locale), time(note.dueAt))[locale];
    case 'follow_up_reminder':
      return WORDS.reminder(names(note.owners, locale), time(note.dueAt))[locale];
    case 'follow_up_missed':
      return WORDS.missed(names(note.owners, locale), time(note.dueAt))[locale];
    case 'follow_up_done':
      return WORDS.done(text(note.by, 60), text(note.note ?? '', 200))[locale];
    case 'rollback': {
      const said = WORDS.rollback(rollbackWord(note.state), text(note.by, 60))[locale];
      return note.runUrl === null ? said : `${said} ${link(WORDS.run[locale], note.runUrl)}`;
    }
    default:
      return unreachable(note);
  }
}

/** The phase in which it failed; nothing where the whole run is one. */
function where({ phase, state }: HandoffView, locale: Locale): readonly string[] {
  if (state !== 'failed' || phase === null || (phase.name === 'handoff' && phase.at === '')) return [];
  const place = phase.at === '' ? '' : code(phase.at, 120);
  return [WORDS.inPhase(text(phaseWord(phase.name, locale), 60), place)[locale]];
}

function ended({ handoff, playbookUrl }: Extract<HandoffNote, { says: 'ended' }>, locale: Locale): string {
  const { code: reason, detail, state, runUrl, approvalUrl } = handoff;
  return [
    `${handoffIcon(handoff)} ${WORDS.ended(text(stateWord(handoff, locale), 140))[locale]}`,
    ...(state === 'approved' || reason === null
      ? []
      : [
          WORDS.why(code(reason), detail === null ? '' : text(handoffText(detail, locale), 300))[
            locale
          ].trim(),
        ]),
    ...where(handoff, locale),
    ...(runUrl === null ? [] : [link(WORDS.run[locale], runUrl)]),
    ...(approvalUrl === null ? [] : [link(WORDS.approval[locale], approvalUrl)]),
    ...(state === 'failed' ? [link(WORDS.playbook[locale], playbookUrl)] : []),
  ].join(' · ');
}

function names(owners: readonly string[], locale: Locale): string {
  return owners.length === 0 ? WORDS.nobody[locale] : text(owners.join(', '), 300);
}
