/** Under which a history stands, whatever the language that is spoken now. */
const TITLE = /^(?:\d+[.)]\s*)?(?:変更履歴|history)$/i;

const HEADING = /^ {0,3}(?<marks>#{1,6})[ \t]+(?<title>.*?)(?:[ \t]+#+)?[ \t]*$/;
const FENCE = /^ {0,3}(?<fence>`{3,}|~{3,})/;
const BREAK = /^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const IN_LIST = /^(?:\s{2,}\S|\s*(?:[-*+]|\d{1,9}[.)])[ \t])/;
/** A rule and what stands below it, such as the date and the maintainer of a page. */
const LONGEST_FOOTER = 3;

/** One line of a Markdown file. `level` is that of a heading; a line of code or of a comment is neither it nor a break. */
interface Line {
  readonly text: string;
  readonly level: number | null;
  readonly title: string;
  readonly isBreak: boolean;
}

/**
 * A Markdown file with these lines at the end of its history, which is begun where there is none; all else stays
 * as it is, byte for byte, its line ends too.
 *
 * @param text `null`: there is no such file
 * @param history.heading of a history that is begun
 * @param history.lines entries of a list, such as `- 2026-03-02: …`
 */
export function withHistory(
  text: string | null,
  { heading, lines }: { readonly heading: string; readonly lines: readonly string[] },
): string {
  if (text === null || text.trim() === '') return `${text ?? ''}${heading}\n\n${lines.join('\n')}\n`;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const page = read(text);
  const begins = page.findLastIndex(({ level, title }) => level !== null && TITLE.test(title));
  const end = begins < 0 ? footerOf(page) : endOf(page, begins);
  const last = page.slice(0, end).findLastIndex(({ text: line }) => line.trim() !== '');
  const before = page[last]?.text ?? '';
  const joins = begins >= 0 && last > begins && IN_LIST.test(before);
  const added = [...(begins < 0 ? [heading, ''] : []), ...lines];
  return insert(text, { after: last, added: [...(joins || last < 0 ? [] : ['']), ...added], eol });
}

/** Puts lines after the one with that index, and a blank one behind them where text follows at once. */
function insert(
  text: string,
  { after, added, eol }: { readonly after: number; readonly added: readonly string[]; readonly eol: string },
): string {
  const parts = text.split(/(?<=\n)/);
  const [head, tail] = [parts.slice(0, after + 1).join(''), parts.slice(after + 1).join('')];
  const ended = head === '' || head.endsWith('\n') ? head : `${head}${eol}`;
  const gap = tail === '' || /^\r?\n/.test(tail) ? '' : eol;
  return `${ended}${added.join(eol)}${eol}${gap}${tail}`;
}

function endOf(page: readonly Line[], begins: number): number {
  const level = page[begins]?.level ?? 1;
  const end = page.findIndex(
    (line, index) => index > begins && (line.isBreak || (line.level !== null && line.level <= level)),
  );
  return end < 0 ? page.length : end;
}

function footerOf(page: readonly Line[]): number {
  const rule = page.findLastIndex(({ isBreak }) => isBreak);
  const below = page.slice(rule + 1).filter(({ text }) => text.trim() !== '');
  // The first line's rule begins what describes the page, not what ends it.
  const isFooter = rule > 0 && below.length <= LONGEST_FOOTER && below.every(({ level }) => level === null);
  return isFooter ? rule : page.length;
}

/** A rule has a blank line above it: right under text it would make a heading of that. */
function read(text: string): readonly Line[] {
  let fence: string | null = null;
  let inComment = false;
  let before = '';
  return text.split(/\r?\n/).map((line) => {
    const above = before;
    before = line;
    const shown = (over: Partial<Line>): Line => ({
      text: line,
      level: null,
      title: '',
      isBreak: false,
      ...over,
    });
    if (inComment || (fence === null && /^ {0,3}<!--/.test(line))) {
      inComment = !line.includes('-->');
      return shown({});
    }
    const mark = FENCE.exec(line)?.groups?.fence ?? null;
    if (fence !== null) {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = null;
      return shown({});
    }
    fence = mark;
    const { marks, title = '' } = HEADING.exec(line)?.groups ?? {};
    if (marks !== undefined) return shown({ level: marks.length, title });
    return shown({ isBreak: BREAK.test(line) && above.trim() === '' });
  });
}
