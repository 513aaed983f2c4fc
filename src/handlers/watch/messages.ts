import { type Episode, hasEnded, hasMessage } from '../../alerts/episode.ts';
import type { AlertAct } from '../../alerts/step.ts';
import type { EpisodeNote } from '../../effect/episode.ts';
import { episodeAckKey, episodeMessageKey, episodeNoteKey } from '../../effect/episode-keys.ts';
import type { SlackEffect, SlackEpisodeEffect, SlackEpisodeNoteEffect } from '../../effect/messages.ts';
import { slackKey } from '../../handoff/keys.ts';
import { incidentFor, stillCalls } from './calls.ts';
import { isBroadcast, mentionsOf } from './mentions.ts';
import { speakerOf, statusKey } from './status.ts';
import { buttonsOf, episodeView, shownOf, type ToldWatch } from './view.ts';

type Say = Extract<AlertAct, { act: 'say' }>;
type SayOfHandoff = Extract<Say, { handoffId: string }>;

/**
 * What Slack is told of a look: one message for each episode, kept up to date, and what changed in its thread. Where
 * the bot only observes it begins to tell of nothing, and keeps true what stands there already.
 */
export function watchMessages(told: ToldWatch): readonly SlackEffect[] {
  const { input, weighed } = told;
  if (!input.channels.slack) return [];
  const notes = weighed.enforcing ? notesOf(told) : [];
  const spoken = new Set(notes.map(({ about }) => about));
  const parents = weighed.episodes.filter((episode) => isShown(episode, { told, spoken }));
  return [...parents.map((episode) => messageOf(episode, told)), ...notes];
}

function isShown(
  episode: Episode,
  { told, spoken }: { readonly told: ToldWatch; readonly spoken: ReadonlySet<string> },
): boolean {
  const { input, weighed } = told;
  const key = episodeMessageKey(episode);
  if (input.memory.said.some((one) => one.key === key)) {
    const before = input.memory.episodes.find(({ id }) => id === episode.id);
    return before === undefined || !hasEnded(before);
  }
  if (!weighed.enforcing) return false;
  if (spoken.has(key)) return true;
  return hasMessage(episode);
}

function messageOf(episode: Episode, told: ToldWatch): SlackEpisodeEffect {
  const key = episodeMessageKey(episode);
  return {
    kind: 'slack_episode',
    key,
    lane: key,
    ...placeOf(told),
    episodeId: episode.id,
    view: episodeView(episode, told),
    buttons: told.weighed.enforcing ? buttonsOf(episode, told) : [],
    shown: shownOf(episode, told),
  };
}

function placeOf({ input: { memory, seen } }: ToldWatch) {
  const { locale, slack } = seen.config.config;
  return { locale, channel: slack.channel ?? null, repository: memory.repository };
}

/** In the order in which they are said: what the machine says, what is owed, and the figures that go with a page. */
function notesOf(told: ToldWatch): readonly SlackEpisodeNoteEffect[] {
  const { weighed, around } = told;
  const { acts, owed, episodes } = weighed;
  const paged = new Set(acts.flatMap((act) => (act.act === 'page' ? act.episodeId : [])));
  const byId = new Map(episodes.map((episode) => [episode.id, episode]));
  const said = acts.flatMap((act) => {
    const episode = byId.get(act.episodeId);
    if (act.act !== 'say' || episode === undefined) return [];
    if ('handoffId' in act) return handoffNotes(episode, act, told);
    const note = noteOf(act.says, { isPaged: paged.has(episode.id), episode, told });
    return note === null ? [] : [noteIn(episode, { what: act.key, note }, told)];
  });
  const statuses = owed.toSay.map((episode) => ({
    ...noteIn(episode, { what: 'status', note: { says: 'status', view: episodeView(episode, told) } }, told),
    key: statusKey(episode),
  }));
  const late = owed.happened.flatMap(({ obligation, happened }) => {
    const about = byId.get(obligation.about);
    if (happened !== 'missed' || about === undefined) return [];
    const episode = speakerOf(about, byId);
    const { dueAt } = obligation;
    const note = { says: 'status_late', view: episodeView(episode, told), dueAt } as const;
    return [noteIn(episode, { what: 'status_late', note }, told)];
  });
  const { insights } = around;
  const figures = insights === null ? [] : [...paged].flatMap((id) => byId.get(id) ?? []);
  return [
    ...said,
    ...statuses,
    ...late,
    ...refusedNotes(told),
    ...(insights === null
      ? []
      : figures.map((episode) =>
          noteIn(episode, { what: 'insights', note: { says: 'insights', insights } }, told),
        )),
  ];
}

/** What its message shows by itself needs no line: that it opened, and that it is confirmed where somebody is called for it. */
function noteOf(
  says: Exclude<Say['says'], SayOfHandoff['says']>,
  {
    isPaged,
    episode,
    told,
  }: { readonly isPaged: boolean; readonly episode: Episode; readonly told: ToldWatch },
): EpisodeNote | null {
  if (says === 'opened' || says === 'flapping' || (says === 'confirmed' && isPaged)) return null;
  // The incident's own line says it, in the same thread.
  if (says === 'held_down' || says === 'acknowledged') return null;
  return { says, view: episodeView(episode, told) };
}

/** PagerDuty did not take it from the bot that somebody has it, so it goes on calling. */
function refusedNotes(told: ToldWatch): readonly SlackEpisodeNoteEffect[] {
  const { memory } = told.input;
  return told.weighed.episodes.flatMap((episode) => {
    const what = episodeAckKey(episode);
    const isRefused = memory.said.some(({ key, state }) => key === what && state === 'rejected');
    const { acknowledged } = episode;
    if (!isRefused || acknowledged === null || !stillCalls(episode, told.input)) return [];
    const url = incidentFor(episode, told.input)?.url ?? null;
    const note: EpisodeNote = { says: 'ack_refused', by: acknowledged.by, url };
    return [noteIn(episode, { what, note }, told)];
  });
}

/** In the thread of the handoff, where it has one; else in that of the episode. */
function handoffNotes(
  episode: Episode,
  act: SayOfHandoff,
  told: ToldWatch,
): readonly SlackEpisodeNoteEffect[] {
  const { says, handoffId, key: what } = act;
  const { seen, memory } = told.input;
  const handoff = seen.handoffs.find((one) => one.handoffId === handoffId);
  if (handoff === undefined) return [];
  const note = { says, handoffId, handoff, view: episodeView(episode, told) };
  const line = noteIn(episode, { what, note }, told);
  const found = memory.handoffs.find((one) => one.handoff.id === handoffId);
  if (found === undefined || !found.isTold) return [line];
  return [{ ...line, about: slackKey(found.handoff), lane: slackKey(found.handoff) }];
}

function noteIn(
  episode: Episode,
  { what, note }: { readonly what: string; readonly note: EpisodeNote },
  told: ToldWatch,
): SlackEpisodeNoteEffect {
  const lane = episodeMessageKey(episode);
  return {
    kind: 'slack_episode_note',
    key: episodeNoteKey(episode, what),
    lane,
    ...placeOf(told),
    about: lane,
    episodeId: episode.id,
    note,
    mentions: mentionsOf(note, told.input.seen.config.config),
    broadcast: isBroadcast(note),
  };
}
