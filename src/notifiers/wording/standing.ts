import type { HandoffView, Overall, PullView } from '../../effect.ts';
import { unreachable } from '../../errors.ts';
import type { HandoffState, PhaseName } from '../../handoff/state.ts';
import { GATES, type Outcome } from '../../policies/verdict.ts';
import { code, short } from './markdown.ts';

export const OUTCOME_ICONS: Readonly<Record<Outcome, string>> = {
  pass: '✅',
  wait: '⏳',
  fail: '❌',
  unknown: '❔',
};

const OVERALL: Readonly<
  Record<Overall, { readonly icon: string; readonly word: string; readonly wouldDo: string }>
> = {
  open: { icon: '✅', word: 'Open', wouldDo: 'start the handoff' },
  wait: { icon: '⏳', word: 'Waiting', wouldDo: 'wait' },
  action: { icon: '👉', word: 'Waiting for the AI Ops team', wouldDo: 'wait for a person' },
  closed: { icon: '❌', word: 'Closed', wouldDo: 'not hand off' },
  unknown: { icon: '❔', word: 'Not known yet', wouldDo: 'ask GitHub again' },
};

/** A handoff's state after the word "handoff". Without an icon the gates come first again. */
const STATES: Readonly<
  Record<HandoffState['kind'], { readonly icon: string | null; readonly word: string }>
> = {
  waiting: { icon: null, word: 'waits for the gates' },
  ready: { icon: '👉', word: 'ready, waits to be started' },
  dispatching: { icon: '🚀', word: 'is being started' },
  dispatch_unknown: { icon: '❔', word: 'not known to have started' },
  dispatched: { icon: '🚀', word: 'started' },
  running: { icon: '🚀', word: 'running' },
  approving: { icon: '🚀', word: 'succeeded, is being approved' },
  approved: { icon: '✅', word: 'approved' },
  failed: { icon: '❌', word: 'failed' },
  superseded: { icon: null, word: 'superseded' },
  abandoned: { icon: null, word: 'abandoned' },
};

const PHASES: Readonly<Record<PhaseName, string>> = {
  template_generation: 'template generation',
  pr_review: 'PR review',
  deploy_approval: 'deploy approval',
  verify: 'LangGraph Verify',
  handoff: 'handoff',
};

/** Where the PR stands, in one line of plain text. */
export function standing(view: PullView): string {
  if (view.mode === 'closed') return 'Closed: the configuration cannot be used';
  const { word, wouldDo } = OVERALL[view.overall];
  const gates = gatesOpen(view);
  if (view.mode === 'observe') return `Observing: ${gates}; in enforce mode the bot would ${wouldDo}`;
  if (view.handoff === null || view.handoff.state === 'waiting') return `${word}: ${gates}`;
  const state = stateWord(view.handoff);
  return leads(view.handoff) === null ? `${word}: ${gates}; handoff ${state}` : `Handoff ${state}; ${gates}`;
}

export function standingIcon(view: PullView): string {
  if (view.mode === 'closed') return '❌';
  if (view.mode === 'observe') return '👀';
  return (view.handoff && leads(view.handoff)) ?? OVERALL[view.overall].icon;
}

/** What the line is about, and what the mode means for it. */
export function about(view: PullView): string {
  const subject = `Head ${code(view.headSha.slice(0, 12))} onto ${code(view.baseRef)}.`;
  switch (view.mode) {
    case 'enforce':
      return subject;
    case 'observe':
      return `${subject} **The bot only observes here**: it starts nothing, cancels nothing, and leaves labels alone. Where it should act, set \`mode: enforce\` in \`.github/ai-ops.yml\`.`;
    case 'closed':
      return `${subject} Every gate is closed until \`.github/ai-ops.yml\` can be used again.`;
    default:
      return unreachable(view.mode);
  }
}

/** The state, and while it runs the phase in which it is (H3); plain text. */
export function stateWord({ state, phase }: HandoffView): string {
  const word = isState(state) ? STATES[state].word : short(state, 40);
  if (state !== 'running' || phase === null) return word;
  return `${word} (${phaseWord(phase.name)}${phase.waiting ? ', waits for a person' : ''})`;
}

/** Plain text. */
export function phaseWord(name: string): string {
  const words: ReadonlyMap<string, string> = new Map(Object.entries(PHASES));
  return words.get(name) ?? short(name, 60);
}

function leads({ state }: HandoffView): string | null {
  return isState(state) ? STATES[state].icon : null;
}

function isState(state: string): state is HandoffState['kind'] {
  return Object.hasOwn(STATES, state);
}

function gatesOpen({ verdicts }: PullView): string {
  const open = verdicts.filter(({ outcome }) => outcome === 'pass').length;
  return open === GATES.length ? `all ${open} gates open` : `${open} of ${GATES.length} gates open`;
}
