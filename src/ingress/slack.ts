import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Secret } from '../secrets.ts';
import { type Answer, refused, type Subject } from './answer.ts';
import { type BodyLimits, jsonOf, limitsFor, textOf } from './body.ts';
import { type Door, type DoorParts, doorFor, keep } from './door.ts';
import { isSignedBySlack } from './signature.ts';

/** Where the bot takes what people do in Slack. */
export const SLACK_PATH = '/api/slack/events';

/** What is remembered: a button that was pressed, a slash command that was written. */
export const SLACK_EVENTS = ['slack.interactive', 'slack.command'] as const;

export interface SlackDoorParts extends DoorParts {
  /** Asked for each request; several while they are rotated, none while Slack is not set up. */
  readonly secrets: () => readonly Secret[];
  readonly limits?: BodyLimits;
}

/** A message with its fifty blocks comes back with each press of its buttons. */
const LIMITS = limitsFor(4);

/** Slack's own advice; a clock that is ahead replays as well as one that is behind. */
const MAX_SKEW_MS = 5 * 60_000;

/** Nothing is shown: what comes of it is told later, to whom it concerns. */
const TAKEN = { status: 200, body: '' };

/**
 * The door for `POST /api/slack/events`: check, remember, answer. Nothing is worked on before the 2xx, for
 * which Slack waits three seconds; where it could not be kept, Slack tells the person that it failed.
 */
export function slackDoor(parts: SlackDoorParts): Door {
  return doorFor(parts, {
    limits: parts.limits ?? LIMITS,
    head: (headers) => headOf(parts, headers),
    receive: (head, bytes) => receive(parts, head, bytes),
  });
}

interface SlackHead extends Subject {
  readonly isForm: boolean;
  readonly timestamp: string;
  readonly signature: string | undefined;
}

function headOf({ secrets }: SlackDoorParts, headers: IncomingHttpHeaders): SlackHead | Answer {
  if (secrets().length === 0)
    return refused(404, 'Slack is not set up here; set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET');
  const type = /^([\w/+-]+)\s*(;|$)/.exec(headers['content-type'] ?? '')?.[1]?.toLowerCase();
  if (type !== 'application/x-www-form-urlencoded' && type !== 'application/json')
    return refused(415, 'the content type is neither a form nor application/json');
  return {
    isForm: type !== 'application/json',
    timestamp: one(headers['x-slack-request-timestamp']) ?? '',
    signature: one(headers['x-slack-signature']),
  };
}

function one(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}

async function receive(parts: SlackDoorParts, head: SlackHead, bytes: Uint8Array): Promise<Answer> {
  const text = textOf(bytes);
  if (text === null) return refused(400, 'the body is not UTF-8');
  const form = head.isForm ? new URLSearchParams(text) : null;
  // Slack looks at the certificate from time to time, unsigned; nothing comes of it.
  if (form?.get('ssl_check') === '1') return { ...TAKEN, result: 'ping', reason: 'ssl_check' };
  const forged = problemOf(parts, head, bytes);
  if (forged !== null) return forged;
  if (form === null) return receiveJson(text);
  const found = envelopeOf(form);
  if ('status' in found) return found;
  const guid = `slack-${createHash('sha256').update(`${head.timestamp}:${text}`).digest('hex')}`;
  return keep(parts, { ...found, guid, installationId: null, repositoryId: null, body: text }, TAKEN);
}

/** Who did not sign it is told so, whatever it is and however old. */
function problemOf(
  { secrets, clock }: SlackDoorParts,
  { timestamp, signature }: SlackHead,
  bytes: Uint8Array,
): Answer | null {
  if (!isSignedBySlack(bytes, { timestamp, signature }, secrets()))
    return refused(401, "the signature does not match; compare SLACK_SIGNING_SECRET with the Slack app's");
  if (isNow(timestamp, clock)) return null;
  return refused(
    401,
    'the request is more than five minutes off; see that the clock of this machine is right',
  );
}

function isNow(timestamp: string, clock: Clock): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(clock.now() - Number(timestamp) * 1000) <= MAX_SKEW_MS;
}

const challenge = z.object({
  type: z.literal('url_verification'),
  challenge: z.string().regex(/^[\w.-]{1,200}$/),
});

/** Events are not subscribed to; only the address itself is asked about. */
function receiveJson(text: string): Answer {
  const asked = challenge.safeParse(jsonOf(text));
  if (!asked.success) return { ...TAKEN, result: 'ignored', reason: 'nobody handles this event' };
  return { status: 200, result: 'ping', reason: 'url_verification', body: asked.data.challenge };
}

const interaction = z.object({
  type: z.string(),
  actions: z.tuple([z.object({ action_id: z.string().max(255) })], z.unknown()).optional(),
});

type Envelope = { readonly event: (typeof SLACK_EVENTS)[number]; readonly action: string | null };

/** The little that the inbox row needs; handlers read the rest from the body. */
function envelopeOf(form: URLSearchParams): Envelope | Answer {
  const command = form.get('command');
  if (command !== null) return { event: 'slack.command', action: null };
  const read = interaction.safeParse(jsonOf(form.get('payload') ?? ''));
  if (!read.success) return refused(400, 'the body is neither a command nor an interaction of Slack');
  const { type, actions } = read.data;
  if (type !== 'block_actions' || actions === undefined)
    return { ...TAKEN, result: 'ignored', reason: 'nobody handles this interaction' };
  return { event: 'slack.interactive', action: actions[0].action_id };
}
