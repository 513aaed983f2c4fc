import { BUTTON_ACTION, type SlackButton } from '../../src/effect/messages.ts';
import type { Customer } from '../customer/customer.ts';
import { LABEL } from '../customer/customer.ts';
import { Pipeline } from '../customer/pipeline.ts';
import type { Workspace } from '../customer/workspace.ts';
import type { Account } from '../github/model/account.ts';
import type { Changes } from '../github/model/commit.ts';
import { headSha, type Pull } from '../github/model/pull.ts';
import type { Run } from '../github/model/run.ts';
import type { User } from '../slack/model/people.ts';
import type { CastParts } from './cast-parts.ts';
import { nameOf } from './pull-name.ts';
import { callsTo } from './services.ts';
import { Troubles } from './troubles.ts';

/** A change of a template and of the HR module: Codex Smoke and the HR tests are about it. */
const HR_CHANGE: Changes = {
  'templates/hr.md': 'For HR.\n',
  'services/hr/index.js': 'export const hr = 2;\n',
};

/** Who acts in one scene: people, runners, GitHub itself. Each act is told as it is done. */
export class Cast {
  /** What goes wrong, and how time goes by. */
  readonly trouble: Troubles;
  readonly #parts: CastParts;
  readonly #pipeline: Pipeline;
  #pull: Pull | null = null;
  #nested: Run | null = null;
  #comeBack: (() => void) | null = null;

  constructor(parts: CastParts) {
    this.#parts = parts;
    this.#pipeline = new Pipeline(parts.customer);
    this.trouble = new Troubles(parts, () => this.pull);
  }

  /** The scene's pull request. @throws before it was opened */
  get pull(): Pull {
    if (this.#pull === null) throw new Error('the scene has not opened its pull request yet');
    return this.#pull;
  }

  get people(): Customer {
    return this.#parts.customer;
  }

  /** The same people in Slack, by their logins at GitHub, and one whom the configuration does not know. */
  get inSlack(): Workspace['people'] & { readonly visitor: User } {
    const { workspace, visitor } = this.#parts.services;
    return { ...workspace.people, visitor };
  }

  opens(wanted: {
    readonly title: string;
    readonly branch: string;
    readonly more?: Changes;
    readonly draft?: boolean;
  }): void {
    const { github, repository, author } = this.people;
    const { title, branch, more = {}, draft = false } = wanted;
    const changes = { ...HR_CHANGE, ...more };
    this.#pull = github.openPull(repository, { title, author, branch, changes, draft });
    this.#tells(author, `opens “${title}”${draft ? ' as a draft' : ''}: ${Object.keys(changes).join(', ')}`);
  }

  pushes(): void {
    const { github, author } = this.people;
    github.push(this.pull, { changes: { 'services/hr/index.js': 'export const hr = 3;\n' } });
    this.#tells(author, `pushes ${headSha(this.pull).slice(0, 7)}: services/hr/index.js once more`);
  }

  labels(by: Account): void {
    this.#pipeline.label(this.pull, by);
    this.#tells(by, `puts ${LABEL} on`);
  }

  /** A comment of a later second than all before it: GitHub's times are no finer. */
  async comments(by: Account, body: string): Promise<void> {
    const { world } = this.people.github;
    const before = world.now();
    await this.#parts.until(() => world.now() !== before);
    this.people.github.comment(this.pull, { by, body });
    this.#tells(by, `writes: ${body}`);
  }

  reviews(by: Account): void {
    this.people.github.review(this.pull, { by, state: 'approved' });
    this.#tells(by, 'approves the change in a review');
  }

  smoke(): void {
    this.#pipeline.smoke(this.pull);
    this.#runner('Codex Template Smoke succeeds; its report has no failed item');
  }

  tests(end: 'success' | 'failure' = 'success'): void {
    this.#pipeline.tests(this.pull, end);
    this.#runner(
      end === 'success'
        ? 'HR Module CI: lint and unit are green'
        : 'HR Module CI: lint is green, unit is red',
    );
  }

  verify(): void {
    this.#pipeline.verify(this.pull);
    this.#runner('AI Ops LangGraph Verify, started by mika on the branch, succeeds with its report');
  }

  /** A workflow that calls itself like Codex Smoke, in a file of its own, and leaves the same report. */
  lookalike(workflow: string): void {
    const { github, repository } = this.people;
    const run = github.startRun(repository, { workflow, event: 'pull_request', pull: this.pull });
    const report = JSON.stringify({
      generatedAt: '2026-03-02T09:00:00+00:00',
      items: [{ check: 'codex-nest-api', status: 'ok' }],
    });
    const artifacts = { 'codex-template-smoke-report': { 'latest.json': report } };
    github.completeRun(run, 'success', { artifacts });
    this.#runner(`${run.name} succeeds: the one in ${workflow}`);
  }

  merges(by: Account, changes: Changes): void {
    const { github, repository } = this.people;
    github.commitTo(repository, { branch: repository.defaultBranch, author: by, changes });
    this.#tells(by, `has merged ${Object.keys(changes).join(', ')}`);
  }

  /** The PR's newest Auto Handoff run goes on to a step of its job. */
  handoffReaches(step: string): void {
    this.#pipeline.handoffStep(this.#handoff, step);
    this.#runner(`Auto Handoff: “${step}”`);
  }

  handoffFails(step: string): void {
    this.people.github.completeRun(this.#handoff, 'failure', { failedJob: 'handoff', failedStep: step });
    this.#runner(`Auto Handoff fails at “${step}”`);
  }

  /** It starts LangGraph Verify and ends while that is queued. */
  handoffEnds(): void {
    this.#nested = this.#pipeline.endHandoff(this.#handoff);
    this.#runner('Auto Handoff starts LangGraph Verify and ends');
  }

  handoffVerified(): void {
    if (this.#nested === null) throw new Error('Auto Handoff has not started LangGraph Verify yet');
    this.#pipeline.endNestedVerify(this.#nested);
    this.#runner('the LangGraph Verify run of the handoff succeeds');
  }

  /** Somebody presses “Run workflow” for Auto Handoff, and fills in for which pull request it is. */
  startsHandoffByHand(by: Account): void {
    const { github, repository } = this.people;
    const inputs = { pull: `#${this.pull.number}` };
    const event = 'workflow_dispatch';
    const run = github.startRun(repository, {
      workflow: 'ai-ops-auto-handoff.yml',
      event,
      actor: by,
      inputs,
    });
    this.#tells(by, `starts “${run.displayTitle}” by hand`);
  }

  /** The next dispatch reaches GitHub, which starts the run; its answer does not reach the bot. */
  losesAnswerToDispatch(): void {
    this.people.github.fault({ kind: 'answer-lost', match: { method: 'POST', path: /\/dispatches$/ } });
    this.#github('will lose its answer to the next dispatch');
  }

  /**
   * The worst moment: the push comes after the bot has read the PR, and before it acts on that. GitHub tells
   * of the push only then.
   */
  async pushesInTheLastMoment(by: Account): Promise<void> {
    const { github } = this.people;
    const { number } = this.pull;
    const release = this.#parts.post.hold(
      ({ action, body }) => action === 'synchronize' && body.includes(`"number":${number},`),
    );
    github.fault({
      kind: 'stale-head',
      match: { path: /^\/graphql$/, body: new RegExp(`"number":${number}\\b`) },
    });
    this.labels(by);
    this.pushes();
    const { requests } = github.service;
    await this.#parts.until(() => requests.some(({ fault }) => fault === 'stale-head'));
    this.#github('has shown the bot the commit of before, and only now tells it of the push');
    release();
  }

  /** Somebody presses a button of the message of the PR's newest handoff. */
  async presses(by: User, button: SlackButton): Promise<void> {
    const { slack } = this.#parts.services.workspace;
    const newest = this.#parts.sight(this.pull).slack.handoffs.at(-1);
    if (newest === undefined) throw new Error('there is no message in Slack yet');
    this.#saysInSlack(by, `presses “${button}” under the message in Slack`);
    await slack.press(newest.message, `${BUTTON_ACTION}:${button}`, { by });
  }

  /** Somebody types a slash command about the PR. @param rest what follows its name, such as a reason */
  async types(by: User, command: string, rest = ''): Promise<void> {
    const { slack, channel } = this.#parts.services.workspace;
    const typed = `/ai-ops ${command} ${nameOf(this.pull)} ${rest}`.trimEnd();
    this.#saysInSlack(by, `types in Slack: ${typed}`);
    await slack.slash(typed, { by, channel });
  }

  /** Slack and PagerDuty cannot be reached from here on. */
  slackAndPagerDutyGoDown(): void {
    this.#comeBack = this.#parts.services.goDown();
    this.#elsewhere('cannot be reached from now on');
  }

  /** Not before the bot has called both in vain. */
  async slackAndPagerDutyComeBack(): Promise<void> {
    const { services, until } = this.#parts;
    await until(() => {
      const { missedBySlack, missedByPagerDuty } = callsTo(services);
      return missedBySlack > 0 && missedByPagerDuty > 0;
    });
    this.#comeBack?.();
    this.#elsewhere('can be reached again');
  }

  get #handoff(): Run {
    const run = this.#parts.sight(this.pull).followed.at(-1);
    if (run === undefined) throw new Error('the bot follows no Auto Handoff run of this PR');
    return run;
  }

  #tells(by: Account, text: string): void {
    this.#parts.narrator.tell({ pull: this.#pull?.number ?? null, who: by.login, text, by: 'people' });
  }

  #runner(text: string): void {
    this.#parts.narrator.tell({ pull: this.pull.number, who: 'runner', text, by: 'runner' });
  }

  #saysInSlack(by: User, text: string): void {
    this.#parts.narrator.tell({ pull: this.pull.number, who: by.realName, text, by: 'people' });
  }

  #elsewhere(text: string): void {
    for (const who of ['Slack', 'PagerDuty'])
      this.#parts.narrator.tell({ pull: this.pull.number, who, text, by: 'runner' });
  }

  #github(text: string): void {
    this.#parts.narrator.tell({ pull: this.pull.number, who: 'GitHub', text, by: 'runner' });
  }
}
