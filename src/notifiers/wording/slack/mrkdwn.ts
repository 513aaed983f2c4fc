import type { SectionBlock } from '@slack/web-api';
import type { Mention } from '../../../effect/messages.ts';
import { type Both, time } from '../locale.ts';
import { line, short } from '../markdown.ts';

type Replacements = readonly (readonly [RegExp, string])[];

/**
 * The one way text gets into Slack's mrkdwn. Whatever comes from people goes through {@link text} or
 * {@link code}, and every address through {@link link}.
 *
 * @see https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
const ENTITIES: Replacements = [
  [/&/g, '&amp;'],
  [/</g, '&lt;'],
  [/>/g, '&gt;'],
];

/** Slack has no escape for what formats, so it is shown by a character that looks like it. */
const FORMATTING: Replacements = [
  [/\*/g, '∗'],
  [/~/g, '∼'],
  [/`/g, 'ˋ'],
  [/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '＿'],
];

/** `:rocket:` is a picture, and `@here` calls wherever names are looked for. */
const CALLING: Replacements = [
  [/:(?=[\w+-]+:)/g, ':\u2060'],
  [/@(?=(?:here|channel|everyone)\b)/gi, '@\u2060'],
];

const MAX_URL = 1_000;

/** Text from anyone as one line of mrkdwn that formats, links and calls nothing. */
export function text(value: string, max: number): string {
  return replaced(short(line(value), max), [...ENTITIES, ...FORMATTING, ...CALLING]);
}

function replaced(value: string, replacements: Replacements): string {
  return replacements.reduce((escaped, [found, written]) => escaped.replace(found, written), value);
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
  if (address === null || !isWeb) return text(label, 150);
  const href = address.href.replace(/[<>|&]/g, (char) => (char === '&' ? '&amp;' : encodeURIComponent(char)));
  if (href.length > MAX_URL) return text(label, 150);
  return `<${href}|${text(label, 150).replaceAll('|', '¦')}>`;
}

/** Calls them; empty where there is nobody to call. */
export function mentions(whom: readonly Mention[]): string {
  return whom.map(({ kind, id }) => (kind === 'group' ? `<!subteam^${id}>` : `<@${id}>`)).join(' ');
}

/** A stored time, shown by Slack in the time zone of who reads it; what does not know tokens shows UTC or JST. */
export function moment(iso: string): Both {
  const at = Date.parse(iso);
  const plain = time(iso);
  if (Number.isNaN(at)) return plain;
  const token = `!date^${Math.floor(at / 1000)}^{date_short_pretty} {time}`;
  return { en: `<${token}|${plain.en}>`, ja: `<${token}|${plain.ja}>` };
}

/** A sentence of ours in Markdown, with code spans and bold and nothing else: code is written alike, bold with one star. */
export function fromMarkdown(sentence: string): string {
  return replaced(sentence, [...ENTITIES, ...CALLING]).replaceAll('**', '*');
}

/** Slack takes no more in one section. */
const MAX_SECTION = 3_000;

/** Lines of mrkdwn, each shorter than a section, in as few sections as hold them. */
export function sections(lines: readonly string[]): readonly SectionBlock[] {
  const parts: string[] = [];
  for (const each of lines) {
    const last = parts.at(-1);
    if (last === undefined || last.length + 1 + each.length > MAX_SECTION) parts.push(each);
    else parts[parts.length - 1] = `${last}\n${each}`;
  }
  return parts.map(section);
}

/** A block of mrkdwn that is shown as it is written: nothing in it is made a link or a mention by itself. */
export function section(mrkdwn: string): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: mrkdwn, verbatim: true } };
}
