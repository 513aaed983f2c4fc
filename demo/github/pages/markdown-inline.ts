import { escapeHtml } from './html.ts';

/** HTML that GitHub lets through in Markdown and that has no attributes here. */
const TAGS = /^<\/?(?:br|sub|sup|kbd|b|i|em|strong|code|ins|del)\s*\/?>$/i;

const TOKEN = new RegExp(
  [
    /(?<ticks>`+)(?<code>[^`]|[^`][\s\S]*?[^`])\k<ticks>(?!`)/,
    /\\(?<escaped>[!-/:-@[-`{-~])/,
    /(?<entity>&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31});)/,
    /(?<tag><\/?[a-z]+\s*\/?>)/,
    /(?<image>!?)\[(?<label>(?:[^[\]\\]|\\.)*)\]\((?<target>[^()\s]*)\)/,
    /(?<bare>https?:\/\/[^\s<>()`|]*[^\s<>()`|.,;:!?'"*_~])/,
    /\*\*(?<bold>(?=\S)[\s\S]*?\S)\*\*/,
    /~~(?<struck>(?=\S)[\s\S]*?\S)~~/,
    /\*(?<starred>(?=[^\s*])(?:[^*]*?[^\s*])?)\*/,
    /(?<![\w])_(?<italic>(?=[^\s_])(?:[^_]*?[^\s_])?)_(?!\w)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
);

/** The text between block marks: everything that is not Markdown is escaped. */
export function inline(text: string): string {
  let out = '';
  let at = 0;
  for (const found of text.matchAll(TOKEN)) {
    out += escapeHtml(text.slice(at, found.index)) + token(found[0], found.groups ?? {});
    at = found.index + found[0].length;
  }
  return out + escapeHtml(text.slice(at));
}

function token(whole: string, groups: Readonly<Record<string, string | undefined>>): string {
  const { code, escaped, entity, tag, label, target, bare, bold, struck } = groups;
  const italic = groups.starred ?? groups.italic;
  if (code !== undefined) return `<code>${escapeHtml(code.replace(/^ (.*) $/, '$1'))}</code>`;
  if (escaped !== undefined) return escapeHtml(escaped);
  if (entity !== undefined) return entity;
  if (tag !== undefined) return TAGS.test(tag) ? tag : escapeHtml(tag);
  if (label !== undefined) return link(label, target ?? '');
  if (bare !== undefined) return link(bare, bare);
  if (bold !== undefined) return `<strong>${inline(bold)}</strong>`;
  if (struck !== undefined) return `<del>${inline(struck)}</del>`;
  return italic === undefined ? escapeHtml(whole) : `<em>${inline(italic)}</em>`;
}

/** Links go to the web or to this page, never to a script. */
function link(label: string, target: string): string {
  const text = label === target ? escapeHtml(label) : inline(label);
  return /^(https?:\/\/|[/#])/i.test(target) ? `<a href="${escapeHtml(target)}">${text}</a>` : text;
}
