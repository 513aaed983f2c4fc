import type { DeadlinesView } from '../../effect/deadline.ts';
import type { ReplyEffect } from '../../effect/effect.ts';
import { unreachable } from '../../errors.ts';
import { COMMANDS, parseCommand } from '../../policies/commands.ts';
import type { Locale } from '../../policies/locale.ts';
import type { ReasonCode } from '../../policies/reason-codes.ts';
import { deadlineLines } from './deadlines.ts';
import { explained } from './gates-table.ts';
import { earlierLines, handoffLine, rollbackLine } from './handoff-line.ts';
import { helpText, usage } from './help.ts';
import type { Both, Texts } from './locale.ts';
import { code, link, paragraphs, text } from './markdown.ts';
import { nextStep } from './next-step.ts';
import { about, standing, standingIcon } from './standing.ts';
import { requestsMade, viewBody } from './view-body.ts';

const MOST_NAMES = 3;

type Reply = ReplyEffect['reply'];
type Refused = Extract<Reply, { kind: 'refused' }>;
type Stop = Extract<Reply, { kind: 'stop' }>;

/** What is to be done instead is in the playbook. */
const BY_HAND: ReadonlySet<ReasonCode> = new Set([
  'command_rollback_not_configured',
  'command_stopped_by_operator',
]);

const SEE_CHECK: Both = {
  en: 'The check shows whether anything else is in the way.',
  ja: 'ほかに阻害要因がないかはチェックで確認できます。',
};

const GOES_ON: Both = {
  en: 'A handoff that runs goes on, and is not approved; the same command with `--cancel` cancels it.',
  ja: '実行中のハンドオフは継続しますが、承認しません。`--cancel` を付けて再度実行するとキャンセルできます。',
};

/** Who did it and why stand between the two; the reason may be empty. */
const STOP_CHANGES: Readonly<
  Record<
    Stop['what'],
    {
      readonly icon: string;
      readonly word: Both;
      readonly meaning: Both;
      /** What becomes of what runs, where it is not cancelled. */
      readonly lasts: Both | null;
    }
  >
> = {
  hold: {
    icon: '🛑',
    word: { en: 'On hold', ja: 'この PR を保留しました' },
    meaning: {
      en: 'Nothing is handed off for this pull request until `/ai-ops unhold`.',
      ja: '`/ai-ops unhold` で解除するまで、この PR のハンドオフは行いません。',
    },
    lasts: GOES_ON,
  },
  unhold: {
    icon: '▶️',
    word: { en: 'Let go', ja: 'この PR の保留を解除しました' },
    meaning: SEE_CHECK,
    lasts: null,
  },
  stop: {
    icon: '🛑',
    word: { en: 'Stopped in this repository', ja: 'このリポジトリのハンドオフを停止しました' },
    meaning: {
      en: 'Nothing is handed off until `/ai-ops resume`.',
      ja: '`/ai-ops resume` で再開するまで、ハンドオフは行いません。',
    },
    lasts: GOES_ON,
  },
  resume: {
    icon: '▶️',
    word: { en: 'Resumed in this repository', ja: 'このリポジトリのハンドオフを再開しました' },
    meaning: SEE_CHECK,
    lasts: null,
  },
};

const WORDS = {
  cancels: {
    en: 'A handoff that runs is cancelled; somebody has to ask for it again afterwards.',
    ja: '実行中のハンドオフはキャンセルします。再開後、改めて依頼してください。',
  },
  playbook: { en: 'playbook', ja: 'プレイブック' },
  why: (code: string, detail: string, next: string): Both => ({
    en: `${code}${detail === '' ? '' : ` (${detail})`}: ${next}`,
    ja: `${code}${detail === '' ? '' : `（${detail}）`}: ${next}`,
  }),
  rollbackOf: (head: string): Both => ({
    en: `Handoff of head ${head}.`,
    ja: `対象のハンドオフ: ヘッドコミット ${head}`,
  }),
  changed: (word: Both, by: string, why: string): Both => ({
    en: `**${word.en}** by ${by}${why === '' ? '' : `: ${why}`}.`,
    ja: `**${word.ja}**（${by}）${why === '' ? '' : `: ${why}`}`,
  }),
  notDone: (what: string, by: string, head: string): Both => ({
    en: `**Not done**: ${what}, asked by ${by} for head ${head}.`,
    ja: `**実行できませんでした**: ${what}（依頼者 ${by}、ヘッドコミット ${head}）`,
  }),
  meant: (command: string): Both => ({
    en: `Was ${command} meant?`,
    ja: `もしかして: ${command}`,
  }),
} satisfies Texts;

/**
 * The answer to a command.
 *
 * @param marker hidden last line, by which the comment is found again
 */
export function replyText(effect: Pick<ReplyEffect, 'reply' | 'locale'>, marker: string): string {
  return paragraphs(answer(effect.reply, effect.locale), marker);
}

function answer(reply: Reply, locale: Locale): string {
  switch (reply.kind) {
    case 'refused':
      return refused(reply, locale);
    case 'status':
      return paragraphs(
        `### ${standingIcon(reply.view)} ${standing(reply.view)}`,
        viewBody(reply.view),
        requestsMade(reply.view),
        deadlines(reply.deadlines, locale),
      );
    case 'explain':
      return paragraphs(
        `### ${standingIcon(reply.view)} ${standing(reply.view)}`,
        about(reply.view),
        ...reply.verdicts.map((verdict) => explained(verdict, reply.view)),
        ...(reply.verdicts.length === reply.view.verdicts.length
          ? [handoffLine(reply.view), earlierLines(reply.view)]
          : []),
      );
    case 'stop':
      return stopChanged(reply, locale);
    case 'rollback':
      return paragraphs(
        rollbackLine(reply.rollback, { ...reply, locale }),
        WORDS.rollbackOf(code(reply.headSha.slice(0, 12)))[locale],
      );
    case 'help':
      return helpText(locale);
    default:
      return unreachable(reply);
  }
}

function deadlines(view: DeadlinesView, locale: Locale): string | null {
  const said = deadlineLines(view, locale, { code, text, most: MOST_NAMES });
  return said === null ? null : `**${said.heading}**\n\n${said.lines.map((line) => `- ${line}`).join('\n')}`;
}

function stopChanged({ what, by, reason, cancels }: Stop, locale: Locale): string {
  const { icon, word, meaning, lasts } = STOP_CHANGES[what];
  const why = reason === null ? '' : text(reason, 200);
  return paragraphs(
    `${icon} ${WORDS.changed(word, text(by.login, 60), why)[locale]}`,
    meaning[locale],
    lasts === null ? null : (cancels ? WORDS.cancels : lasts)[locale],
  );
}

function refused(refusal: Refused, locale: Locale): string {
  const { to, what, code: reason, detail, headSha, labelName, playbookUrl } = refusal;
  const head = code(headSha.slice(0, 12));
  const next = nextStep(reason, { labelName, headSha, locale });
  return paragraphs(
    `👎 ${WORDS.notDone(code(what, 120), text(to.login, 60), head)[locale]}`,
    WORDS.why(code(reason), detail === null ? '' : text(detail, 300), next)[locale],
    BY_HAND.has(reason) ? link(WORDS.playbook[locale], playbookUrl) : null,
    reason === 'command_not_understood' ? meant(what, locale) : null,
  );
}

function meant(what: string, locale: Locale): string | null {
  const parsed = parseCommand(what.startsWith('/ai-ops') ? what : `/ai-ops ${what}`);
  const command = parsed.kind === 'not_understood' && COMMANDS.find(({ name }) => name === parsed.nearest);
  return command ? WORDS.meant(code(usage(command)))[locale] : null;
}
