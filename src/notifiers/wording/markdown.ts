/**
 * The one way text gets into Markdown. Whatever comes from people or from GitHub's names goes through
 * {@link text}, {@link code} or {@link fence}, and every address through {@link link}.
 */

/** An address longer than this is not one that GitHub gave. */
const MAX_URL = 500;

/** Characters that show nothing or turn the order of others round: format, surrogate, private, ignorable. */
const INVISIBLE = /[\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * What makes text inert, in this order. The later ones are what GitHub looks for in the finished text,
 * where an escape is no help: references, mentions, bare links; they are broken by a zero-width space.
 */
const ESCAPES: readonly (readonly [RegExp, string])[] = [
  [/&/g, '&amp;'],
  [/</g, '&lt;'],
  [/>/g, '&gt;'],
  [/[\\`*_~[\]|!]/g, '\\$&'],
  [/^(\d*)([#+=.)-])/, '$1\\$2'],
  [/#(?=\d)/g, '#&#8203;'],
  [/(GH)-(?=\d)/gi, '$1&#8203;-'],
  [/@/g, '@&#8203;'],
  [/:\/\//g, ':&#8203;//'],
  [/(www)\./gi, '$1&#8203;.'],
  [/\$/g, '&#36;'],
];

/** A run of backticks longer than anybody writes is shortened, else the fence around it could fill a comment. */
const MAX_RUN = 40;
const LONG_RUN = new RegExp(`\`{${MAX_RUN + 1},}`, 'g');

/** How much longer than asked for a text may get by being escaped, before less of it is shown. */
const ESCAPE_ROOM = 3;

/** Text from anyone as one line of plain text, for any place in Markdown, a table's cell too; at most `max` characters. */
export function text(value: string, max: number): string {
  for (let length = max; ; length = Math.floor(length / 2)) {
    const escaped = inert(short(line(value), length));
    if (escaped.length <= max * ESCAPE_ROOM) return escaped;
  }
}

function inert(plain: string): string {
  return ESCAPES.reduce((escaped, [found, written]) => escaped.replace(found, written), plain);
}

/** A name or id as inline code; the two characters that end code or a cell are shown by others like them. */
export function code(value: string, max = 255): string {
  const shown = short(line(value), max).replaceAll('`', "'").replaceAll('|', '¦');
  return `\`${shown === '' ? ' ' : shown}\``;
}

/** A link to an http(s) address; where it is none, the label alone. */
export function link(label: string, url: string): string {
  const address = webAddress(url);
  return address === null ? text(label, 80) : `[${text(label, 80)}](${address})`;
}

/** Text of many lines, shown letter by letter in a code block that nothing in it can end. */
export function fence(content: string): string {
  const shown = content
    .replace(/\r\n?|[\p{Zl}\p{Zp}]/gu, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(INVISIBLE, '')
    .replace(LONG_RUN, `${'`'.repeat(MAX_RUN)}…`);
  const longest = (shown.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const marks = '`'.repeat(longest + 1);
  return `${marks}text\n${shown}\n${marks}`;
}

/** One table of GitHub's Markdown; the cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

/** The parts that say something, a blank line between them. */
export function paragraphs(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('\n\n');
}

/** Text without its end where it is longer than `max`, never through the middle of a character. */
export function short(value: string, max: number): string {
  if (value.length <= max) return value;
  return `${value
    .slice(0, max - 1)
    .replace(/\p{Cs}$/u, '')
    .trimEnd()}…`;
}

/** One line without what cannot be seen. */
export function line(value: string): string {
  return value
    .replace(INVISIBLE, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}

function webAddress(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, username, password, href } = new URL(url);
  if (!/^https?:$/.test(protocol) || username !== '' || password !== '') return null;
  const written = href.replace(/[()<>|\\`\s]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
  return written.length > MAX_URL ? null : written;
}
