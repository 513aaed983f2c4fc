import { stopTold } from '../../policies/commands.ts';
import type { StopChange } from '../../store/store.ts';
import { stopAnnouncement } from '../announce-stop.ts';
import {
  type About,
  type Asked,
  answerEffect,
  patiently,
  refuse,
  type SlackHandlerDeps,
  unsure,
} from './asked.ts';
import { type KnownThere, mayChangeStop } from './standing.ts';
import { votesOn } from './votes.ts';

interface StopAsked {
  readonly what: 'stop' | 'resume';
  readonly argument: string | null;
}

/** A stop of all that happens in one repository, or its end. */
export async function stopRepository(
  asked: Asked,
  { what, argument, there }: StopAsked & { readonly there: KnownThere },
  deps: SlackHandlerDeps,
): Promise<void> {
  const { standing, person, about } = there;
  const allowed = await mayChangeStop(what, there, deps);
  if (!allowed.known) throw unsure(asked, allowed.why);
  if (!allowed.value) return refuse(asked, 'command_not_allowed', { about, store: deps.store });
  const { repository, config } = standing;
  await change(asked, {
    change: {
      ...changeOf({ what, argument }, person.login, asked),
      scope: { repositoryId: repository.repositoryId },
    },
    about,
    channel: config.config.slack.channel ?? null,
    deps,
  });
}

/** A stop of everything, or its end. */
export async function stopEverywhere(
  asked: Asked,
  { what, argument }: StopAsked,
  deps: SlackHandlerDeps,
): Promise<void> {
  const about: About = { repository: null, place: 'everywhere', locale: deps.locale };
  await patiently(asked, { about, deps }, async () => {
    const outcome = await votesOn(what, asked, deps);
    if (!outcome.known) throw unsure(asked, outcome.why);
    const vote = outcome.value;
    if (vote.by === null)
      return refuse(asked, vote.code, { about: { ...about, place: vote.place }, store: deps.store });
    await change(asked, {
      change: { ...changeOf({ what, argument }, vote.by, asked), scope: 'everywhere' },
      about,
      channel: null,
      deps,
    });
  });
}

function changeOf({ what, argument }: StopAsked, by: string, { at }: Asked) {
  return what === 'stop'
    ? ({ kind: 'set', by, at, ...stopTold(argument) } as const)
    : ({ kind: 'lift', by, at } as const);
}

/** Changed, announced and answered at once, or not at all. A stop that was set since it was asked for stays. */
async function change(
  asked: Asked,
  told: {
    readonly change: StopChange;
    readonly about: About;
    readonly channel: string | null;
    readonly deps: SlackHandlerDeps;
  },
): Promise<void> {
  const { about, channel, deps } = told;
  if (told.change.kind === 'lift' && (await deps.store.stops.wasSetAfter(told.change.scope, asked.at)))
    return refuse(asked, 'command_overtaken', { about, store: deps.store });
  const announcement = stopAnnouncement(
    told.change,
    { ...about, id: asked.guid, channel, at: asked.at },
    deps.channels(),
  );
  const answer = answerEffect(asked, { says: 'granted', what: asked.what }, about);
  await deps.store.stops.change(told.change, { announcement, answer });
}
