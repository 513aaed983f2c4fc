import type { Facts, StopFacts } from './facts.ts';
import type { Gate } from './gate.ts';
import type { ReasonCode } from './reason-codes.ts';
import type { Seen, Wanted } from './said.ts';
import { listed, short } from './seen.ts';
import type { GateSettings } from './settings.ts';
import { type Verdict, verdict } from './verdict.ts';

const gate = 'G5';

/** G5: nothing in the way. The PR is open, no draft, its base is governed, and no stop is in force (O4). */
export const wayGate: Gate = {
  id: gate,
  evaluate: (facts: Facts, settings: GateSettings) =>
    pullInTheWay(facts, settings) ?? stopInTheWay(facts.stop),
};

function pullInTheWay({ repository, pull }: Facts, { base_branches }: GateSettings): Verdict | null {
  if (repository.archived) {
    return closed('repository_archived', { say: 'archived' }, { say: 'not_archived' });
  }
  if (pull.state !== 'open') {
    return closed('pr_closed', { say: 'pull_is', state: pull.state }, { say: 'open' });
  }
  if (pull.draft) return closed('pr_draft', { say: 'pull_is', state: 'draft' }, { say: 'ready_for_review' });
  if (pull.headRepositoryId === null) {
    return closed('head_repository_gone', { say: 'head_repository_gone' }, { say: 'head_repository' });
  }
  if (!base_branches.includes(pull.baseRef)) {
    const wanted = { say: 'base_among', branches: listed(base_branches) } as const;
    return closed('base_not_governed', { say: 'base_is', branch: pull.baseRef }, wanted);
  }
  return null;
}

function stopInTheWay(stop: StopFacts): Verdict {
  switch (stop.kind) {
    case 'none':
      return verdict({
        gate,
        outcome: 'pass',
        code: 'way_clear',
        seen: { say: 'way_clear' },
        wanted: { say: 'way_clear' },
      });
    case 'stopped': {
      const { scope, source, by } = stop;
      const reason = stop.reason === null ? null : short(stop.reason);
      return closed('stopped', { say: 'stopped', scope, source, by, reason }, { say: 'no_stop' });
    }
    case 'unreadable':
      return verdict({
        gate,
        outcome: 'unknown',
        code: 'stop_unreadable',
        seen: { say: 'not_read', why: stop.why },
        wanted: { say: 'no_stop' },
      });
  }
}

function closed(code: ReasonCode, seen: Seen, wanted: Wanted): Verdict {
  return verdict({ gate, outcome: 'fail', code, seen, wanted });
}
