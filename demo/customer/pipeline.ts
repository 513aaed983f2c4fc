import type { NewPull } from '../github/acts/pulls.ts';
import type { Account } from '../github/model/account.ts';
import type { Conclusion } from '../github/model/check.ts';
import type { Changes } from '../github/model/commit.ts';
import type { Pull } from '../github/model/pull.ts';
import { headSha } from '../github/model/pull.ts';
import type { Run } from '../github/model/run.ts';
import { type Customer, LABEL } from './customer.ts';

/** What people and runners do on the way of one change. */
export class Pipeline {
  readonly #customer: Customer;

  constructor(customer: Customer) {
    this.#customer = customer;
  }

  /** A change of a template and of the HR module: Codex Smoke and the HR tests run for it. */
  open(
    branch = 'codex/hr',
    changes: Changes = {},
    more: Partial<Pick<NewPull, 'author' | 'base' | 'draft' | 'from'>> = {},
  ): Pull {
    const { github, repository, author } = this.#customer;
    return github.openPull(repository, {
      title: 'Generate the HR module',
      author,
      branch,
      ...more,
      changes: {
        'templates/hr.md': `For ${branch}.\n`,
        'services/hr/index.js': 'export const hr = 2;\n',
        ...changes,
      },
    });
  }

  /** A red run leaves nothing; `archive` is what it left in place of its report, however hostile. */
  smoke(
    pull: Pull,
    end: {
      readonly conclusion?: Conclusion;
      readonly items?: readonly object[];
      readonly archive?: Uint8Array;
    } = {},
  ): Run {
    const { github, repository } = this.#customer;
    const run = github.startRun(repository, {
      workflow: 'codex-template-smoke.yml',
      event: 'pull_request',
      pull,
    });
    const { conclusion = 'success', items = [{ check: 'codex-nest-api', status: 'ok' }] } = end;
    const report = JSON.stringify({ generatedAt: '2026-03-02T09:00:00+00:00', items });
    const files = { 'latest.json': report, 'latest.md': '# Smoke\n' };
    const artifacts = { 'codex-template-smoke-report': end.archive ?? files };
    const failed = { failedStep: 'Generate every template' };
    github.completeRun(run, conclusion, conclusion === 'success' ? { artifacts } : failed);
    return run;
  }

  tests(pull: Pull, conclusion: Conclusion = 'success'): Run {
    const { github, repository } = this.#customer;
    const run = github.startRun(repository, { workflow: 'hr-module-ci.yml', event: 'pull_request', pull });
    const failed =
      conclusion === 'success' ? {} : { failedJob: 'lint-and-test', failedStep: 'Test HR module' };
    github.completeRun(run, conclusion, failed);
    return run;
  }

  verify(pull: Pull, conclusion: Conclusion = 'success'): Run {
    const { github, repository, maintainer } = this.#customer;
    const run = github.startRun(repository, {
      workflow: 'ai-ops-langgraph-verify.yml',
      event: 'workflow_dispatch',
      branch: pull.headRef,
      headSha: headSha(pull),
      actor: maintainer,
    });
    github.completeRun(run, conclusion, conclusion === 'success' ? { artifacts: verifyReport('mika') } : {});
    return run;
  }

  /** Everything that must be green is, and the label is on: only the bot is awaited. */
  ready(pull: Pull): void {
    this.smoke(pull);
    this.tests(pull);
    this.verify(pull);
    this.label(pull);
  }

  label(pull: Pull, by: Account = this.#customer.maintainer): void {
    this.#customer.github.label(pull, { name: LABEL, by });
  }

  /** Puts `.github/ai-ops.yml` on the default branch, or takes it away (`null`). */
  configure(config: string | null): void {
    const { github, repository, maintainer } = this.#customer;
    const changes = { '.github/ai-ops.yml': config };
    github.commitTo(repository, { branch: repository.defaultBranch, changes, author: maintainer });
  }

  /** The newest Auto Handoff run. */
  handoffRun(): Run {
    const run = this.#customer.github.world.runs.findLast(({ workflow }) =>
      workflow.path.endsWith('ai-ops-auto-handoff.yml'),
    );
    if (run === undefined) throw new Error('no Auto Handoff run was started');
    return run;
  }

  /** Goes on to the step of the one job of Auto Handoff. */
  handoffStep(run: Run, step: string): void {
    this.#customer.github.progress(run, { job: 'handoff', step });
  }

  /** Auto Handoff starts Verify on its own ref and ends while that is still queued. */
  endHandoff(run: Run): Run {
    const { github, repository } = this.#customer;
    this.handoffStep(run, 'Start LangGraph Verify');
    const verify = github.startRun(repository, {
      workflow: 'ai-ops-langgraph-verify.yml',
      event: 'workflow_dispatch',
      branch: run.headBranch ?? repository.defaultBranch,
      actor: github.world.actionsApp.bot,
    });
    const record = {
      timestamp: '2026-03-02T09:00:00Z',
      triggered_by: 'ai-ops[bot]',
      langgraph_dispatch_status: 'queued',
    };
    github.completeRun(run, 'success', {
      artifacts: { 'ai-ops-handoff': { 'ai-ops-handoff.json': JSON.stringify(record) } },
    });
    return verify;
  }

  endNestedVerify(run: Run, conclusion: Conclusion = 'success'): void {
    const { github } = this.#customer;
    github.completeRun(
      run,
      conclusion,
      conclusion === 'success' ? { artifacts: verifyReport('github-actions[bot]') } : {},
    );
  }
}

function verifyReport(by: string): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const lines = [
    '## AI Ops LangGraph Verify',
    '- Timestamp: $(date -u +%FT%TZ)',
    `- Triggered by: ${by}`,
    '- Status: success',
    '',
  ];
  return { 'ai-ops-langgraph-verify': { 'ai-ops-verify.md': lines.join('\n') } };
}
