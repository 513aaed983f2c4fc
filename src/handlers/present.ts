import { CONFIG_PATH } from '../config/repository.ts';
import type {
  CheckRunEffect,
  ConfigCheckEffect,
  HandoffView,
  PullView,
  RequestView,
  StickyCommentEffect,
} from '../effect/effect.ts';
import type { Reading } from '../gather/gather.ts';
import { handoffView } from '../handoff/handoff-view.ts';
import type { Obligation } from '../handoff/obligation.ts';
import type { Rollback } from '../handoff/rollback.ts';
import type { Handoff } from '../handoff/state.ts';
import { overall } from '../policies/evaluate.ts';
import type { Verdict } from '../policies/verdict.ts';
import type { CommandRecord, PullMemory } from '../store/store.ts';
import { followUpView } from './follow-up.ts';
import { playbookAt } from './playbook.ts';
import { rollbackView } from './roll-back.ts';

const SHOWN_REQUESTS = 5;
const SHOWN_EARLIER = 3;

/** All that a person is shown, from one decision. */
export function pullView(from: {
  readonly memory: PullMemory;
  readonly reading: Reading;
  readonly verdicts: readonly Verdict[];
  readonly handoff: HandoffView | null;
  readonly earlier: readonly HandoffView[];
  readonly settled: readonly CommandRecord[];
  readonly decisionId: string;
}): PullView {
  const { memory, reading, verdicts } = from;
  const { config, facts, settings } = reading;
  const broken = config.kind === 'invalid' || config.kind === 'unreadable';
  return {
    locale: config.config.locale,
    mode: broken ? 'closed' : config.config.mode,
    headSha: facts.pull.headSha,
    baseRef: facts.pull.baseRef,
    overall: overall(verdicts),
    verdicts,
    handoff: from.handoff,
    earlier: from.earlier,
    requests: requestViews([...memory.commands, ...from.settled]),
    configProblems: config.problems,
    decisionId: from.decisionId,
    labelName: settings.label.name,
    repositoryUrl: reading.repositoryUrl,
    playbookUrl: playbookUrl(reading),
  };
}

/** What was done around the handoffs of a PR, after this decision. */
export interface Around {
  readonly memory: PullMemory;
  readonly reading: Reading;
  readonly obligations: readonly Obligation[];
  readonly rollbacks: readonly Rollback[];
}

/** What people are shown of a handoff, with all that was done around it. */
export function viewOfHandoff(
  handoff: Handoff,
  { memory, reading, obligations, rollbacks }: Around,
): HandoffView {
  const posted = memory.comments.find(
    ({ kind, handoffId }) => kind === 'approval' && handoffId === handoff.id,
  );
  const slack = memory.said.slack.find(({ handoffId }) => handoffId === handoff.id);
  return handoffView(handoff, {
    approvalUrl: posted?.url ?? null,
    slackUrl: reading.config.config.slack.link_on_pr ? (slack?.url ?? null) : null,
    followUp: followUpView(handoff, obligations, reading.releaseOwners),
    rollback: rollbackView(handoff, rollbacks),
  });
}

/** Handoffs other than the one that is shown, for which somebody still owes something or that were rolled back. */
export function earlierHandoffs(
  views: readonly HandoffView[],
  shown: HandoffView | null,
): readonly HandoffView[] {
  return views
    .filter(({ id }) => id !== shown?.id)
    .filter(({ followUp, rollback }) => (followUp !== null && followUp.state !== 'done') || rollback !== null)
    .slice(-SHOWN_EARLIER);
}

/** Whom Slack has told alone that something is refused is not told of to everybody. */
function requestViews(commands: readonly CommandRecord[]): readonly RequestView[] {
  return commands
    .flatMap(({ name, by, at, state, code, slack }) =>
      state === 'pending' || code === null || name === 'help' || (slack !== undefined && state === 'refused')
        ? []
        : [{ what: name, by: by.login, granted: state !== 'refused', code, at }],
    )
    .slice(-SHOWN_REQUESTS);
}

function playbookUrl({ config, facts, repositoryUrl }: Reading): string {
  const { playbook, playbook_section: section } = config.config.handoff;
  return playbookAt(playbook, section, { repositoryUrl, defaultBranch: facts.repository.defaultBranch });
}

/** The check on the head commit: one per head and base, so two PRs that share a commit do not share a check. */
export function checkRunEffect(memory: PullMemory, view: PullView): CheckRunEffect {
  const { repositoryId, number } = memory.pull;
  return {
    kind: 'check_run',
    key: `check:${repositoryId}:${number}:${view.headSha}:${view.baseRef}`,
    pull: memory.pull,
    externalId: `${number}:${view.baseRef}:${view.handoff?.id ?? 0}`,
    view,
  };
}

/** What the PR would make of the configuration, while it is open and touches it. */
export function configCheckEffects(memory: PullMemory, reading: Reading): readonly ConfigCheckEffect[] {
  const { configChange, facts, config } = reading;
  if (configChange === null || facts.pull.state !== 'open') return [];
  const { repositoryId, number } = memory.pull;
  const { headSha } = facts.pull;
  return [
    {
      kind: 'config_check',
      key: `config-check:${repositoryId}:${number}:${headSha}`,
      pull: memory.pull,
      locale: config.config.locale,
      headSha,
      path: CONFIG_PATH,
      change: configChange,
    },
  ];
}

export function stickyCommentEffect(
  memory: PullMemory,
  reading: Reading,
  view: PullView,
): StickyCommentEffect {
  const { repositoryId, number } = memory.pull;
  return {
    kind: 'sticky_comment',
    key: stickyKey(repositoryId, number),
    pull: memory.pull,
    view,
    verifyReport: verifyReportOf(reading),
  };
}

export function stickyKey(repositoryId: number, number: number): string {
  return `sticky:${repositoryId}:${number}`;
}

/** The report of the run that G3 stands on, as it came. */
function verifyReportOf({ facts }: Reading): StickyCommentEffect['verifyReport'] {
  if (!facts.verify.known) return null;
  const newest = facts.verify.value[0];
  if (newest?.conclusion !== 'success' || !newest.report.known || newest.report.value?.kind !== 'text')
    return null;
  return { text: newest.report.value.text, runUrl: newest.url };
}
