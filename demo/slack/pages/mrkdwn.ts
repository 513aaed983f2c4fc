import { escapeHtml, Html } from '../../github/pages/html.ts';
import type { World } from '../model/world.ts';

/**
 * Slack's own markup as HTML: who and what is mentioned, links, dates, and the plain styles.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function mrkdwn(world: World, text: string): Html {
  const parts = text.split(/(```[\s\S]+?```|`[^`\n]+`)/);
  return new Html(parts.map((part, i) => (i % 2 === 1 ? code(part) : styled(world, part))).join(''));
}

function code(part: string): string {
  const block = /^```\n?([\s\S]+?)```$/.exec(part);
  return block === null ? `<code>${safe(part.slice(1, -1))}</code>` : `<pre>${safe(block[1] ?? '')}</pre>`;
}

function styled(world: World, part: string): string {
  const pieces = part.split(/(<[^<>]+>)/);
  const shown = pieces.map((piece, i) => (i % 2 === 1 ? reference(world, piece.slice(1, -1)) : safe(piece)));
  return shown
    .join('')
    .replaceAll(/(?<![\w*])\*([^*\n]+)\*(?![\w*])/g, '<strong>$1</strong>')
    .replaceAll(/(?<![\w_/])_([^_\n]+)_(?![\w_/])/g, '<em>$1</em>')
    .replaceAll(/(?<![\w~])~([^~\n]+)~(?![\w~])/g, '<s>$1</s>')
    .replaceAll(/^&gt; ?(.*)$\n?/gm, '<blockquote>$1</blockquote>')
    .replaceAll('\n', '<br>');
}

/** `<@U…>`, `<#C…>`, `<!subteam^S…>`, `<!here>`, `<!date^…|…>`, `<https://…|…>`. */
function reference(world: World, inside: string): string {
  const [target = '', label] = inside.split('|', 2);
  const found = mentioned(world, target);
  if (found !== null) return `<span class="mention">${escapeHtml(found)}</span>`;
  if (target.startsWith('!date^')) return safe(label ?? target);
  if (!/^(https?:\/\/|mailto:)/.test(target)) return safe(`<${inside}>`);
  return `<a href="${escapeHtml(plain(target))}">${safe(label ?? target)}</a>`;
}

/** The name of whom or what `<…>` mentions; `null` where it mentions nothing. */
export function mentioned(world: World, target: string): string | null {
  const [, kind, id = ''] = /^(@|#|!subteam\^|!)(\w+)$/.exec(target) ?? [];
  switch (kind) {
    case '@':
      return `@${world.user(id)?.realName ?? id}`;
    case '#':
      return `#${world.channel(id)?.name ?? id}`;
    case '!subteam^':
      return `@${world.groups.find((group) => group.id === id)?.handle ?? id}`;
    case '!':
      return `@${id}`;
    default:
      return null;
  }
}

/** Text in which Slack's three entities stand for what they stand for, made safe for a page. */
function safe(text: string): string {
  return escapeHtml(plain(text));
}

function plain(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
