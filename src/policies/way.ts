import type { Facts, StopFacts } from './facts.ts';
import type { Gate } from './gate.ts';
import type { ReasonCode } from './reason-codes.ts';
import { listed, short } from './seen.ts';
import type { GateSettings } from './settings.ts';
import { type Verdict, verdict } from './verdict.ts';

const gate = 'G5';

/** G5: nothing in the way. The PR is open, no draft, its base is governed, and no stop is in force (O4). */
export const wayGate: Gate = {
  id: gate,
  title: 'Nothing in the way',
  evaluate: (facts: Facts, settings: GateSettings) =>
    pullInTheWay(facts, settings) ?? stopInTheWay(facts.stop),
};

function pullInTheWay({ repository, pull }: Facts, { base_branches }: GateSettings): Verdict | null {
  if (repository.archived)
    return closed('repository_archived', 'archived', 'a repository that is not archived');
  if (pull.state !== 'open') return closed('pr_closed', pull.state, 'open');
  if (pull.draft) return closed('pr_draft', 'draft', 'ready for review');
  if (pull.headRepositoryId === null) {
    return closed('head_repository_gone', 'the head repository was deleted', 'a head repository');
  }
  if (!base_branches.includes(pull.baseRef)) {
    return closed('base_not_governed', `base ${pull.baseRef}`, `base ${listed(base_branches)}`);
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
        seen: 'open, no stop',
        wanted: 'open, no stop',
      });
    case 'stopped':
      return closed('stopped', stopSeen(stop), 'no stop in force');
    case 'unreadable':
      return verdict({
        gate,
        outcome: 'unknown',
        code: 'stop_unreadable',
        seen: stop.why,
        wanted: 'no stop in force',
      });
  }
}

function stopSeen(stop: Extract<StopFacts, { kind: 'stopped' }>): string {
  const by = stop.by === null ? '' : ` by ${stop.by}`;
  const reason = stop.reason === null ? '' : `: ${short(stop.reason)}`;
  return `stopped ${SCOPES[stop.scope]}${by} (${stop.source})${reason}`;
}

const SCOPES = {
  everywhere: 'everywhere',
  repository: 'in this repository',
  pull_request: 'on this PR',
} as const;

function closed(code: ReasonCode, seen: string, wanted: string): Verdict {
  return verdict({ gate, outcome: 'fail', code, seen, wanted });
}
