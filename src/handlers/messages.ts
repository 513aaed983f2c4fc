import { callLane } from '../effect/call.ts';
import type { Effect } from '../effect/effect.ts';
import type {
  ChangeEventEffect,
  HandoffMessage,
  HandoffPage,
  PageEffect,
  SlackButton,
  SlackHandoffEffect,
} from '../effect/messages.ts';
import { slackKey } from '../handoff/keys.ts';
import { canBeTakenBack } from '../handoff/rollback.ts';
import { type Handoff, hasEnded } from '../handoff/state.ts';
import { followUpId } from './follow-up.ts';
import { notesOf } from './thread-notes.ts';
import type { ToldDecision } from './told-decision.ts';

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

/**
 * The changed ones, the one that is shown, those for which something was just due, settled or taken back, and
 * those whose buttons were pressed.
 */
function handoffsToTell(told: ToldDecision): readonly Handoff[] {
  const { input, changed, current, followUps, rollbacks, settled } = told;
  const ids = new Set([
    ...changed.map(({ id }) => id),
    ...(current === null ? [] : [current.id]),
    ...followUps.changed.map(({ about }) => about),
    ...rollbacks.changed.map(({ handoffId }) => handoffId),
    ...settled.flatMap(({ slack }) => slack?.handoffId ?? []),
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
    stop:
      stop.kind === 'stopped' && !stop.cancels && !hasEnded(handoff)
        ? { by: stop.by, reason: stop.reason }
        : null,
    requests: view.requests,
    buttons: buttonsOf(handoff, told),
    shown: shownOf(handoff, told),
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

/** Another state, or a rollback that has begun since, makes each button another one. */
function shownOf({ id, state }: Handoff, { rollbacks }: ToldDecision): string {
  const taken = rollbacks.all.filter(({ handoffId }) => handoffId === id);
  return `${state.since}/${taken.length}`;
}

/** What can sensibly be asked for now; whether it is granted is decided when it is asked. */
function buttonsOf(handoff: Handoff, told: ToldDecision): readonly SlackButton[] {
  const { input, followUps, rollbacks } = told;
  const { config, facts } = input.reading;
  const canRollBack = config.config.rollback !== undefined && canBeTakenBack(handoff);
  const last = rollbacks.all.findLast(({ handoffId }) => handoffId === handoff.id);
  const rollback =
    canRollBack && (last === undefined || last.state.kind === 'failed') ? ['rollback' as const] : [];
  switch (handoff.state.kind) {
    case 'approved': {
      const owed = followUps.all.find(({ id }) => id === followUpId(handoff.id));
      return [...(owed !== undefined && owed.settled === null ? (['done'] as const) : []), ...rollback];
    }
    case 'failed':
    case 'stopped':
      return [...(isNewest(handoff, told) ? (['handoff'] as const) : []), ...rollback];
    case 'superseded':
    case 'abandoned':
      return [];
    default: {
      const held = facts.stop.kind === 'stopped' && facts.stop.scope === 'pull_request';
      return [held ? 'unhold' : 'hold'];
    }
  }
}

/** To hand off again is asked for where the last one ended. */
function isNewest({ id }: Handoff, { input, changed }: ToldDecision): boolean {
  return [...input.memory.handoffs, ...changed].at(-1)?.id === id;
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
  const subject = { matter: 'handoff', scope: String(pull.number) } as const;
  return {
    kind: 'page',
    key: `page:${pull.repositoryId}:${pull.number}:${action}:${handoff.id}`,
    lane: callLane({ repositoryId: pull.repositoryId, ...subject }),
    locale: told.input.reading.config.config.locale,
    pull,
    action,
    ...subject,
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

/** A handoff that is over, and a rollback that runs, stand beside the incidents that may follow from them. */
function changeEventsOf(told: ToldDecision): readonly ChangeEventEffect[] {
  const { pull } = told.input.memory;
  const common = {
    kind: 'change_event',
    lane: `change:${pull.repositoryId}`,
    locale: told.input.reading.config.config.locale,
    repository: pull,
  } as const;
  return [
    ...told.changed
      .filter(({ state }) => state.kind === 'approved' || state.kind === 'failed')
      .map((handoff) => ({
        ...common,
        key: `change:${handoff.id}`,
        change: { says: 'handoff_finished' as const, page: handoffPage(handoff, told) },
        at: handoff.state.since,
      })),
    ...told.rollbacks.steps.flatMap(({ rollback: { id, by, state } }) =>
      state.kind === 'running'
        ? [
            {
              ...common,
              key: `change:${id}`,
              change: {
                says: 'rollback' as const,
                place: subjectOf(told).pull.name,
                by: by.login,
                runUrl: state.run.url,
              },
              at: state.since,
            },
          ]
        : [],
    ),
  ];
}
