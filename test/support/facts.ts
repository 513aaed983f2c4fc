import { gateSettings, parseRepositoryConfig } from '../../src/config/repository.ts';
import type {
  Facts,
  JobFacts,
  LabelApplication,
  LabelFacts,
  Person,
  PullFacts,
  RepositoryFacts,
  RunFacts,
} from '../../src/policies/facts.ts';
import type { GateSettings } from '../../src/policies/settings.ts';
import { known } from '../../src/policies/verdict.ts';

export const HEAD = 'a1'.repeat(20);
export const OTHER_HEAD = 'b2'.repeat(20);
export const AUTHOR: Person = { id: 100, login: 'author', kind: 'User' };
export const MEMBER: Person = { id: 200, login: 'member', kind: 'User' };

/** Minutes of the day on which everything in the tests happens: `at(5)` is 12:05. */
export function at(minute: number): string {
  return new Date(Date.UTC(2026, 10, 22, 12, minute)).toISOString().replace('.000Z', 'Z');
}

const WORKFLOWS = {
  smoke: '.github/workflows/codex-template-smoke.yml',
  verify: '.github/workflows/ai-ops-langgraph-verify.yml',
  ci: '.github/workflows/ci.yml',
} as const;

/** A green job with one green step. */
export function job(over: Partial<JobFacts> = {}): JobFacts {
  const name = over.name ?? 'lint';
  return {
    name,
    status: 'completed',
    conclusion: 'success',
    url: `https://github.com/acme/shop/actions/jobs/${name}`,
    steps: [{ name: `Run ${name}`, status: 'completed', conclusion: 'success' }],
    ...over,
  };
}

/** A green run of the workflow for the head, started by the pull request; newer with a higher id. */
export function run(workflow: keyof typeof WORKFLOWS, over: Partial<RunFacts> = {}): RunFacts {
  const id = over.id ?? 10;
  return {
    id,
    attempt: 1,
    workflowPath: WORKFLOWS[workflow],
    event: 'pull_request',
    headSha: HEAD,
    createdAt: at(id),
    status: 'completed',
    conclusion: 'success',
    url: `https://github.com/acme/shop/actions/runs/${id}`,
    dispatchedByBot: false,
    fileUnchanged: known(true),
    jobs: known(workflow === 'ci' ? [job({ name: 'lint' }), job({ name: 'unit' })] : []),
    report: known(REPORTS[workflow]),
    ...over,
  };
}

const REPORTS = {
  smoke: { kind: 'items', items: [{ check: 'codex-nest-api', status: 'ok' }] },
  verify: { kind: 'text', text: '## Verify\n- Status: success\n' },
  ci: null,
} as const;

/** A run that the bot dispatched itself, on the default branch, for the head. */
export function ownRun(workflow: keyof typeof WORKFLOWS, over: Partial<RunFacts> = {}): RunFacts {
  return run(workflow, { event: 'workflow_dispatch', headSha: OTHER_HEAD, dispatchedByBot: true, ...over });
}

/** The label as it should be; `applied` is merged, or replaced by `null`. */
export function label(
  over: Partial<Omit<LabelFacts, 'applied'>> & { applied?: Partial<LabelApplication> | null } = {},
): LabelFacts {
  const applied = { by: MEMBER, at: at(30), headSha: HEAD, membership: known('active' as const) };
  return {
    present: true,
    identityChanged: false,
    ...over,
    applied: over.applied === null ? null : { ...applied, ...over.applied },
  };
}

type FactsOver = Partial<Omit<Facts, 'repository' | 'pull'>> & {
  readonly repository?: Partial<RepositoryFacts>;
  readonly pull?: Partial<PullFacts>;
};

/** Facts for which every gate is open under `settings()`; name what is otherwise. */
export function facts({ repository, pull, ...rest }: FactsOver = {}): Facts {
  return {
    readAt: at(59),
    repository: { id: 1, owner: 'acme', name: 'shop', defaultBranch: 'main', archived: false, ...repository },
    pull: {
      number: 7,
      state: 'open',
      draft: false,
      headSha: HEAD,
      headRef: 'feature',
      headRepositoryId: 1,
      fromFork: false,
      baseRef: 'main',
      author: AUTHOR,
      baseChangedAt: null,
      headSince: at(1),
      headShared: known(false),
      ...pull,
    },
    changes: known({ paths: ['src/shop.ts'], protectedPaths: [], smokePaths: [] }),
    smoke: known([run('smoke')]),
    tests: known([run('ci')]),
    verify: known([run('verify')]),
    label: known(label()),
    stop: { kind: 'none' },
    ...rest,
  };
}

/** Gate settings as a configuration file would give them, tests named; `yaml` overrides whole keys. */
export function settings(over: Partial<GateSettings> = {}): GateSettings {
  const text = `tests:
  lint: [{ workflow: ci.yml, job: lint }]
  unit: [{ workflow: ci.yml, job: unit }]`;
  const outcome = parseRepositoryConfig({ text: known(text) });
  if (!('config' in outcome)) throw new Error(outcome.problems.join('\n'));
  return { ...gateSettings(outcome.config, 'main'), ...over };
}
