import { stringify } from 'yaml';
import { type ConfigKey, REPOSITORY_KEYS } from '../config/repository-keys.ts';
import { oneLine } from '../config/repository-problems.ts';
import { CodedError } from '../errors.ts';
import { CONFIG_COMMENTS, CONFIG_HEADER } from '../notifiers/wording/config-comments.ts';
import type { KeyComment } from '../notifiers/wording/key-comment.ts';
import { andMore, OPEN } from '../notifiers/wording/setup-reasons.ts';
import type { Locale } from '../policies/locale.ts';
import type { Choice } from './choice.ts';

const WIDTH = 118;
const MAX_NAMES = 10;

/**
 * The configuration as a file for people: every key that the schema knows, each below a comment. What was chosen
 * stands there; every other key is commented out (`#key`, prose is `# text`) at its default, or at a sample
 * where it has none. What is left open says so, with what it could be.
 */
export function renderConfig(choices: readonly Choice[], locale: Locale): string {
  const writer = new Writer(choices, locale);
  const header = CONFIG_HEADER[locale].map((line) => `# ${line}`);
  const sections = REPOSITORY_KEYS.map((key) => writer.key(key, '').join('\n'));
  return `${[header.join('\n'), ...sections].join('\n\n')}\n`;
}

class Writer {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #choices: readonly Choice[];
  readonly #locale: Locale;

  constructor(choices: readonly Choice[], locale: Locale) {
    this.#choices = choices;
    this.#locale = locale;
    this.#values = new Map(
      choices.flatMap((choice) => (choice.kind === 'chosen' ? [[choice.key, choice.value] as const] : [])),
    );
  }

  /** The lines of a key with all that is below it. */
  key(key: ConfigKey, indent: string): readonly string[] {
    const about = [...this.#comment(key, indent), ...this.#openNotes(key, indent)];
    if (key.keys.length === 0) return [...about, ...this.#plain(key, indent)];
    const mark = this.#isSet(key) ? '' : '#';
    const head = `${indent}${mark}${key.name}:`;
    return key.isList
      ? [...about, head, ...this.#entries(key, indent)]
      : [...about, head, ...key.keys.flatMap((one) => this.key(one, `${indent}  `))];
  }

  #isSet({ path }: ConfigKey): boolean {
    return [...this.#values.keys()].some((one) => one === path || one.startsWith(`${path}.`));
  }

  #plain(key: ConfigKey, indent: string): readonly string[] {
    return this.#values.has(key.path)
      ? assigned(`${indent}${key.name}`, this.#values.get(key.path), `${indent}  `)
      : assigned(`${indent}#${key.name}`, key.default ?? commentOf(key).sample, `${indent}  #`);
  }

  /** The keys of an entry are explained at the first; where there is none, a sample stands commented out. */
  #entries(key: ConfigKey, indent: string): readonly string[] {
    const value = this.#values.get(key.path);
    if (!Array.isArray(value)) return this.#entry(key, indent, { entry: null, explained: true });
    return value.flatMap((entry: unknown, index) =>
      this.#entry(key, indent, { entry, explained: index === 0 }),
    );
  }

  #entry(
    { keys }: ConfigKey,
    indent: string,
    { entry, explained }: { readonly entry: unknown; readonly explained: boolean },
  ): readonly string[] {
    const given = new Map(Object.entries(entry ?? {}));
    const isSample = entry === null;
    const shown = keys.filter(({ name }) => isSample || given.has(name) || explained);
    return shown.flatMap((key, index) => {
      const dash = index === 0 ? '- ' : '  ';
      const isSet = given.has(key.name);
      const about = explained ? this.#comment(key, `${indent}  ${index === 0 ? '' : '  '}`) : [];
      const value = isSet ? given.get(key.name) : (key.default ?? commentOf(key).sample);
      const start = isSet ? dash : index === 0 ? '#- ' : '  #';
      return [...about, ...assigned(`${indent}  ${start}${key.name}`, value, `${indent}      `)];
    });
  }

  #comment(key: ConfigKey, indent: string): readonly string[] {
    return commented(commentOf(key)[this.#locale], indent);
  }

  #openNotes({ path }: ConfigKey, indent: string): readonly string[] {
    return this.#choices.flatMap((choice) => {
      if (choice.kind !== 'open' || choice.key !== path) return [];
      const shown = choice.names.slice(0, MAX_NAMES).map((name) => `${indent}#   - ${oneLine(name)}`);
      const more = choice.names.length - shown.length;
      return [
        ...commented(OPEN[choice.reason][this.#locale], indent),
        ...shown,
        ...(more > 0 ? [`${indent}#   ${andMore(more)[this.#locale]}`] : []),
      ];
    });
  }
}

function commentOf({ path }: ConfigKey): KeyComment {
  const comment = CONFIG_COMMENTS[path];
  if (comment !== undefined) return comment;
  throw new CodedError('AIOPS_BUG', `${path} has no comment in config-comments; please report this as a bug`);
}

/** A sentence as comment lines; Japanese, which has no blanks to break at, stays on one. */
function commented(sentence: string, indent: string): readonly string[] {
  const lines: string[] = [];
  for (const word of sentence.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= WIDTH) lines[lines.length - 1] = longer;
    else lines.push(`${indent}# ${word}`);
  }
  return lines;
}

/** `key: value` on one line; a list that is too long for one has its entries below. */
function assigned(key: string, value: unknown, indent: string): readonly string[] {
  const line = `${key}: ${inline(value)}`;
  if (line.length <= WIDTH || !Array.isArray(value)) return [line];
  return [`${key}:`, ...value.map((entry: unknown) => `${indent}- ${inline(entry)}`)];
}

/** Without the line breaks that would end a comment, whatever the text is. */
function inline(value: unknown): string {
  return stringify(value, {
    collectionStyle: 'flow',
    flowCollectionPadding: false,
    lineWidth: 0,
    singleQuote: true,
    blockQuote: false,
  }).trimEnd();
}
