import { slackKey } from '../handoff/keys.ts';
import { type Handoff, hasEnded } from '../handoff/state.ts';
import type { HandoffNote, Mention, SlackThreadEffect } from '../messages.ts';
import { viewOfRollback } from './roll-back.ts';
import type { ToldDecision } from './told-decision.ts';

/** What is said in the thread of the handoff's message of what this decision has changed (H2, H5, H6). */
export function notesOf(handoff: Handoff, told: ToldDecision): readonly SlackThreadEffect[] {
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
    ...(isChanged && hasEnded(handoff)
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
    ...told.rollbacks.steps
      .filter(({ rollback }) => rollback.handoffId === handoff.id)
      .map(({ rollback }) => {
        const { state, by, runUrl } = viewOfRollback(rollback);
        return note(handoff, told, {
          what: `rollback:${rollback.attempt}:${state}`,
          says: { says: 'rollback', by, state, runUrl },
          broadcast: state === 'failed',
        });
      }),
  ];
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
