import type { HandoffView, Overall, PullView } from '../../effect/effect.ts';
import { unreachable } from '../../errors.ts';
import type { HandoffState, PhaseName } from '../../handoff/state.ts';
import type { Locale } from '../../policies/locale.ts';
import { GATES, type Outcome } from '../../policies/verdict.ts';
import { type Both, same, type Texts } from './locale.ts';
import { code, short } from './markdown.ts';

export const OUTCOME_ICONS: Readonly<Record<Outcome, string>> = {
  pass: '✅',
  wait: '⏳',
  fail: '❌',
  unknown: '❔',
};

const OVERALL: Readonly<
  Record<Overall, { readonly icon: string; readonly word: Both; readonly wouldDo: Both }>
> = {
  open: {
    icon: '✅',
    word: { en: 'Open', ja: '通過' },
    wouldDo: { en: 'start the handoff', ja: 'ハンドオフを開始します' },
  },
  wait: {
    icon: '⏳',
    word: { en: 'Waiting', ja: '待機中' },
    wouldDo: { en: 'wait', ja: '待機します' },
  },
  action: {
    icon: '👉',
    word: { en: 'Waiting for the AI Ops team', ja: 'AI Ops チームの対応待ち' },
    wouldDo: { en: 'wait for a person', ja: '担当者の対応を待ちます' },
  },
  closed: {
    icon: '❌',
    word: { en: 'Closed', ja: '未通過' },
    wouldDo: { en: 'not hand off', ja: 'ハンドオフを行いません' },
  },
  unknown: {
    icon: '❔',
    word: { en: 'Not known yet', ja: '確認中' },
    wouldDo: { en: 'ask GitHub again', ja: 'GitHub に再度確認します' },
  },
};

/** A handoff's state after the word "handoff". Without an icon the gates come first again. */
const STATES: Readonly<Record<HandoffState['kind'], { readonly icon: string | null; readonly word: Both }>> =
  {
    waiting: { icon: null, word: { en: 'waits for the gates', ja: 'ゲートの通過待ち' } },
    ready: { icon: '👉', word: { en: 'ready, waits to be started', ja: '準備完了、開始待ち' } },
    dispatching: { icon: '🚀', word: { en: 'is being started', ja: '開始処理中' } },
    dispatch_unknown: { icon: '❔', word: { en: 'not known to have started', ja: '開始を確認できず' } },
    dispatched: { icon: '🚀', word: { en: 'started', ja: '開始済み' } },
    running: { icon: '🚀', word: { en: 'running', ja: '実行中' } },
    approving: { icon: '🚀', word: { en: 'succeeded, is being approved', ja: '成功、承認処理中' } },
    approved: { icon: '✅', word: { en: 'approved', ja: '承認済み' } },
    failed: { icon: '❌', word: { en: 'failed', ja: '失敗' } },
    stopped: { icon: '🛑', word: { en: 'stopped', ja: '停止により中止' } },
    superseded: { icon: null, word: { en: 'superseded', ja: '無効' } },
    abandoned: { icon: null, word: { en: 'abandoned', ja: '中止' } },
  };

const PHASES: Readonly<Record<PhaseName, Both>> = {
  template_generation: { en: 'template generation', ja: 'テンプレート生成' },
  pr_review: { en: 'PR review', ja: 'PR レビュー' },
  deploy_approval: { en: 'deploy approval', ja: 'デプロイ承認' },
  verify: same('LangGraph Verify'),
  handoff: { en: 'handoff', ja: 'ハンドオフ' },
};

const WORDS = {
  configBroken: {
    en: 'Closed: the configuration cannot be used',
    ja: '未通過: 設定を使用できません',
  },
  observing: (gates: Both, wouldDo: Both): Both => ({
    en: `Observing: ${gates.en}; in enforce mode the bot would ${wouldDo.en}`,
    ja: `監視のみ: ${gates.ja}（enforce モードでは${wouldDo.ja}）`,
  }),
  gatesFirst: (word: Both, gates: Both): Both => ({
    en: `${word.en}: ${gates.en}`,
    ja: `${word.ja}: ${gates.ja}`,
  }),
  handoffAfter: (gates: Both, state: Both): Both => ({
    en: `${gates.en}; handoff ${state.en}`,
    ja: `${gates.ja} / ハンドオフ: ${state.ja}`,
  }),
  handoffFirst: (state: Both, gates: Both): Both => ({
    en: `Handoff ${state.en}; ${gates.en}`,
    ja: `ハンドオフ: ${state.ja} / ${gates.ja}`,
  }),
  allOpen: (all: number): Both => ({ en: `all ${all} gates open`, ja: `全 ${all} ゲートを通過` }),
  someOpen: (open: number, all: number): Both => ({
    en: `${open} of ${all} gates open`,
    ja: `${all} ゲート中 ${open} ゲートを通過`,
  }),
  subject: (head: string, base: string): Both => ({
    en: `Head ${head} onto ${base}.`,
    ja: `対象: ヘッドコミット ${head}、ベースブランチ ${base}。`,
  }),
  onlyObserves: {
    en: '**The bot only observes here**: it starts nothing, cancels nothing, and leaves labels alone. Where it should act, set `mode: enforce` in `.github/ai-ops.yml`.',
    ja: '**ボットは監視のみを行います**: 実行の開始やキャンセル、ラベルの変更は行いません。動作させる場合は `.github/ai-ops.yml` に `mode: enforce` を設定してください。',
  },
  everyGateClosed: {
    en: 'Every gate is closed until `.github/ai-ops.yml` can be used again.',
    ja: '`.github/ai-ops.yml` を使用できるようになるまで、すべてのゲートは未通過となります。',
  },
  inPhase: (word: Both, phase: Both, waiting: boolean): Both => ({
    en: `${word.en} (${phase.en}${waiting ? ', waits for a person' : ''})`,
    ja: `${word.ja}（${phase.ja}${waiting ? '、担当者の対応待ち' : ''}）`,
  }),
} satisfies Texts;

/** Where the PR stands, in one line of plain text. */
export function standing(view: PullView): string {
  return standingIn(view)[view.locale];
}

function standingIn(view: PullView): Both {
  if (view.mode === 'closed') return WORDS.configBroken;
  const { word, wouldDo } = OVERALL[view.overall];
  const gates = gatesOpen(view);
  if (view.mode === 'observe') return WORDS.observing(gates, wouldDo);
  const gatesFirst = WORDS.gatesFirst(word, gates);
  if (view.handoff === null || view.handoff.state === 'waiting') return gatesFirst;
  const state = stateIn(view.handoff);
  return leads(view.handoff) === null
    ? WORDS.handoffAfter(gatesFirst, state)
    : WORDS.handoffFirst(state, gates);
}

export function standingIcon(view: PullView): string {
  if (view.mode === 'closed') return '❌';
  if (view.mode === 'observe') return '👀';
  return (view.handoff && leads(view.handoff)) ?? OVERALL[view.overall].icon;
}

/** What the line is about, and what the mode means for it. */
export function about({ headSha, baseRef, mode, locale }: PullView): string {
  const subject = WORDS.subject(code(headSha.slice(0, 12)), code(baseRef))[locale];
  switch (mode) {
    case 'enforce':
      return subject;
    case 'observe':
      return `${subject} ${WORDS.onlyObserves[locale]}`;
    case 'closed':
      return `${subject} ${WORDS.everyGateClosed[locale]}`;
    default:
      return unreachable(mode);
  }
}

/** The state, and while it runs the phase in which it is (H3); plain text. */
export function stateWord(handoff: Pick<HandoffView, 'state' | 'phase'>, locale: Locale): string {
  return stateIn(handoff)[locale];
}

function stateIn({ state, phase }: Pick<HandoffView, 'state' | 'phase'>): Both {
  const word = isState(state) ? STATES[state].word : same(short(state, 40));
  if (state !== 'running' || phase === null) return word;
  return WORDS.inPhase(word, phaseIn(phase.name), phase.waiting);
}

/** Plain text. */
export function phaseWord(name: string, locale: Locale): string {
  return phaseIn(name)[locale];
}

function phaseIn(name: string): Both {
  const words: ReadonlyMap<string, Both> = new Map(Object.entries(PHASES));
  return words.get(name) ?? same(short(name, 60));
}

/** The sign of a handoff by itself. */
export function handoffIcon(handoff: HandoffView): string {
  return leads(handoff) ?? '⏹️';
}

function leads({ state }: HandoffView): string | null {
  return isState(state) ? STATES[state].icon : null;
}

function isState(state: string): state is HandoffState['kind'] {
  return Object.hasOwn(STATES, state);
}

function gatesOpen({ verdicts }: PullView): Both {
  const open = verdicts.filter(({ outcome }) => outcome === 'pass').length;
  return open === GATES.length ? WORDS.allOpen(open) : WORDS.someOpen(open, GATES.length);
}
