import type { Reading } from '../gather/gather.ts';
import { type Handoff, hasEnded, type Observation } from '../handoff/state.ts';
import { type Advance, advance } from '../handoff/transition.ts';
import type { PullMemory } from '../store/store.ts';
import { observationOf } from './observation.ts';
import type { DecideInput, Standing } from './standing.ts';

const AT_REST: Advance = {
  changed: [],
  effects: [],
  entries: [],
  wakeAt: null,
  current: null,
  adoptedRunId: null,
  usedRequestId: null,
};

/**
 * Where the bot does not enforce, nothing is begun; a handoff already in flight is followed to
 * its end, but with every gate unknown, so that nothing moves it on and no slip cancels it.
 */
export function runMachine(
  input: DecideInput,
  standing: Standing,
  asked: Pick<Observation, 'request' | 'rollingBack'>,
): Advance {
  const { memory, reading, now } = input;
  const current = newestForHead(memory, reading);
  if (!standing.enforcing && (memory.active === null || hasEnded(memory.active)))
    return { ...AT_REST, current };
  if (!standing.governed && memory.handoffs.length === 0) return AT_REST;
  const { handoff } = reading.config.config;
  return advance({
    handoffs: memory.handoffs,
    active: memory.active,
    observation: observationOf(input, standing, asked),
    settings: {
      start: handoff.start,
      workflowPath: handoff.workflow,
      ref: reading.facts.repository.defaultBranch,
      inputs: handoff.inputs,
      approvalLabel: reading.config.config.approval_label,
      linksSlack: input.channels.slack && reading.config.config.slack.link_on_pr,
      locale: reading.config.config.locale,
    },
    pull: memory.pull,
    now: new Date(now).toISOString(),
  });
}

function newestForHead(memory: PullMemory, { facts }: Reading): Handoff | null {
  return (
    memory.handoffs.findLast(
      ({ headSha, baseRef }) => headSha === facts.pull.headSha && baseRef === facts.pull.baseRef,
    ) ?? null
  );
}
