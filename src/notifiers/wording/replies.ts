import type { ReplyEffect } from '../../effect.ts';
import { unreachable } from '../../errors.ts';
import { COMMANDS, parseCommand } from '../../policies/commands.ts';
import type { Locale } from '../../policies/locale.ts';
import { explained } from './gates-table.ts';
import { helpText, usage } from './help.ts';
import type { Both, Texts } from './locale.ts';
import { code, paragraphs, text } from './markdown.ts';
import { nextStep } from './next-step.ts';
import { about, standing, standingIcon } from './standing.ts';
import { requestsMade, viewBody } from './view-body.ts';

type Reply = ReplyEffect['reply'];
type Refused = Extract<Reply, { kind: 'refused' }>;
type Stop = Extract<Reply, { kind: 'stop' }>;

const SEE_CHECK: Both = {
  en: 'The check shows whether anything else is in the way.',
  ja: 'ほかに阻害要因がないかはチェックで確認できます。',
};

/** Who did it and why stand between the two; the reason may be empty. */
const STOP_CHANGES: Readonly<
  Record<Stop['what'], { readonly icon: string; readonly word: Both; readonly meaning: Both }>
> = {
  hold: {
    icon: '🛑',
    word: { en: 'On hold', ja: 'この PR を保留しました' },
    meaning: {
      en: 'Nothing is handed off for this pull request until `/ai-ops unhold`.',
      ja: '`/ai-ops unhold` で解除するまで、この PR のハンドオフは行いません。',
    },
  },
  unhold: {
    icon: '▶️',
    word: { en: 'Let go', ja: 'この PR の保留を解除しました' },
    meaning: SEE_CHECK,
  },
  stop: {
    icon: '🛑',
    word: { en: 'Stopped in this repository', ja: 'このリポジトリのハンドオフを停止しました' },
    meaning: {
      en: 'Nothing is handed off until `/ai-ops resume`. A handoff that runs goes on, and is not approved.',
      ja: '`/ai-ops resume` で再開するまで、ハンドオフは行いません。実行中のハンドオフは継続しますが、承認しません。',
    },
  },
  resume: {
    icon: '▶️',
    word: { en: 'Resumed in this repository', ja: 'このリポジトリのハンドオフを再開しました' },
    meaning: SEE_CHECK,
  },
};

const WORDS = {
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
      );
    case 'explain':
      return paragraphs(
        `### ${standingIcon(reply.view)} ${standing(reply.view)}`,
        about(reply.view),
        ...reply.verdicts.map((verdict) => explained(verdict, reply.view)),
      );
    case 'stop':
      return stopChanged(reply, locale);
    case 'help':
      return helpText(locale);
    default:
      return unreachable(reply);
  }
}

function stopChanged({ what, by, reason }: Stop, locale: Locale): string {
  const { icon, word, meaning } = STOP_CHANGES[what];
  const why = reason === null ? '' : text(reason, 200);
  return paragraphs(`${icon} ${WORDS.changed(word, text(by.login, 60), why)[locale]}`, meaning[locale]);
}

function refused({ to, what, code: reason, headSha, labelName }: Refused, locale: Locale): string {
  const head = code(headSha.slice(0, 12));
  return paragraphs(
    `👎 ${WORDS.notDone(code(what, 120), text(to.login, 60), head)[locale]}`,
    `${code(reason)}: ${nextStep(reason, { labelName, headSha, locale })}`,
    reason === 'command_not_understood' ? meant(what, locale) : null,
  );
}

function meant(what: string, locale: Locale): string | null {
  const parsed = parseCommand(what.startsWith('/ai-ops') ? what : `/ai-ops ${what}`);
  const command = parsed.kind === 'not_understood' && COMMANDS.find(({ name }) => name === parsed.nearest);
  return command ? WORDS.meant(code(usage(command)))[locale] : null;
}
