import { unreachable } from '../errors.ts';
import type { Reading } from '../gather/gather.ts';
import { closedByConfig, judge, overall } from '../policies/evaluate.ts';
import type { Verdict } from '../policies/verdict.ts';
import type { PullMemory } from '../store/store.ts';
import type { Channels } from './announce-stop.ts';

export interface DecideInput {
  readonly memory: PullMemory;
  readonly reading: Reading;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Another handoff of the repository has a dispatch without an outcome. */
  readonly otherDispatchUnresolved: boolean;
  /** This decision was refused once already, since another dispatch of the same workflow has no outcome. */
  readonly dispatchRefused: boolean;
  /** Which services there are to tell. */
  readonly channels: Channels;
}

/** Where the PR stands, before anything is decided. */
export interface Standing {
  readonly verdicts: readonly Verdict[];
  /** The configuration is readable and says `mode: enforce`: only then does the bot act. */
  readonly enforcing: boolean;
  /** The configuration is there and cannot be used: every gate is closed. */
  readonly broken: boolean;
  /** Open, and its base branch is a governed one. */
  readonly governed: boolean;
  readonly gatesOpen: boolean;
}

/** Judges what was read; pure. */
export function standingOf(reading: Reading): Standing {
  const { config, facts, settings } = reading;
  const verdicts = judgeGates(reading);
  return {
    verdicts,
    enforcing: config.kind === 'ok' && config.config.mode === 'enforce',
    broken: config.kind === 'invalid' || config.kind === 'unreadable',
    governed: facts.pull.state === 'open' && settings.base_branches.includes(facts.pull.baseRef),
    gatesOpen: overall(verdicts) === 'open',
  };
}

/** The verdicts that a reading of the world comes to; a broken configuration closes every gate. */
export function judgeGates({ config, facts, settings }: Reading): readonly Verdict[] {
  switch (config.kind) {
    case 'ok':
    case 'absent':
      return judge(facts, settings);
    case 'unreadable':
      return closedByConfig('config_unreadable', config.problems[0] ?? '');
    case 'invalid':
      return closedByConfig('config_invalid', config.problems[0] ?? '');
    default:
      return unreachable(config.kind);
  }
}
