import { z } from 'zod';
import type { SlackAnswer } from '../../effect/messages.ts';
import type { PullTarget, RepositoryTarget } from '../../effect/place.ts';
import { readPullState } from '../../gather/pull-state.ts';
import { type Place, placeName } from '../../policies/place.ts';
import { parseSlackCommand, type SlackCommand } from '../../policies/slack-command.ts';
import { pullKey } from '../../store/store.ts';
import { read } from '../handler.ts';
import {
  type About,
  type Asked,
  answerEffect,
  patiently,
  refuse,
  type SlackHandler,
  type SlackHandlerDeps,
  slackId,
} from './asked.ts';
import { type KnownThere, personOf, standingAt, targetOf } from './standing.ts';
import { stopEverywhere, stopRepository } from './stop.ts';

const schema = z.object({
  team_id: slackId,
  user_id: slackId,
  channel_id: slackId,
  text: z.string().default(''),
});

/** A slash command. What is about one pull request is the same command as in a comment. */
export const slackCommand: SlackHandler = async (event, deps) => {
  const { team_id, user_id, channel_id, text } = read(schema, event);
  const command = parseSlackCommand(text, deps.webUrl);
  const asked: Asked = {
    guid: event.guid,
    at: event.receivedAt,
    by: { workspace: team_id, user: user_id },
    channel: channel_id,
    what: text,
  };
  switch (command.kind) {
    case 'help':
      return tell(asked, { says: 'help' }, deps);
    case 'not_understood': {
      const { text: written, nearest } = command;
      return tell(asked, { says: 'not_understood', text: written, nearest }, deps);
    }
    case 'on_pull':
      return onPull({ ...asked, what: `${command.name} ${placeName(command.place)}` }, command, deps);
    case 'stop':
      return onPlace(asked, command, deps);
  }
};

function tell(asked: Asked, answer: SlackAnswer, { store, locale }: SlackHandlerDeps): Promise<void> {
  return store.outbox.say(answerEffect(asked, answer, { repository: null, locale }), 0, []);
}

async function onPull(
  asked: Asked,
  { name, place, argument }: Extract<SlackCommand, { kind: 'on_pull' }>,
  deps: SlackHandlerDeps,
): Promise<void> {
  const { guid, at, channel, by } = asked;
  await inRepository(asked, { place, deps }, async (known) => {
    const pull = await pullAt(known, place.number, deps);
    if (pull === null) return refuse(asked, 'command_pr_unknown', { about: known.about, store: deps.store });
    const command = {
      id: guid,
      repositoryId: pull.repositoryId,
      number: pull.number,
      source: 'slack',
      commentId: null,
      name,
      argument,
      by: known.person,
      shownHeadSha: null,
      at,
      slack: { channel, user: by.user, handoffId: null },
    } as const;
    await deps.store.commands.remember(pull, command, []);
  });
}

async function onPlace(
  asked: Asked,
  { what, place, argument }: Extract<SlackCommand, { kind: 'stop' }>,
  deps: SlackHandlerDeps,
): Promise<void> {
  if (place === 'everywhere')
    return stopEverywhere({ ...asked, what: `${what} everywhere` }, { what, argument }, deps);
  const named = { ...asked, what: `${what} ${placeName(place)}` };
  await inRepository(named, { place, deps }, (there) =>
    stopRepository(named, { what, argument, there }, deps),
  );
}

/**
 * Does what is asked of a repository by somebody whom its configuration knows. Who names one that the bot does
 * not govern is told no more than who is nobody in one that it does.
 */
async function inRepository(
  asked: Asked,
  { place, deps }: { readonly place: Place; readonly deps: SlackHandlerDeps },
  work: (known: KnownThere) => Promise<void>,
): Promise<void> {
  const { store } = deps;
  const repository = await repositoryAt(place, deps);
  const about: About = { repository, place: placeName(place), locale: deps.locale };
  if (repository === null) return refuse(asked, 'command_person_unknown', { about, store });
  await patiently(asked, { about, deps }, async () => {
    const standing = await standingAt(repository, asked.by, deps);
    const person = await personOf(asked, standing, { about, store });
    const { locale } = standing.config.config;
    if (person !== null) await work({ standing, person, about: { ...about, locale } });
  });
}

async function repositoryAt(
  { owner, repo }: Place,
  { store }: SlackHandlerDeps,
): Promise<RepositoryTarget | null> {
  const wanted = `${owner}/${repo}`.toLowerCase();
  // The newest of those that are known by the name: an older one was renamed, and nobody told.
  const found = (await store.installations.repositories()).findLast(
    (one) => `${one.owner}/${one.name}`.toLowerCase() === wanted,
  );
  return found === undefined ? null : targetOf(found);
}

/** `null` where the repository has no PR of that number. */
async function pullAt(
  { standing: { repository, client } }: KnownThere,
  number: number,
  { store }: SlackHandlerDeps,
): Promise<PullTarget | null> {
  const pull = { ...repository, number };
  if ((await store.pulls.byKey(pullKey(pull))) !== null) return pull;
  const state = await readPullState(client, pull);
  if (state === null) return null;
  await store.pulls.remember(pull, state === 'open');
  return pull;
}
