import { unreachable } from '../../../errors.ts';
import type { SlackAnswer, SlackAnswerEffect } from '../../../messages.ts';
import type { Locale } from '../../../policies/locale.ts';
import type { SlackText } from '../../../slack/messages.ts';
import type { Both, Texts } from '../locale.ts';
import { nextStep } from '../next-step.ts';
import { code, section } from './mrkdwn.ts';

const WORDS = {
  granted: (what: string): Both => ({ en: `🚀 Done: ${what}.`, ja: `🚀 受け付けました: ${what}` }),
  refused: (what: string, reason: string, next: string): Both => ({
    en: `👎 *Not done*: ${what}. ${reason}: ${next}`,
    ja: `👎 *実行しませんでした*: ${what}。${reason}: ${next}`,
  }),
} satisfies Texts;

/** An answer that only one person sees. */
export function answerText({ answer, locale }: SlackAnswerEffect): SlackText {
  const line = sentence(answer, locale);
  return { text: line, blocks: [section(line)] };
}

function sentence(answer: SlackAnswer, locale: Locale): string {
  switch (answer.says) {
    case 'granted':
      return WORDS.granted(code(answer.what, 150))[locale];
    case 'refused': {
      const { what, code: reason, headSha, labelName } = answer;
      const next = nextStep(reason, { labelName, headSha, locale });
      return WORDS.refused(code(what, 150), code(reason), next)[locale];
    }
    default:
      return unreachable(answer);
  }
}
