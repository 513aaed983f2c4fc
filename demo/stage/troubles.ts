import type { Rule } from '../../src/alerts/episode.ts';
import type { EpisodeButton } from '../../src/effect/episode.ts';
import { BUTTON_ACTION } from '../../src/effect/messages.ts';
import { Pipeline } from '../customer/pipeline.ts';
import { headSha, type Pull } from '../github/model/pull.ts';
import { current, type Run } from '../github/model/run.ts';
import type { User } from '../slack/model/people.ts';
import type { CastParts } from './cast-parts.ts';
import type { Row } from './terminal.ts';

const VERIFY = 'ai-ops-langgraph-verify.yml';
const SMOKE = 'codex-template-smoke.yml';
const JOB = { [VERIFY]: 'verify', [SMOKE]: 'smoke' } as const;
const STEP = { [VERIFY]: 'Run the scenarios', [SMOKE]: 'Generate every template' } as const;
type Watched = keyof typeof JOB;

/** What goes wrong in one scene, who sees to it, and how time goes by. */
export class Troubles {
  readonly #parts: CastParts;
  readonly #pipeline: Pipeline;
  readonly #pull: () => Pull;

  constructor(parts: CastParts, pull: () => Pull) {
    this.#parts = parts;
    this.#pipeline = new Pipeline(parts.customer);
    this.#pull = pull;
  }

  /** Faster than it does, for everybody: no timer of the bot is another than in production. */
  async goBy(minutes: number, seconds: number): Promise<void> {
    const { clock, until } = this.#parts;
    this.#tell(
      'time',
      minutes === 1 ? 'a minute goes by in a second' : `${minutes} minutes go by in ${seconds} seconds`,
      'runner',
    );
    await until(clock.leap(minutes * 60_000, seconds * 1000));
  }

  /** Somebody starts LangGraph Verify on the branch, and it runs on and on. */
  verifyBegins(): void {
    const { github, repository, maintainer } = this.#parts.customer;
    const run = github.startRun(repository, {
      workflow: VERIFY,
      event: 'workflow_dispatch',
      branch: this.#pull().headRef,
      headSha: headSha(this.#pull()),
      actor: maintainer,
    });
    this.#goesOn(run, VERIFY);
    this.#runner('AI Ops LangGraph Verify, started by mika on the branch, runs its scenarios');
  }

  /** A runner has picked up the re-run. */
  verifyRunsAgain(): void {
    this.#goesOn(this.#newest(VERIFY), VERIFY);
    this.#runner('AI Ops LangGraph Verify runs its scenarios again');
  }

  verifyEndsWell(): void {
    this.#pipeline.endNestedVerify(this.#newest(VERIFY));
    this.#runner('AI Ops LangGraph Verify succeeds at last');
  }

  smokeAndVerifyFail(): void {
    this.#pipeline.smoke(this.#pull(), { conclusion: 'failure' });
    this.#pipeline.verify(this.#pull(), 'failure');
    this.#runner('Codex Template Smoke fails at “Generate every template”');
    this.#runner('AI Ops LangGraph Verify, started by mika on the branch, fails');
  }

  rerunsFail(): void {
    const { github } = this.#parts.customer;
    for (const workflow of [SMOKE, VERIFY] as const)
      github.completeRun(this.#newest(workflow), 'failure', { failedStep: STEP[workflow] });
    this.#runner('both re-runs fail, too');
  }

  /** Runs that come after it, one after another. */
  verifySucceeds(times: number): void {
    for (let i = 0; i < times; i += 1) this.#pipeline.verify(this.#pull());
    this.#runner(`${times} more runs of AI Ops LangGraph Verify succeed`);
  }

  smokeSucceeds(times: number): void {
    for (let i = 0; i < times; i += 1) this.#pipeline.smoke(this.#pull());
    this.#runner(`${times} more runs of Codex Template Smoke succeed`);
  }

  /** Its deployment waits for whoever may approve it. */
  handoffWaits(): void {
    this.#parts.customer.github.holdJob(this.#pipeline.handoffRun(), 'handoff');
    this.#runner('Auto Handoff waits for the approval of its deployment');
  }

  rinApproves(): void {
    const { github, releaseOwner } = this.#parts.customer;
    github.releaseJob(this.#pipeline.handoffRun(), 'handoff');
    this.#tell(releaseOwner.login, 'approves the deployment', 'people');
  }

  /** Who was called says at PagerDuty that they are on it. */
  acknowledges(name: string): void {
    const { pagerDuty } = this.#parts.services.onCall;
    const incident = this.#parts.sight(this.#pull()).pagerDuty.incidents.at(-1)?.incident;
    const by = pagerDuty.world.users.find((user) => user.name === name);
    if (incident === undefined || by === undefined) throw new Error(`${name} was called for nothing`);
    pagerDuty.acknowledge(incident, by);
    this.#tell(name, `acknowledges incident ${incident.number} at PagerDuty`, 'people');
  }

  /** Somebody presses a button under the newest message about that rule. */
  async presses(by: User, rule: Rule, button: EpisodeButton): Promise<void> {
    const { slack } = this.#parts.services.workspace;
    const newest = this.#parts.sight(this.#pull()).slack.episodes.findLast((one) => one.rule === rule);
    if (newest === undefined) throw new Error(`there is no message about ${rule}`);
    this.#tell(by.realName, `presses “${button}” under the alert in Slack`, 'people');
    await slack.press(newest.message, `${BUTTON_ACTION}:${button}`, { by });
  }

  #goesOn(run: Run, workflow: Watched): void {
    this.#parts.customer.github.progress(run, { job: JOB[workflow], step: STEP[workflow] });
  }

  /** Of the PR's branch, if it has not ended. */
  #newest(workflow: Watched): Run {
    const { headRef } = this.#pull();
    const run = this.#parts.customer.github.world.runs.findLast(
      (one) => one.headBranch === headRef && one.workflow.path.endsWith(`/${workflow}`),
    );
    if (run === undefined || current(run).status === 'completed')
      throw new Error(`no run of ${workflow} goes on on ${headRef}`);
    return run;
  }

  #runner(text: string): void {
    this.#tell('runner', text, 'runner');
  }

  #tell(who: string, text: string, by: Row['by']): void {
    this.#parts.narrator.tell({ pull: this.#pull().number, who, text, by });
  }
}
