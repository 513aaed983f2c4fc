import type { Effect, HandoffView, PullView } from '../effect.ts';
import { slackKey } from '../handoff/keys.ts';
import type { Handoff } from '../handoff/state.ts';
import type {
  ChangeEventEffect,
  HandoffMessage,
  HandoffNote,
  HandoffPage,
  Mention,
  PageEffect,
  SlackButton,
  SlackHandoffEffect,
  SlackThreadEffect,
} from '../messages.ts';
import { type FollowUps, followUpId } from './follow-up.ts';
import type { DecideInput, Standing } from './standing.ts';

/** All that the messages of one decision are made from. */
export interface ToldDecision {
  readonly input: DecideInput;
  readonly standing: Standing;
  /** Handoffs that this decision changed. */
  readonly changed: readonly Handoff[];
  /** The newest handoff of this head and base. */
  readonly current: Handoff | null;
  readonly followUps: FollowUps;
  /** What people are shown of a handoff. */
  readonly viewOf: (handoff: Handoff) => HandoffView;
  readonly view: PullView;
}

/** What Slack and PagerDuty are told of a decision (H2, H4, H5, H6, O5); nothing where they are not set up. */
export function messages(told: ToldDecision): readonly Effect[] {
  const { slack, pagerduty } = told.input.channels;
  const spoken = handoffsToTell(told).filter((handoff) => isTold(handoff, told));
  return [
    ...(slack ? spoken.map((handoff) => parentOf(handoff, told)) : []),
    ...(slack ? spoken.flatMap((handoff) => notesOf(handoff, told)) : []),
    ...(pagerduty ? pagesOf(told) : []),
    ...(pagerduty ? changeEventsOf(told) : []),
  ];
}

/** The changed ones, the one that is shown, and those for which something was just due or settled. */
function handoffsToTell({ input, changed, current, followUps }: ToldDecision): readonly Handoff[] {
  const ids = new Set([
    ...changed.map(({ id }) => id),
    ...(current === null ? [] : [current.id]),
    ...followUps.changed.map(({ about }) => about),
  ]);
  const newest = new Map([...input.memory.handoffs, ...changed].map((handoff) => [handoff.id, handoff]));
  return [...newest.values()].filter(({ id }) => ids.has(id));
}

/**
 * Told once its run has really started (H2), or where it could not be started and a person is needed. One that
 * ended before anybody heard of it is not worth a message.
 */
function isTold({ id, state }: Handoff, { input }: ToldDecision): boolean {
  switch (state.kind) {
    case 'running':
    case 'approving':
    case 'approved':
    case 'failed':
    case 'dispatch_unknown':
      return true;
    default:
      return input.memory.said.slack.some(({ handoffId }) => handoffId === id);
  }
}

function hasStarted({ state }: Handoff): boolean {
  return 'run' in state && state.run !== null && state.kind !== 'dispatched';
}

function parentOf(handoff: Handoff, told: ToldDecision): SlackHandoffEffect {
  const { input, view } = told;
  const { memory, reading } = input;
  const stop = reading.facts.stop;
  const message: HandoffMessage = {
    ...subjectOf(told),
    headSha: handoff.headSha,
    baseRef: handoff.baseRef,
    handoff: told.viewOf(handoff),
    started: hasStarted(handoff),
    stop: stop.kind === 'stopped' ? { by: stop.by, reason: stop.reason } : null,
    requests: view.requests,
    buttons: buttonsOf(handoff, told),
    statusUrl: statusUrl(told),
    playbookUrl: view.playbookUrl,
  };
  return {
    kind: 'slack_handoff',
    key: slackKey(handoff),
    lane: slackKey(handoff),
    locale: reading.config.config.locale,
    channel: reading.config.config.slack.channel ?? null,
    pull: memory.pull,
    handoffId: handoff.id,
    view: message,
  };
}

function subjectOf({ input }: ToldDecision): Pick<HandoffMessage, 'pull'> {
  const { memory, reading } = input;
  const { owner, repo, number } = memory.pull;
  return {
    pull: {
      title: reading.title,
      url: `${reading.repositoryUrl}/pull/${number}`,
      name: `${owner}/${repo}#${number}`,
    },
  };
}

function statusUrl({ input }: ToldDecision): string | null {
  return input.memory.comments.find(({ kind }) => kind === 'sticky')?.url ?? null;
}

/** What can sensibly be asked for now; whether it is granted is decided when it is asked. */
function buttonsOf(handoff: Handoff, { input, followUps }: ToldDecision): readonly SlackButton[] {
  const { config, facts } = input.reading;
  const canRollBack = config.config.rollback !== undefined && hasStarted(handoff);
  switch (handoff.state.kind) {
    case 'approved': {
      const owed = followUps.all.find(({ id }) => id === followUpId(handoff.id));
      return [
        ...(owed !== undefined && owed.settled === null ? (['done'] as const) : []),
        ...(canRollBack ? (['rollback'] as const) : []),
      ];
    }
    case 'failed':
      return canRollBack ? ['handoff', 'rollback'] : ['handoff'];
    case 'superseded':
    case 'abandoned':
      return [];
    default: {
      const held = facts.stop.kind === 'stopped' && facts.stop.scope === 'pull_request';
      return [held ? 'unhold' : 'hold'];
    }
  }
}

function notesOf(handoff: Handoff, told: ToldDecision): readonly SlackThreadEffect[] {
  const owners = told.input.reading.releaseOwners;
  const view = told.viewOf(handoff);
  const { state } = handoff;
  const isChanged = told.changed.some(({ id }) => id === handoff.id);
  const due = told.followUps.happened.filter(({ obligation }) => obligation.about === handoff.id);
  const owed = told.followUps.changed.filter(({ about }) => about === handoff.id);
  return [
    ...(isChanged && state.kind === 'running' && (state.phase.name !== 'handoff' || state.phase.waiting)
      ? [
          note(handoff, told, {
            what: `phase:${state.run.attempt}:${state.phase.name}:${state.phase.waiting}`,
            says: { says: 'phase', handoff: view },
          }),
        ]
      : []),
    ...(isChanged && isEnd(state.kind)
      ? [
          note(handoff, told, {
            what: 'ended',
            says: { says: 'ended', handoff: view, playbookUrl: told.view.playbookUrl },
            broadcast: state.kind === 'failed',
          }),
        ]
      : []),
    ...owed
      .filter(
        ({ settled, remindedAt, missedAt }) => settled === null && remindedAt === null && missedAt === null,
      )
      .map(({ dueAt }) =>
        note(handoff, told, {
          what: 'follow_up_owed',
          says: { says: 'follow_up_owed', dueAt, owners },
          mentions: ownersAtSlack(told),
        }),
      ),
    ...due.map(({ obligation: { dueAt }, happened }) =>
      happened === 'missed'
        ? note(handoff, told, {
            what: 'follow_up_missed',
            says: { says: 'follow_up_missed', dueAt, owners },
            mentions: [...ownersAtSlack(told), ...sreAtSlack(told)],
            broadcast: true,
          })
        : note(handoff, told, {
            what: 'follow_up_reminder',
            says: { says: 'follow_up_reminder', dueAt, owners },
            mentions: ownersAtSlack(told),
          }),
    ),
    ...owed.flatMap(({ settled }) =>
      settled === null
        ? []
        : [
            note(handoff, told, {
              what: 'follow_up_done',
              says: { says: 'follow_up_done', by: settled.by, note: settled.note },
            }),
          ],
    ),
  ];
}

const ENDS = new Set(['approved', 'failed', 'superseded', 'abandoned']);

function isEnd(kind: Handoff['state']['kind']): boolean {
  return ENDS.has(kind);
}

interface Note {
  /** What makes it another one than the others of the thread. */
  readonly what: string;
  readonly says: HandoffNote;
  readonly mentions?: readonly Mention[];
  readonly broadcast?: boolean;
}

function note(
  handoff: Handoff,
  { input }: ToldDecision,
  { what, says, mentions, broadcast }: Note,
): SlackThreadEffect {
  return {
    kind: 'slack_thread',
    key: `${slackKey(handoff)}:${what}`,
    lane: slackKey(handoff),
    locale: input.reading.config.config.locale,
    channel: input.reading.config.config.slack.channel ?? null,
    pull: input.memory.pull,
    about: slackKey(handoff),
    note: says,
    mentions: mentions ?? [],
    broadcast: broadcast ?? false,
  };
}

function ownersAtSlack({ input }: ToldDecision): readonly Mention[] {
  const { release_owners, slack } = input.reading.config.config;
  return slack.people
    .filter(({ github }) => release_owners.includes(github))
    .map(({ slack: id }) => ({ kind: 'user', id }));
}

function sreAtSlack({ input }: ToldDecision): readonly Mention[] {
  const { sre } = input.reading.config.config.slack;
  return sre === undefined ? [] : [{ kind: sre.startsWith('S') ? 'group' : 'user', id: sre }];
}

/** A failed handoff calls; a later success, or the PR's end, says that it is over. One key per PR and matter. */
function pagesOf(told: ToldDecision): readonly PageEffect[] {
  const { memory, reading } = told.input;
  const { page } = memory.said;
  const failed = told.changed.findLast(({ state }) => state.kind === 'failed');
  const newest = told.changed.at(-1);
  if (failed !== undefined && failed.id === newest?.id) return [pageOf(failed, 'trigger', told)];
  if (page?.action !== 'trigger') return [];
  const succeeded = told.changed.findLast(({ state }) => state.kind === 'approved');
  if (succeeded !== undefined) return [pageOf(succeeded, 'resolve', told)];
  if (reading.facts.pull.state === 'open') return [];
  const about = [...memory.handoffs, ...told.changed].findLast(({ id }) => id === page.handoffId);
  return about === undefined ? [] : [pageOf(about, 'resolve', told)];
}

function pageOf(handoff: Handoff, action: PageEffect['action'], told: ToldDecision): PageEffect {
  const { pull } = told.input.memory;
  return {
    kind: 'page',
    key: `page:${pull.repositoryId}:${pull.number}:${action}:${handoff.id}`,
    lane: `page:${pull.repositoryId}:${pull.number}`,
    locale: told.input.reading.config.config.locale,
    pull,
    action,
    matter: 'handoff',
    scope: String(pull.number),
    about: told.input.channels.slack ? slackKey(handoff) : null,
    page: handoffPage(handoff, told),
  };
}

function handoffPage(handoff: Handoff, told: ToldDecision): HandoffPage {
  return {
    ...subjectOf(told),
    headSha: handoff.headSha,
    baseRef: handoff.baseRef,
    handoff: told.viewOf(handoff),
    statusUrl: statusUrl(told),
    playbookUrl: told.view.playbookUrl,
    decisionId: told.view.decisionId,
  };
}

/** A handoff that is over stands beside the incidents that may follow from it. */
function changeEventsOf(told: ToldDecision): readonly ChangeEventEffect[] {
  const { pull } = told.input.memory;
  return told.changed
    .filter(({ state }) => state.kind === 'approved' || state.kind === 'failed')
    .map((handoff) => ({
      kind: 'change_event',
      key: `change:${handoff.id}`,
      lane: `change:${pull.repositoryId}`,
      locale: told.input.reading.config.config.locale,
      repository: pull,
      change: { says: 'handoff_finished', page: handoffPage(handoff, told) },
      at: handoff.state.since,
    }));
}
