import { styleText } from 'node:util';

/** One line of the story; long texts go on below, in the same column. */
export interface Row {
  readonly pull: number | null;
  readonly who: string;
  readonly text: string;
  readonly by: 'people' | 'bot' | 'runner';
}

type Style = Parameters<typeof styleText>[0];

const WHO_WIDTH = 14;
const INDENT = ' '.repeat(14 + WHO_WIDTH);
const WIDTH = { least: 80, most: 120, unknown: 110 };

/** One colour for each pull request that is on at the same time. */
const PULL_STYLES: readonly Style[] = ['cyan', 'magenta', 'yellow', 'blue'];
const WHO_STYLES: Readonly<Record<Row['by'], Style>> = { people: 'bold', bot: 'green', runner: 'dim' };

/** Where the story is told. Colours only where somebody looks at a terminal, and not with `NO_COLOR`. */
export class Terminal {
  readonly #out: NodeJS.WriteStream;
  readonly #startedAt = performance.now();

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
    // Nobody listens any more, as after `| head`.
    out.on('error', () => process.exit(1));
  }

  line(text = '', style: Style = 'reset'): void {
    this.#out.write(`${this.#styled(style, text)}\n`);
  }

  chapter(title: string): void {
    this.line();
    this.line(`── ${title} ${'─'.repeat(Math.max(3, this.#width - title.length - 4))}`, 'bold');
  }

  scene(pull: number, title: string, gist: string): void {
    const [first = '', ...rest] = wrapped(`${title}. ${gist}`, this.#width - 6);
    this.line(`${this.#tag(pull)}${first}`);
    for (const line of rest) this.line(`     ${line}`);
  }

  row({ pull, who, text, by }: Row): void {
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(1).padStart(6);
    const [first = '', ...rest] = wrapped(text, this.#width - INDENT.length);
    const head = this.#styled('dim', seconds);
    this.line(`${head}  ${this.#tag(pull)} ${this.#styled(WHO_STYLES[by], who.padEnd(WHO_WIDTH))}${first}`);
    for (const line of rest) this.line(INDENT + line);
  }

  #tag(pull: number | null): string {
    if (pull === null) return ' '.repeat(5);
    return this.#styled(PULL_STYLES[pull % PULL_STYLES.length] ?? 'reset', `#${pull}`.padEnd(5));
  }

  get #width(): number {
    const columns = this.#out.columns ?? WIDTH.unknown;
    return Math.min(Math.max(columns, WIDTH.least), WIDTH.most);
  }

  #styled(style: Style, text: string): string {
    return style === 'reset' ? text : styleText(style, text, { stream: this.#out });
  }
}

/** Breaks at spaces; line breaks stay. */
function wrapped(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    for (const word of paragraph.split(' ')) {
      const last = lines.at(-1);
      if (last !== undefined && last.length + 1 + word.length <= width)
        lines[lines.length - 1] = `${last} ${word}`;
      else lines.push(word);
    }
    return lines;
  });
}
