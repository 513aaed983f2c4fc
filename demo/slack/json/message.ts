import type { Channel, Content, Message } from '../model/channel.ts';
import type { World } from '../model/world.ts';

/**
 * A message as Slack shows it to apps.
 *
 * @param wholeMetadata without it only the name of the metadata's event is told: asked for by
 *   `include_all_metadata`, always there in what is sent because of a button
 */
export function messageJson(world: World, message: Message, wholeMetadata: boolean): object {
  const { author, app, ts, content, edits } = message;
  return {
    user: author.id,
    type: 'message',
    ts,
    ...(app === null
      ? {}
      : {
          bot_id: app.botId,
          app_id: app.id,
          bot_profile: { id: app.botId, app_id: app.id, name: app.name },
        }),
    team: author.team.id,
    text: content.text,
    ...(content.blocks.length === 0 ? {} : { blocks: content.blocks }),
    ...metadataJson(content, wholeMetadata),
    ...(edits.length === 0 ? {} : { edited: { user: author.id, ts: edits.at(-1)?.ts } }),
    ...threadJson(world, message),
  };
}

function metadataJson({ metadata }: Content, whole: boolean): object {
  if (metadata === null) return {};
  return { metadata: whole ? metadata : { event_type: metadata.event_type } };
}

function threadJson(world: World, message: Message): object {
  if (message.threadTs !== null) {
    const parent = world.message(message.channel, message.threadTs);
    return {
      thread_ts: message.threadTs,
      ...(parent === undefined ? {} : { parent_user_id: parent.author.id }),
      ...(message.isBroadcast ? { subtype: 'thread_broadcast' } : {}),
    };
  }
  const replies = world.repliesTo(message);
  if (replies.length === 0) return {};
  const users = [...new Set(replies.map(({ author }) => author.id))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users: users,
    reply_users_count: users.length,
    latest_reply: replies.at(-1)?.ts,
  };
}

/** Where people open a message: `…/archives/C…/p…`, with its thread where it is a reply. */
export function permalink(world: World, channel: Channel, { ts, threadTs }: Message): string {
  const address = `${world.urls.web}/archives/${channel.id}/p${ts.replace('.', '')}`;
  return threadTs === null ? address : `${address}?thread_ts=${threadTs}&cid=${channel.id}`;
}
