import type { HandoffNote, Mention, SlackThreadEffect } from '../effect/messages.ts';
import { slackKey } from '../handoff/keys.ts';
import type { Obligation } from '../handoff/obligation.ts';
import { type Handoff, hasEnded } from '../handoff/state.ts';
import { sreOf } from './mentions.ts';
import { viewOfRollback } from './roll-back.ts';
import type { ToldDecision } from './told-decision.ts';

/** What is said in the thread of the handoff's message of what this decision has changed (H2, H5, H6). */
export function notesOf(handoff: Handoff, told: ToldDecision): readonly SlackThreadEffect[] {
  return [...stateNotes(handoff, told), ...followUpNotes(handoff, told), ...rollbackNotes(handoff, told)].map(
    (said) => note(handoff, told, said),
  );
}

function stateNotes(handoff: Handoff, told: ToldDecision): readonly Note[] {
  if (!told.changed.some(({ id }) => id === handoff.id)) return [];
  const { state } = handoff;
  const view = told.viewOf(handoff);
  if (hasEnded(handoff)) {
    const says = { says: 'ended', handoff: view, playbookUrl: told.view.playbookUrl } as const;
    return [{ what: 'ended', says, broadcast: state.kind === 'failed' }];
  }
  if (state.kind !== 'running' || (state.phase.name === 'handoff' && !state.phase.waiting)) return [];
  const { run, phase } = state;
  return [
    {
      what: `phase:${run.attempt}:${phase.name}:${phase.waiting}`,
      says: { says: 'phase', handoff: view },
    },
  ];
}

function followUpNotes(handoff: Handoff, told: ToldDecision): readonly Note[] {
  const owners = told.input.reading.releaseOwners;
  const mentions = ownersAtSlack(told);
  const { changed, happened } = told.followUps;
  const ofThis = changed.filter(({ about }) => about === handoff.id);
  const isNew = ({ settled, remindedAt, missedAt }: Obligation) =>
    settled === null && remindedAt === null && missedAt === null;
  return [
    ...ofThis.filter(isNew).map(({ dueAt }): Note => {
      return { what: 'follow_up_owed', says: { says: 'follow_up_owed', dueAt, owners }, mentions };
    }),
    ...happened
      .filter(({ obligation }) => obligation.about === handoff.id)
      .map(({ obligation: { dueAt }, happened: what }): Note => {
        if (what !== 'missed')
          return {
            what: 'follow_up_reminder',
            says: { says: 'follow_up_reminder', dueAt, owners },
            mentions,
          };
        const says = { says: 'follow_up_missed', dueAt, owners } as const;
        return {
          what: 'follow_up_missed',
          says,
          mentions: [...mentions, ...sreOf(told.input.reading.config.config)],
          broadcast: true,
        };
      }),
    ...ofThis.flatMap(({ settled }): readonly Note[] => {
      if (settled === null) return [];
      return [
        {
          what: 'follow_up_done',
          says: { says: 'follow_up_done', by: settled.by ?? 'ai-ops', note: settled.note },
        },
      ];
    }),
  ];
}

function rollbackNotes(handoff: Handoff, { rollbacks }: ToldDecision): readonly Note[] {
  return rollbacks.steps
    .filter(({ rollback }) => rollback.handoffId === handoff.id)
    .map(({ rollback }) => {
      const { state, by, runUrl } = viewOfRollback(rollback);
      return {
        what: `rollback:${rollback.attempt}:${state}`,
        says: { says: 'rollback', by, state, runUrl },
        broadcast: state === 'failed',
      };
    });
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
