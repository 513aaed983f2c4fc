import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { Effect } from '../../effect/effect.ts';
import type { SlackAnswer, SlackUser } from '../../effect/messages.ts';
import type { RepositoryTarget } from '../../effect/place.ts';
import { CodedError, codeOf, messageOf } from '../../errors.ts';
import type { PagerDutyNow } from '../../gather/incident.ts';
import type { People } from '../../gather/people.ts';
import type { GitHubFor } from '../../github/client.ts';
import type { Logger } from '../../log.ts';
import type { Locale } from '../../policies/locale.ts';
import type { ReasonCode } from '../../policies/reason-codes.ts';
import type { LedgerDraft, Store } from '../../store/store.ts';
import type { Channels } from '../announce-stop.ts';
import type { Event } from '../handler.ts';

/** What the handlers of what people do in Slack may use. */
export interface SlackHandlerDeps {
  readonly store: Store;
  readonly github: GitHubFor;
  readonly clock: Clock;
  readonly log: Logger;
  readonly people: People;
  /** Which services there are to tell, as it is now. */
  readonly channels: () => Channels;
  /** `null` where PagerDuty is not set up. */
  readonly pagerdutyNow: () => PagerDutyNow | null;
  /** Base of GitHub's pages, without a trailing slash. */
  readonly webUrl: string;
  /** Language of what is about no single repository. */
  readonly locale: Locale;
}

/** What a person did, as Slack signed it. */
export interface SlackEvent extends Event {
  /** ISO 8601. */
  readonly receivedAt: string;
}

/** A handler is safe to run again: what it does is keyed by the delivery. */
export type SlackHandler = (event: SlackEvent, deps: SlackHandlerDeps) => Promise<void>;

/** Of a workspace, a person or a channel: letters and digits, as Slack makes them. */
export const slackId = z.string().regex(/^[A-Z\d]{1,40}$/);

/** Who asked, from where and when. */
export interface Asked {
  /** The delivery's. */
  readonly guid: string;
  /** When it was received: ISO 8601. */
  readonly at: string;
  readonly by: SlackUser;
  /** Where the answer is shown. */
  readonly channel: string;
  /** What was asked, as people are told it: `hold acme/erp#12`. */
  readonly what: string;
}

/** Where it is about, and in which language it is answered. */
export interface About {
  /** `null`: about no single repository. */
  readonly repository: RepositoryTarget | null;
  /** `acme/erp#12`, `acme/erp` or `everywhere`. */
  readonly place: string;
  readonly locale: Locale;
}

/** The answer to whoever asked; a second one to the same request is the same. */
export function answerEffect(
  { guid, by, channel }: Pick<Asked, 'guid' | 'by' | 'channel'>,
  answer: SlackAnswer,
  { repository, locale }: Pick<About, 'repository' | 'locale'>,
): Effect {
  const key = `answer:${guid}`;
  const to = { channel, user: by.user };
  return { kind: 'slack_answer', key, lane: key, locale, channel: null, repository, to, answer };
}

/** Tells whoever asked that it is not done, and why; it stands in the ledger. */
export async function refuse(
  asked: Asked,
  code: ReasonCode,
  { about, store }: { readonly about: About; readonly store: Store },
): Promise<void> {
  const { what, by } = asked;
  const answer: SlackAnswer =
    code === 'command_person_unknown'
      ? { says: 'nobody', what, place: about.place, user: by }
      : { says: 'refused', what, code, headSha: '', labelName: '' };
  const entry: LedgerDraft = {
    action: 'command.refused',
    subject: about.place,
    actor: nameOf(by),
    data: { command: asked.guid, name: what, code },
  };
  await store.outbox.say(answerEffect(asked, answer, about), about.repository?.repositoryId ?? 0, [entry]);
}

/** How the ledger names somebody whom only Slack knows. */
export function nameOf({ workspace, user }: SlackUser): string {
  return `slack:${workspace}/${user}`;
}

/** How long it is tried to find out who somebody is, and what they may, before they are refused. */
const PATIENCE_MS = 10 * 60_000;

/**
 * Does what was asked; where that fails it is tried again for a while, and then refused, so that nothing is done
 * long after it was asked for and nobody is left without an answer.
 */
export async function patiently(
  asked: Asked,
  { about, deps }: { readonly about: About; readonly deps: SlackHandlerDeps },
  work: () => Promise<void>,
): Promise<void> {
  try {
    if (isLate(asked, deps.clock)) throw unsure(asked, 'it was asked for too long ago');
    await work();
  } catch (error) {
    if (!isLate(asked, deps.clock)) throw error;
    deps.log.warn({ code: codeOf(error) }, `${asked.what} from Slack is given up: ${messageOf(error)}`);
    await refuse(asked, 'command_permission_unknown', { about, store: deps.store });
  }
}

/** It cannot be told whether they may. */
export function unsure({ what }: Asked, why: string): CodedError {
  return new CodedError('AIOPS_PERMISSION_UNKNOWN', `${what} from Slack: ${why}; it is asked again`);
}

export function isLate({ at }: Asked, clock: Clock): boolean {
  return clock.now() - Date.parse(at) >= PATIENCE_MS;
}
