import type { RepositoryConfig } from '../config/repository.ts';

/** A job, a step, or a step of one job, as the configuration names it. */
export interface Named {
  readonly job?: string | undefined;
  readonly step?: string | undefined;
}

/** What is asked of one workflow file. */
export interface Demand {
  /** `.github/workflows/ci.yml`. */
  readonly path: string;
  /** `needed`: the bot dispatches it, or the runbook asks that it can be; `useful`: only a command does. */
  readonly dispatch: 'needed' | 'useful' | 'no';
  /** Names of the inputs that the bot sends. */
  readonly sends: readonly string[];
  readonly names: readonly Named[];
  /** It starts LangGraph Verify with its own token. */
  readonly startsVerify: boolean;
  /** One of the runbook's own workflows, which may have used AI_OPS_PAT. */
  readonly aiOps: boolean;
  /** The bot works without it. */
  readonly optional: boolean;
}

/** AI Ops Insights Publisher, as the runbook's preconditions name it; no key of the configuration does. */
const INSIGHTS = '.github/workflows/ai-ops-insights.yml';

const NOTHING = {
  dispatch: 'no',
  sends: [],
  names: [],
  startsVerify: false,
  aiOps: false,
  optional: false,
} as const satisfies Omit<Demand, 'path'>;

/** What the configuration, and the runbook's 事前準備, ask of the workflow files; one demand a file. */
export function demandsOf({ smoke, verify, handoff, rollback, tests }: RepositoryConfig): readonly Demand[] {
  const headInput = ({ ref, head_input }: typeof smoke | typeof verify) =>
    ref === 'default' && head_input !== undefined ? [head_input] : [];
  const ours = { ...NOTHING, aiOps: true };
  const all: readonly Demand[] = [
    {
      ...ours,
      path: smoke.workflow,
      dispatch: smoke.when_missing === 'dispatch' ? 'needed' : 'useful',
      sends: headInput(smoke),
    },
    { ...ours, path: verify.workflow, dispatch: 'needed', sends: headInput(verify) },
    {
      ...ours,
      path: handoff.workflow,
      dispatch: 'needed',
      sends: Object.keys(handoff.inputs),
      names: handoff.phases,
      startsVerify: handoff.starts_verify,
    },
    ...(rollback === undefined
      ? []
      : [
          {
            ...ours,
            path: rollback.workflow,
            dispatch: 'needed' as const,
            sends: Object.keys(rollback.inputs),
          },
        ]),
    { ...ours, path: INSIGHTS, dispatch: 'needed', optional: true },
    ...[...tests.lint, ...tests.unit].map(({ workflow, job, step }) => ({
      ...NOTHING,
      path: workflow,
      names: [{ job, step }],
    })),
  ];
  return [...Map.groupBy(all, ({ path }) => path).values()].map((same) => same.reduce(both));
}

const URGENCY = { no: 0, useful: 1, needed: 2 } as const;

function both(one: Demand, other: Demand): Demand {
  return {
    path: one.path,
    dispatch: URGENCY[one.dispatch] >= URGENCY[other.dispatch] ? one.dispatch : other.dispatch,
    sends: [...new Set([...one.sends, ...other.sends])],
    names: [...one.names, ...other.names],
    startsVerify: one.startsVerify || other.startsVerify,
    aiOps: one.aiOps || other.aiOps,
    optional: one.optional && other.optional,
  };
}
