import { type Episode, hasEnded } from '../../alerts/episode.ts';
import type { Effect, RerunWatchedEffect } from '../../effect/effect.ts';
import type { EpisodeButton } from '../../effect/episode.ts';
import { episodeMessageKey, episodeNoteKey } from '../../effect/episode-keys.ts';
import type { SlackEpisodeEffect } from '../../effect/messages.ts';
import { CodedError } from '../../errors.ts';
import { later } from '../../handoff/timing.ts';
import type { ReasonCode } from '../../policies/reason-codes.ts';
import type { WatchMemory } from '../../store/store.ts';
import { passOnAck } from '../incidents/pass-on-ack.ts';
import { rerunKey } from '../watch/deeds.ts';
import { runToRepeat } from '../watch/view.ts';
import {
  type About,
  type Asked,
  answerEffect,
  isLate,
  patiently,
  refuse,
  type SlackHandlerDeps,
  unsure,
} from './asked.ts';
import { type KnownThere, mayChangeStop, personOf, standingAt } from './standing.ts';
import { stopRepository } from './stop.ts';

/** How long a re-run that somebody asked for is tried. */
const RERUN_WITHIN_MS = 10 * 60_000;

/** A button of an episode's message, pressed. */
export interface EpisodePress {
  readonly asked: Asked;
  readonly button: EpisodeButton;
  readonly episodeId: string;
  /** What the button was shown for. */
  readonly shown: string;
  /** Of the message on which it was pressed. */
  readonly ts: string;
}

/**
 * Acknowledge, re-run once, stop, resume: by who may write to the repository, resume by its team alone. It counts
 * once for what was shown; somebody who comes too late is told so, and nothing is done twice.
 */
export async function pressEpisode(press: EpisodePress, deps: SlackHandlerDeps): Promise<void> {
  const { asked, button } = press;
  const message = await messageOf(press, deps);
  if (message === null) {
    const about = { repository: null, place: 'everywhere', locale: deps.locale };
    return refuse(asked, 'command_message_unknown', { about, store: deps.store });
  }
  const { repository, locale } = message;
  const place = `${repository.owner}/${repository.repo}`;
  const named = { ...asked, what: `${button} ${place}` };
  const about: About = { repository, place, locale };
  await patiently(named, { about, deps }, async () => {
    const standing = await standingAt(repository, named.by, deps);
    const person = await personOf(named, standing, { about, store: deps.store });
    if (person === null) return;
    const there: KnownThere = { standing, person, about };
    await grant({ ...press, asked: named }, { message, there, deps });
  });
}

interface Scene {
  readonly message: SlackEpisodeEffect;
  readonly there: KnownThere;
  readonly deps: SlackHandlerDeps;
}

async function grant(press: EpisodePress, scene: Scene): Promise<void> {
  const { asked, button } = press;
  const { there, deps } = scene;
  const { about } = there;
  const allowed = await mayChangeStop(button === 'resume' ? 'resume' : 'stop', there, deps);
  if (!allowed.known) throw unsure(asked, allowed.why);
  if (!allowed.value) return refuse(asked, 'command_not_allowed', { about, store: deps.store });
  if (button === 'stop' || button === 'resume') return changeStop(press, button, scene);
  const { repositoryId } = there.standing.repository;
  const memory = await deps.store.watches.memory(repositoryId);
  const episode = memory?.episodes.find(({ id }) => id === press.episodeId);
  if (memory === null || episode === undefined || hasEnded(episode))
    return refuse(asked, 'episode_over', { about, store: deps.store });
  const known = { press, scene, memory, episode };
  return button === 'acknowledge' ? acknowledge(known) : rerun(known);
}

/** One that is set already, or lifted, is not changed again. */
async function changeStop(
  { asked, shown }: EpisodePress,
  what: 'stop' | 'resume',
  { message, there, deps }: Scene,
): Promise<void> {
  const { about, standing } = there;
  const { repository } = standing;
  const now = await deps.store.stops.inForce(repository);
  const isStopped = now.kind === 'stopped' && now.scope === 'repository';
  if (message.shown !== shown || isStopped === (what === 'stop'))
    return refuse(asked, 'episode_button_used', { about, store: deps.store });
  const argument = what === 'stop' ? message.view.episode.rule : null;
  await stopRepository(asked, { what, argument, there }, deps);
  await deps.store.watches.request(repository, what, { now: true });
}

interface Known {
  readonly press: EpisodePress;
  readonly scene: Scene;
  readonly memory: WatchMemory;
  readonly episode: Episode;
}

async function acknowledge(known: Known): Promise<void> {
  const { press, scene, episode } = known;
  const { asked } = press;
  const { about, person, standing } = scene.there;
  if (episode.acknowledged !== null) {
    const { by, at } = episode.acknowledged;
    return answer(asked, { says: 'asked_before', what: asked.what, by, at }, scene);
  }
  const { message, deps } = scene;
  const lane = episodeMessageKey(episode);
  const by = person.login;
  const { people } = standing.config.config.slack;
  const { call, effect } = passOnAck(
    episode,
    { memory: known.memory, githubHost: new URL(deps.webUrl).host },
    {
      pagerduty: people.find(({ slack }) => slack === asked.by.user)?.pagerduty,
      canTell: (deps.pagerdutyNow()?.rest ?? null) !== null,
      at: asked.at,
    },
  );
  const note: Effect = {
    kind: 'slack_episode_note',
    key: episodeNoteKey(episode, noteOf(episode)),
    lane,
    locale: about.locale,
    channel: message.channel,
    repository: message.repository,
    about: lane,
    episodeId: episode.id,
    note: { says: 'acknowledged', by, at: asked.at, call },
    mentions: [],
    broadcast: false,
  };
  await commit(known, {
    action: 'episode.acknowledged',
    episodes: [{ ...episode, acknowledged: { by, at: asked.at } }],
    effects: [note, ...(effect === null ? [] : [effect])],
  });
}

/** Somebody may say so once more after somebody was called again. */
function noteOf({ heldDown }: Episode): string {
  const again = heldDown?.recalledAt ?? null;
  return again === null ? 'acknowledged' : `acknowledged:${Date.parse(again)}`;
}

async function rerun(known: Known): Promise<void> {
  const { press, scene, memory, episode } = known;
  const { asked } = press;
  const { standing, person } = scene.there;
  const why = await whyNoRerun(known);
  const wanted = runToRepeat(episode);
  const run = memory.runs.find(({ runId, attempt }) => runId === wanted?.runId && attempt === wanted.attempt);
  if (why !== null || wanted === null || run === undefined)
    return refuse(asked, why ?? 'rerun_overtaken', { about: scene.there.about, store: scene.deps.store });
  const { repository } = standing;
  const effect: RerunWatchedEffect = {
    kind: 'rerun_watched',
    key: `${rerunKey(repository.repositoryId, run)}:asked`,
    repository,
    episodeId: episode.id,
    runId: run.runId,
    attempt: run.attempt,
    headSha: run.headSha,
    until: later(asked.at, RERUN_WITHIN_MS),
    role: wanted.role,
    by: person.login,
  };
  if (memory.said.some(({ key }) => key === effect.key))
    return refuse(asked, 'episode_button_used', { about: scene.there.about, store: scene.deps.store });
  await commit(known, { action: 'episode.rerun_asked', episodes: [], effects: [effect] });
}

/** Asked by a person or not, nothing is run where the bot may not act. */
async function whyNoRerun({ scene }: Known): Promise<ReasonCode | null> {
  const { standing } = scene.there;
  const { kind, config } = standing.config;
  if (kind !== 'ok' || config.mode !== 'enforce') return 'command_not_enforcing';
  const stop = await scene.deps.store.stops.inForce(standing.repository);
  return stop.kind === 'none' ? null : stop.kind === 'stopped' ? 'stopped' : 'stop_unreadable';
}

/** Changed, recorded and answered at once, or not at all; then the repository is looked at, which shows it. */
async function commit(
  { press, scene, memory, episode }: Known,
  change: {
    readonly action: string;
    readonly episodes: readonly Episode[];
    readonly effects: readonly Effect[];
  },
): Promise<void> {
  const { asked } = press;
  const { about, person, standing } = scene.there;
  const { deps } = scene;
  const granted = answerEffect(asked, { says: 'granted', what: asked.what }, about);
  const result = await deps.store.watches.commit({
    repository: standing.repository,
    expected: memory.episodes,
    runs: [],
    episodes: change.episodes,
    obligations: [],
    ledger: [
      {
        action: change.action,
        subject: about.place,
        actor: person.login,
        data: { episode: episode.id, rule: episode.rule, command: asked.guid },
      },
    ],
    effects: [...change.effects, granted],
    stops: [],
    wakeAt: new Date(deps.clock.now()).toISOString(),
  });
  if (result === 'committed') return;
  throw new CodedError('AIOPS_CONFLICT', `${asked.what} changed meanwhile; it is tried again`);
}

function answer(
  asked: Asked,
  what: Parameters<typeof answerEffect>[1],
  { there: { about }, deps }: Scene,
): Promise<void> {
  return deps.store.outbox.say(answerEffect(asked, what, about), about.repository?.repositoryId ?? 0, []);
}

/**
 * The message of that episode, where it is the very one whose button was pressed.
 *
 * @throws {CodedError} while it is not known yet where it was posted
 */
async function messageOf(
  { asked, episodeId, ts }: EpisodePress,
  deps: SlackHandlerDeps,
): Promise<SlackEpisodeEffect | null> {
  const row = await deps.store.outbox.load(episodeMessageKey({ id: episodeId }));
  if (row === null || row.effect.kind !== 'slack_episode') return null;
  const { slack } = row.result ?? {};
  if (slack === undefined && row.triedAt !== null && !isLate(asked, deps.clock))
    throw unsure(asked, 'where its message was posted is not known yet');
  return slack?.channel === asked.channel && slack.ts === ts ? row.effect : null;
}
