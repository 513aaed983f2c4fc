import type { HandoffView, PullView } from '../../effect/effect.ts';
import { BUTTONS } from '../../policies/commands.ts';
import type { Texts } from './locale.ts';

/** A button on the check run, in the words of GitHub's API. */
export interface CheckButton {
  label: string;
  description: string;
  identifier: string;
}

/**
 * GitHub refuses labels of more than 20 characters and descriptions of more than 40; counted in bytes, the
 * stricter reading.
 * @see https://docs.github.com/rest/checks/runs#create-a-check-run
 */
export const BUTTON_WORDS = {
  recheck: { en: 'Re-run gates', ja: 'ゲート再判定' },
  recheckDoes: { en: 'Read GitHub again and judge the gates.', ja: 'ゲートを再判定します' },
  handoff: { en: 'Hand off', ja: 'ハンドオフ' },
  handoffAgain: { en: 'Hand off again', ja: '再ハンドオフ' },
  handoffDoes: { en: 'Start the handoff of this head commit.', ja: 'ハンドオフを開始します' },
} satisfies Texts;

/** The gates can always be judged again; a handoff is offered only where it can be asked for. */
export function checkButtons(view: PullView): CheckButton[] {
  const { locale } = view;
  const recheck = {
    label: BUTTON_WORDS.recheck[locale],
    description: BUTTON_WORDS.recheckDoes[locale],
    identifier: BUTTONS.recheck,
  };
  const again = handoffCanBeAsked(view);
  if (again === null) return [recheck];
  const label = (again === 'first' ? BUTTON_WORDS.handoff : BUTTON_WORDS.handoffAgain)[locale];
  const description = BUTTON_WORDS.handoffDoes[locale];
  return [recheck, { label, description, identifier: BUTTONS.handoff }];
}

const ENDED: ReadonlySet<HandoffView['state']> = new Set([
  'approved',
  'failed',
  'stopped',
  'superseded',
  'abandoned',
]);

function handoffCanBeAsked({ mode, overall, handoff }: PullView): 'first' | 'again' | null {
  if (mode !== 'enforce' || overall !== 'open' || handoff === null) return null;
  if (handoff.state === 'ready') return handoff.code === null ? 'first' : null;
  return ENDED.has(handoff.state) ? 'again' : null;
}
