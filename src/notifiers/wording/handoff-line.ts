import type { HandoffView, PullView } from '../../effect.ts';
import { unreachable } from '../../errors.ts';
import { handoffCommand } from '../../policies/commands.ts';
import { code, link, paragraphs, text, time } from './markdown.ts';
import { nextStep } from './next-step.ts';
import { phaseWord, stateWord } from './standing.ts';

/** State, phase, who is waited for and the run (H3); for a failed one what a person decides now (H6). */
export function handoffLine(view: PullView): string | null {
  const { handoff } = view;
  if (handoff === null) return null;
  return paragraphs(
    facts(handoff),
    reason(handoff, view),
    handoff.state === 'failed' ? decision(view) : null,
  );
}

function facts(handoff: HandoffView): string {
  return [
    `**Handoff** ${text(stateWord(handoff), 140)}`,
    ...at(handoff),
    ...(handoff.runUrl === null ? [] : [link('run', handoff.runUrl)]),
    ...(handoff.approvalUrl === null ? [] : [link('approval', handoff.approvalUrl)]),
    `since ${time(handoff.since)}`,
    origin(handoff),
    ...(handoff.attempt > 1 ? [`attempt ${handoff.attempt}`] : []),
  ].join(' · ');
}

/** The job or step, and who is waited for; of one that ended, the phase too. */
function at({ phase, state }: HandoffView): readonly string[] {
  if (phase === null) return [];
  const place = `at ${code(phase.at, 120)}`;
  if (state !== 'running') return [`in phase **${text(phaseWord(phase.name), 60)}** ${place}`];
  return [phase.waiting ? `${place}, whose environment somebody has to approve` : place];
}

function origin({ origin: from, requestedBy }: HandoffView): string {
  const by = requestedBy === null ? '' : ` by ${text(requestedBy, 60)}`;
  switch (from) {
    case 'gates':
      return 'opened by the gates';
    case 'command':
      return `asked for${by}`;
    case 'adopted':
      return `run started by hand${by}`;
    default:
      return unreachable(from);
  }
}

function reason({ state, code: reasonCode, detail }: HandoffView, view: PullView): string | null {
  if (reasonCode === null) return state === 'ready' ? howToStart(view) : null;
  if (state === 'approved') return null;
  const said = detail === null ? '' : ` (${text(detail, 300)})`;
  return `${code(reasonCode)}${said}: ${nextStep(reasonCode, view)}`;
}

function howToStart({ headSha }: PullView): string {
  return `To start it, write ${code(handoffCommand(headSha))} or press **Hand off** on the check.`;
}

function decision({ playbookUrl }: PullView): string {
  return `What to do is in the ${link('playbook', playbookUrl)}. **Rollback or manual intervention is for a person to decide; the bot does neither.**`;
}
