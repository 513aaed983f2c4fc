import type { SectionBlock } from '@slack/web-api';
import type { Mention } from '../../../messages.ts';
import { line, short } from '../markdown.ts';

/**
 * The one way text gets into Slack's mrkdwn. Whatever comes from people goes through {@link text} or
 * {@link code}, and every address through {@link link}.
 *
 * @see https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
const ESCAPES: readonly (readonly [RegExp, string])[] = [
  [/&/g, '&amp;'],
  [/</g, '&lt;'],
  [/>/g, '&gt;'],
  // Slack has no escape for what formats, so it is shown by a character that looks like it.
  [/\*/g, '∗'],
  [/~/g, '∼'],
  [/`/g, 'ˋ'],
  [/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '＿'],
  // `:rocket:` is a picture, and `@here` calls wherever names are looked for.
  [/:(?=[\w+-]+:)/g, ':\u2060'],
  [/@(?=(?:here|channel|everyone)\b)/gi, '@\u2060'],
];

const MAX_URL = 1_000;

/** Text from anyone as one line of mrkdwn that formats, links and calls nothing. */
export function text(value: string, max: number): string {
  return ESCAPES.reduce(
    (escaped, [found, written]) => escaped.replace(found, written),
    short(line(value), max),
  );
}

/** A name or id as inline code. */
export function code(value: string, max = 255): string {
  const shown = text(value, max);
  return shown === '' ? '' : `\`${shown}\``;
}

/** A link to an http(s) address; where it is none, the label alone. */
export function link(label: string, url: string): string {
  const address = URL.parse(url);
  const isWeb = address?.protocol === 'https:' || address?.protocol === 'http:';
  if (address === null || !isWeb || address.href.length > MAX_URL) return text(label, 150);
  const href = address.href.replace(/[<>|&]/g, (char) => (char === '&' ? '&amp;' : encodeURIComponent(char)));
  return `<${href}|${text(label, 150).replaceAll('|', '¦')}>`;
}

/** Calls them; empty where there is nobody to call. */
export function mentions(whom: readonly Mention[]): string {
  return whom.map(({ kind, id }) => (kind === 'group' ? `<!subteam^${id}>` : `<@${id}>`)).join(' ');
}

/** A block of mrkdwn that is shown as it is written: nothing in it is made a link or a mention by itself. */
export function section(mrkdwn: string): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: mrkdwn, verbatim: true } };
}
