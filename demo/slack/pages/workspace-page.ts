import { type Html, html } from '../../github/pages/html.ts';
import type { Channel, Ephemeral, Message } from '../model/channel.ts';
import type { Interaction } from '../model/interaction.ts';
import type { User } from '../model/people.ts';
import { timeOf } from '../model/timestamps.ts';
import type { World } from '../model/world.ts';
import { contentHtml } from './blocks.ts';
import { page } from './layout.ts';

/** Every channel as its people see it, with what only some of them see marked as such. */
export function workspacePage(world: World): string {
  const channels = world.channels.filter(
    ({ messages, ephemerals }) => messages.length + ephemerals.length > 0,
  );
  const body = channels.map(
    (channel) => html`<h2>${nameOf(channel)} <span class="dim">${channel.members.size} members</span></h2>
${channelHtml(world, channel)}`,
  );
  return page(
    `${world.team.name} · Slack`,
    body.length === 0 ? html`<p class="dim">Nobody has written anything yet.</p>` : html`${body}`,
  );
}

/** Messages with their threads, and between them what one person saw, in the order in which they came. */
function channelHtml(world: World, channel: Channel): readonly Html[] {
  const messages = channel.messages
    .filter(({ threadTs }) => threadTs === null)
    .map((message) => ({ ts: message.ts, shown: withThread(world, message) }));
  const ephemerals = channel.ephemerals.map((one) => ({ ts: one.ts, shown: ephemeralHtml(world, one) }));
  const commands = world.interactions
    .filter((one) => one.kind === 'command' && one.channel === channel)
    .map((one) => ({ ts: one.ts, shown: interactionHtml(one) }));
  return [...messages, ...commands, ...ephemerals]
    .toSorted((a, b) => Number(a.ts) - Number(b.ts))
    .map(({ shown }) => shown);
}

function withThread(world: World, message: Message): Html {
  const replies = world.repliesTo(message).map((reply) => messageHtml(world, reply));
  if (replies.length === 0) return messageHtml(world, message);
  return html`${messageHtml(world, message)}<div class="thread">${replies}</div>`;
}

function messageHtml(world: World, message: Message): Html {
  const { ts, author, content, edits, isBroadcast } = message;
  const before = edits.map(
    ({ before: was }) => html`<div class="ephemeral">${contentHtml(world, was)}</div>`,
  );
  const history = html`<details><summary class="dim">edits: ${edits.length}</summary>${before}</details>`;
  const used = world.interactions.filter((one) => one.message === message).map(interactionHtml);
  return html`<div class="message" id="p${ts.replace('.', '')}">${person(author)} ${when(ts)}
${isBroadcast ? html`<span class="dim">also sent to the channel</span>` : ''}
${contentHtml(world, content)}${edits.length === 0 ? '' : history}${used}</div>`;
}

function ephemeralHtml(world: World, { app, to, ts, content }: Ephemeral): Html {
  return html`<div class="ephemeral">${person(app.botUser)} ${when(ts)}
<span class="dim">only visible to ${to.realName}</span>${contentHtml(world, content)}</div>`;
}

function interactionHtml({ kind, by, words, outcome }: Interaction): Html {
  const failed = outcome?.failed == null ? '' : html` <span class="failed">⚠ ${outcome.failed}</span>`;
  return html`<div class="dim">${by.realName} ${kind === 'press' ? 'pressed' : 'typed'} “${words}”${failed}</div>`;
}

function person({ realName, isBot }: User): Html {
  return html`<strong>${realName}</strong>${isBot ? html` <span class="app">APP</span>` : ''}`;
}

function when(ts: string): Html {
  return html`<span class="dim">${new Date(timeOf(ts)).toISOString().slice(11, 19)}</span>`;
}

function nameOf({ kind, name, members }: Channel): string {
  if (kind !== 'im') return `${kind === 'private' ? '🔒 ' : '#'}${name}`;
  return [...members].map(({ realName }) => realName).join(', ');
}
