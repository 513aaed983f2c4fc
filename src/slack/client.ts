import { LogLevel, type Logger as SlackLogger, WebClient } from '@slack/web-api';
import type { Secret } from '../secrets.ts';

/** How Slack is reached. */
export interface SlackSettings {
  /** `xoxb-…`. */
  readonly botToken: Secret;
  /** Name or id of the channel for what is about no repository with a channel of its own. */
  readonly channel: string;
  /** Base of the Web API, without a trailing slash. */
  readonly apiUrl: string;
}

/** The client for the settings of now; `null` where Slack is not set up. */
export type SlackFor = () => { readonly client: WebClient; readonly channel: string } | null;

const CALL_TIMEOUT_MS = 10_000;

const nothing = (): void => undefined;
/** It would log bodies; what happened is in what it throws. */
export const SILENT: SlackLogger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  setName: nothing,
  getLevel: () => LogLevel.ERROR,
};

/** The client turns what is not an `Error` of its own realm into text, and with that goes what the network said. */
const fetchKeepingCause: typeof fetch = async (input, init) => {
  try {
    return await fetch(input, init);
  } catch (cause) {
    throw new Error('the call to Slack failed', { cause });
  }
};

/**
 * A WebClient that never tries again by itself, never sleeps and answers in bounded time: the outbox decides
 * when to try again, since only it can tell whether a message was posted. Made anew when the token changes.
 */
export function slackFor(settings: () => SlackSettings | null): SlackFor {
  let made: { readonly token: string; readonly apiUrl: string; readonly client: WebClient } | null = null;
  return () => {
    const now = settings();
    if (now === null) return null;
    const token = now.botToken.expose();
    if (made?.token !== token || made.apiUrl !== now.apiUrl) {
      const client = new WebClient(token, {
        slackApiUrl: `${now.apiUrl}/`,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        timeout: CALL_TIMEOUT_MS,
        fetch: fetchKeepingCause,
        allowAbsoluteUrls: false,
        logger: SILENT,
      });
      made = { token, apiUrl: now.apiUrl, client };
    }
    return { client: made.client, channel: now.channel };
  };
}
