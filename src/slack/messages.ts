import type { KnownBlock, WebClient } from '@slack/web-api';
import { z } from 'zod';
import { slackChannel } from './directory.ts';
import { classify } from './failure.ts';

/** Name (`#ops`) or id of a channel. */
export type SlackChannel = string;

/** Where a message is. */
export interface SlackPlace {
  readonly channel: string;
  readonly ts: string;
}

/** `text` is what notifications and screen readers show. */
export interface SlackText {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

export interface NewMessage extends SlackText {
  /** The effect's key, kept in the message's metadata: by it the message is found again. */
  readonly key: string;
  readonly thread: SlackPlace | null;
  /** A reply that is shown in the channel as well. */
  readonly broadcast: boolean;
}

const EVENT_TYPE = 'ai_ops_effect';
/** Slack's clock and ours may differ. */
const CLOCK_SKEW_MS = 60_000;
const PAGE = 200;

const posted = z.object({
  channel: z.string(),
  ts: z.string(),
  message: z.object({ thread_ts: z.string().optional() }).optional(),
});
const listed = z.object({
  messages: z
    .array(
      z.object({
        ts: z.string(),
        bot_id: z.string().optional(),
        metadata: z
          .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })
          .optional(),
      }),
    )
    .default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
const self = z.object({ bot_id: z.string() });

/** The messages that this bot writes, over one client. Everything throws what the WebClient throws. */
export class SlackMessages {
  readonly #client: WebClient;
  readonly #onPost: () => void;

  constructor(client: WebClient, onPost: () => void) {
    this.#client = client;
    this.#onPost = onPost;
  }

  /**
   * Posts a message. `null`: its parent is gone. Slack puts such a reply into the channel without a word,
   * so it is taken out again.
   *
   * @see https://docs.slack.dev/reference/methods/chat.postMessage
   */
  async post(channel: SlackChannel, message: NewMessage): Promise<SlackPlace | null> {
    const { text, blocks, key, thread, broadcast } = message;
    this.#onPost();
    const answer = await this.#client.chat.postMessage({
      channel: thread?.channel ?? channel,
      text,
      blocks: [...blocks],
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: EVENT_TYPE, event_payload: { key } },
      ...(thread !== null &&
        (broadcast ? { thread_ts: thread.ts, reply_broadcast: true } : { thread_ts: thread.ts })),
    });
    const { channel: id, ts, message: stored } = posted.parse(answer);
    if (thread === null || stored?.thread_ts === thread.ts) return { channel: id, ts };
    await this.#client.chat.delete({ channel: id, ts });
    return null;
  }

  /** Changes a message in place; `false` when it is gone. */
  async edit({ channel, ts }: SlackPlace, { text, blocks }: SlackText): Promise<boolean> {
    try {
      await this.#client.chat.update({ channel, ts, text, blocks: [...blocks] });
      return true;
    } catch (error) {
      const failure = classify(error);
      if (failure.kind === 'refused' && failure.error === 'message_not_found') return false;
      throw error;
    }
  }

  /** Shows a text to one person only. */
  async whisper(to: { readonly channel: string; readonly user: string }, text: SlackText): Promise<void> {
    await this.#client.chat.postEphemeral({ ...to, text: text.text, blocks: [...text.blocks] });
  }

  /**
   * The message with that key that this bot posted since then: for a try whose answer was lost. Metadata alone
   * proves nothing, since every app may write it.
   *
   * @param since ISO 8601
   */
  async find(
    channel: SlackChannel,
    wanted: { readonly key: string; readonly since: string; readonly thread: SlackPlace | null },
  ): Promise<SlackPlace | null> {
    const { bot_id } = self.parse(await this.#client.auth.test());
    const id = wanted.thread?.channel ?? (await this.#idOf(channel));
    if (id === null) return null;
    const oldest = String((Date.parse(wanted.since) - CLOCK_SKEW_MS) / 1000);
    for (let cursor = ''; ; ) {
      const page = listed.parse(await this.#list(id, { thread: wanted.thread, oldest, cursor }));
      const found = page.messages.find(
        ({ bot_id: by, metadata }) =>
          by === bot_id && metadata?.event_type === EVENT_TYPE && metadata.event_payload.key === wanted.key,
      );
      if (found !== undefined) return { channel: id, ts: found.ts };
      cursor = page.response_metadata?.next_cursor ?? '';
      if (cursor === '') return null;
    }
  }

  /** The address under which people open it. */
  async link({ channel, ts }: SlackPlace): Promise<string | null> {
    const answer = await this.#client.chat.getPermalink({ channel, message_ts: ts });
    return answer.permalink ?? null;
  }

  #list(
    channel: string,
    {
      thread,
      oldest,
      cursor,
    }: { readonly thread: SlackPlace | null; readonly oldest: string; readonly cursor: string },
  ): Promise<unknown> {
    const page = {
      channel,
      oldest,
      limit: PAGE,
      include_all_metadata: true,
      ...(cursor !== '' && { cursor }),
    };
    return thread === null
      ? this.#client.conversations.history(page)
      : this.#client.conversations.replies({ ...page, ts: thread.ts });
  }

  /** Posting takes a name, everything else an id. */
  async #idOf(channel: SlackChannel): Promise<string | null> {
    if (/^[CGD][A-Z0-9]{5,}$/.test(channel)) return channel;
    return (await slackChannel(this.#client, channel))?.id ?? null;
  }
}
