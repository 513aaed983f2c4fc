/** How a name of LangGraph Verify was found to be about items of Codex Smoke. */
export type Likeness =
  /** It is the item's name, or holds it whole. */
  | 'name'
  /** Both are about the same template. */
  | 'template'
  /** Only what the job wrote names the item: that it is what failed is a guess. */
  | 'mention';

/** An item of Codex Smoke's report, such as `cli-domain-hr`. */
export interface SmokeItem {
  /** As Codex Smoke writes it. */
  readonly name: string;
  /** Its words: the same for the same item, however it is written. */
  readonly key: string;
  /** Id of the template that it is about; `null` where its name tells none. */
  readonly template: string | null;
}

export interface Match {
  readonly by: Likeness;
  readonly items: readonly SmokeItem[];
}

const MAX_WORDS = 60;

/** What only says how something is checked, not what: `cli-domain-hr` and `eslint-hr` are both about `hr`. */
const CHECK_WORDS: ReadonlySet<string> = new Set([
  ...['codex', 'cli', 'eslint', 'domain'],
  ...['langgraph', 'graph', 'verify', 'smoke', 'scenario', 'scenarios', 'template', 'templates'],
  ...['test', 'tests', 'check', 'checks', 'lint', 'run'],
]);

/** `Verify (cli-domain-hr)` → `verify cli domain hr`; empty where a name has no words. */
export function nameKey(name: string): string {
  return (
    name
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
    .slice(0, MAX_WORDS)
    .join(' ');
}

export function smokeItem(name: string): SmokeItem {
  const key = nameKey(name);
  return { name, key, template: templateIn(key) };
}

/** Id of the template that a scenario or item is about, such as `nest-api` of `codex-nest-api`; `null` where its name tells none. */
export function templateOf(name: string): string | null {
  return templateIn(nameKey(name));
}

/**
 * The items of Codex Smoke that a failed part of LangGraph Verify is about: the same name first, then the same
 * template. `null` where that cannot be told: a name that fits several of them fits none.
 *
 * @param names of the part, the most specific first
 * @param says what the job wrote about it
 */
export function matchItems(
  names: readonly string[],
  says: string | null,
  items: readonly SmokeItem[],
): Match | null {
  const keys = names.map(nameKey).filter((key) => key !== '');
  for (const [by, find] of WAYS) {
    for (const key of keys) {
      const found = find(key, items);
      if (found.length > 0) return { by, items: found };
    }
  }
  const mentioned = says === null ? [] : heldBy(nameKey(says), items);
  return mentioned.length === 0 ? null : { by: 'mention', items: mentioned };
}

/** The name as a whole is the item's, or of the item's template. */
export function isAbout(name: string, item: SmokeItem): boolean {
  const key = nameKey(name);
  return key !== '' && (key === item.key || ofTemplate(key, [item]).length > 0);
}

/** A directory or file of the path is named after the template, or the path holds the whole name of one of its items. */
export function pathTouches(path: string, template: string, items: readonly SmokeItem[]): boolean {
  const segments = path.split('/').flatMap((segment) => [segment, segment.replace(/\.[^.]+$/, '')]);
  if (segments.some((segment) => templateOf(segment) === template)) return true;
  const key = nameKey(path);
  return items.some((item) => isSpecific(item) && holds(key, item.key));
}

type Way = (key: string, items: readonly SmokeItem[]) => readonly SmokeItem[];

const WAYS: readonly (readonly [Likeness, Way])[] = [
  ['name', (key, items) => items.filter((item) => item.key === key)],
  ['name', heldBy],
  ['template', ofTemplate],
];

/** The one item whose name is part of the text; none where there are several, since which of them is meant is a guess. */
function heldBy(text: string, items: readonly SmokeItem[]): readonly SmokeItem[] {
  const held = items.filter((item) => isSpecific(item) && holds(text, item.key));
  const longest = held.filter(({ key }) => !held.some((other) => other.key !== key && holds(other.key, key)));
  return longest.length === 1 ? longest : [];
}

function ofTemplate(key: string, items: readonly SmokeItem[]): readonly SmokeItem[] {
  const template = templateIn(key);
  return template === null ? [] : items.filter((item) => item.template === template);
}

function templateIn(key: string): string | null {
  const words = key.split(' ').filter((word) => word !== '' && !CHECK_WORDS.has(word));
  return words.length === 0 ? null : words.join('-');
}

/** One word may stand anywhere and mean anything. */
function isSpecific({ key }: SmokeItem): boolean {
  return key.includes(' ');
}

function holds(all: string, part: string): boolean {
  return ` ${all} `.includes(` ${part} `);
}
