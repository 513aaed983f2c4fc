import { escapeHtml, Html } from './html.ts';
import { inline } from './markdown-inline.ts';

/** One kind of block: takes lines from the front and gives back their HTML, or `null` where it is not one. */
type Block = (lines: string[]) => string | null;

/** Renders the Markdown that bots write on GitHub: what is not Markdown is escaped, comments stay hidden. */
export function markdown(text: string): Html {
  const visible = text.replaceAll('\r\n', '\n').replaceAll(/<!--[\s\S]*?(?:-->|$)/g, '');
  return new Html(blocks(visible.split('\n')));
}

function blocks(given: readonly string[]): string {
  const lines = [...given];
  const out: string[] = [];
  while (lines.length > 0) {
    if (lines[0]?.trim() === '') {
      lines.shift();
      continue;
    }
    for (const block of BLOCKS) {
      const rendered = block(lines);
      if (rendered === null) continue;
      out.push(rendered);
      break;
    }
  }
  return out.join('\n');
}

/** Lines from the front for as long as they fit. */
function take(lines: string[], fits: (line: string) => boolean): string[] {
  const end = lines.findIndex((line) => !fits(line));
  return lines.splice(0, end < 0 ? lines.length : end);
}

const heading: Block = (lines) => {
  const [, marks, title] = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/.exec(lines[0] ?? '') ?? [];
  if (marks === undefined || title === undefined) return null;
  lines.shift();
  return `<h${marks.length}>${inline(title)}</h${marks.length}>`;
};

const fence: Block = (lines) => {
  const [, marks] = /^ {0,3}(`{3,}|~{3,})/.exec(lines[0] ?? '') ?? [];
  if (marks === undefined) return null;
  lines.shift();
  const code = take(lines, (line) => !line.trimStart().startsWith(marks));
  lines.shift();
  return `<pre><code>${escapeHtml(code.join('\n'))}</code></pre>`;
};

const rule: Block = (lines) => {
  if (!/^ {0,3}([-*_])(\s*\1){2,}\s*$/.test(lines[0] ?? '')) return null;
  lines.shift();
  return '<hr>';
};

const quote: Block = (lines) => {
  if (!/^ {0,3}>/.test(lines[0] ?? '')) return null;
  const inner = take(lines, (line) => /^ {0,3}>/.test(line));
  return `<blockquote>${blocks(inner.map((line) => line.replace(/^ {0,3}> ?/, '')))}</blockquote>`;
};

const table: Block = (lines) => {
  if (!(lines[0] ?? '').includes('|') || !/^\s*\|?(\s*:?-+:?\s*\|)+(\s*:?-+:?\s*)?$/.test(lines[1] ?? ''))
    return null;
  const [header = '', , ...rows] = take(lines, (line) => line.includes('|'));
  const row = (line: string, tag: 'th' | 'td'): string =>
    `<tr>${cells(line)
      .map((cell) => `<${tag}>${inline(cell)}</${tag}>`)
      .join('')}</tr>`;
  return `<table><thead>${row(header, 'th')}</thead><tbody>${rows.map((line) => row(line, 'td')).join('')}</tbody></table>`;
};

function cells(line: string): readonly string[] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

const ITEM = /^( *)([-*+]|\d{1,9}[.)])\s+(.*)$/;

const list: Block = (lines) => {
  const [, indent, mark] = ITEM.exec(lines[0] ?? '') ?? [];
  if (indent === undefined || mark === undefined) return null;
  const items: string[] = [];
  for (let next = ITEM.exec(lines[0] ?? ''); next?.[1] === indent; next = ITEM.exec(lines[0] ?? '')) {
    lines.shift();
    const deeper = take(lines, (line) => line.startsWith(`${indent}  `) && line.trim() !== '');
    const rest = deeper.map((line) => line.slice(indent.length + 2));
    items.push(`<li>${inline(next[3] ?? '')}${rest.length === 0 ? '' : `\n${blocks(rest)}`}</li>`);
  }
  const tag = /\d/.test(mark) ? 'ol' : 'ul';
  return `<${tag}>${items.join('')}</${tag}>`;
};

/** `<details>` and `<summary>`, each on lines of its own, as GitHub wants them for Markdown inside. */
const fold: Block = (lines) => {
  const line = lines[0]?.trim() ?? '';
  const [, summary] = /^(?:<details(?: open)?>)?\s*<summary>(.*)<\/summary>$/i.exec(line) ?? [];
  const [tag] = /^<(?:\/details|details(?: open)?)>/i.exec(line) ?? [];
  if (summary === undefined && tag === undefined) return null;
  lines.shift();
  if (summary === undefined) return tag ?? '';
  return `${line.startsWith('<details') ? '<details>' : ''}<summary>${inline(summary)}</summary>`;
};

const paragraph: Block = (lines) => {
  const first = lines.shift() ?? '';
  const more = take(lines, (line) => line.trim() !== '' && !startsBlock(line));
  return `<p>${inline([first, ...more].join('\n')).replaceAll('\n', '<br>\n')}</p>`;
};

function startsBlock(line: string): boolean {
  return /^ {0,3}(#{1,6}\s|`{3,}|~{3,}|>|[-*+]\s|<\/?(details|summary))/i.test(line);
}

const BLOCKS: readonly Block[] = [heading, fence, rule, quote, table, list, fold, paragraph];
