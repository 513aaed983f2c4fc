import type { SlackAnswer, SlackAnswerEffect } from '../../../effect/messages.ts';
import { unreachable } from '../../../errors.ts';
import { COMMANDS, type CommandName } from '../../../policies/commands.ts';
import type { Locale } from '../../../policies/locale.ts';
import type { SlackText } from '../../../slack/messages.ts';
import { type Both, type Texts, time } from '../locale.ts';
import { nextStep } from '../next-step.ts';
import { explainedText, statusText } from './answer-view.ts';
import { helpText, usage } from './help.ts';
import { code, fromMarkdown, sections, text } from './mrkdwn.ts';

const WORDS = {
  granted: (what: string): Both => ({ en: `🚀 *Accepted*: ${what}`, ja: `🚀 *受け付けました*: ${what}` }),
  refused: (what: string, reason: string, next: string): Both => ({
    en: `👎 *Not done*: ${what}. ${reason}: ${next}`,
    ja: `👎 *実行しませんでした*: ${what}。${reason}: ${next}`,
  }),
  askedBefore: (what: string, by: string, at: Both): Both => ({
    en: `↩️ *Already asked for*: ${what} by ${by}, ${at.en}. Nothing is done a second time.`,
    ja: `↩️ *すでに依頼済みです*: ${what}（${by}、${at.ja}）。二重には実行しません。`,
  }),
  nobody: (what: string, place: string): Both => ({
    en: `👤 *Not done*: ${what}. Nobody at GitHub is known as you in ${place}.`,
    ja: `👤 *実行しませんでした*: ${what}。${place} では、あなたに対応する GitHub ユーザーが登録されていません。`,
  }),
  addYou: (workspace: string, people: string): Both => ({
    en: `Whoever may change \`.github/ai-ops.yml\` on its default branch can add you under \`slack\`: ${workspace}, and to the people ${people}. \`gh api users/LOGIN --jq .id\` tells the number. Where the bot is not installed, check the name.`,
    ja: `デフォルトブランチの \`.github/ai-ops.yml\` を変更できる担当者に、\`slack\` へ ${workspace} と people の ${people} の追加を依頼してください。番号は \`gh api users/LOGIN --jq .id\` で確認できます。ボットがインストールされていない場合は、名前を確認してください。`,
  }),
  notUnderstood: (what: string): Both => ({
    en: `🤔 *Not understood*: ${what}.`,
    ja: `🤔 *コマンドを認識できませんでした*: ${what}`,
  }),
  meant: (command: string): Both => ({
    en: `Was ${command} meant? \`/ai-ops help\` lists every command.`,
    ja: `もしかして: ${command}。コマンドの一覧は \`/ai-ops help\` で確認できます。`,
  }),
  seeHelp: {
    en: '`/ai-ops help` lists every command.',
    ja: 'コマンドの一覧は `/ai-ops help` で確認できます。',
  },
} satisfies Texts;

/** An answer that only one person sees. */
export function answerText({ answer, locale }: SlackAnswerEffect): SlackText {
  const lines = linesOf(answer, locale);
  return { text: lines[0] ?? '', blocks: sections(lines) };
}

function linesOf(answer: SlackAnswer, locale: Locale): readonly string[] {
  switch (answer.says) {
    case 'granted':
      return [WORDS.granted(code(answer.what, 250))[locale]];
    case 'refused': {
      const { what, code: reason, headSha, labelName } = answer;
      const next = fromMarkdown(nextStep(reason, { labelName, headSha, locale }));
      return [WORDS.refused(code(what, 250), code(reason), next)[locale]];
    }
    case 'asked_before': {
      const { what, by, at } = answer;
      return [WORDS.askedBefore(code(what, 250), text(by, 60), time(at))[locale]];
    }
    case 'nobody':
      return nobody(answer, locale);
    case 'not_understood':
      return [
        WORDS.notUnderstood(code(answer.text, 250))[locale],
        answer.nearest === null ? WORDS.seeHelp[locale] : WORDS.meant(code(usageOf(answer.nearest)))[locale],
      ];
    case 'status':
      return statusText(answer.view, answer.deadlines);
    case 'explain':
      return explainedText(answer.view, answer.verdicts);
    case 'help':
      return helpText(locale);
    default:
      return unreachable(answer);
  }
}

/** What has to be added, word for word: only their id at GitHub is theirs to look up. */
function nobody(
  { what, place, user }: Extract<SlackAnswer, { says: 'nobody' }>,
  locale: Locale,
): readonly string[] {
  const workspace = code(`workspace: ${user.workspace}`, 60);
  const entry = code(`{ github: NUMBER, slack: ${user.user} }`, 90);
  return [WORDS.nobody(code(what, 250), code(place, 150))[locale], WORDS.addYou(workspace, entry)[locale]];
}

function usageOf(name: CommandName): string {
  return COMMANDS.filter((command) => command.name === name)
    .map(usage)
    .join(' ');
}
