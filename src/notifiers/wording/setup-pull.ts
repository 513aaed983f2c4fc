import type { Locale } from '../../policies/locale.ts';
import type { Both, Texts } from './locale.ts';
import { code, paragraphs, table, text } from './markdown.ts';
import {
  andMore,
  CHOSEN,
  type ChosenReason,
  NOTED,
  type NotedReason,
  OPEN,
  type OpenReason,
} from './setup-reasons.ts';

interface Named {
  readonly names: readonly string[];
}

/** What `ai-ops init` proposes to a repository. */
export interface SetupPull {
  readonly chosen: readonly (Named & {
    readonly key: string;
    readonly value: unknown;
    readonly reason: ChosenReason;
  })[];
  readonly open: readonly (Named & { readonly key: string; readonly reason: OpenReason })[];
  readonly noted: readonly (Named & { readonly reason: NotedReason })[];
  /** Paths of the files that it adds, and of those that were there and stay as they are. */
  readonly added: readonly string[];
  readonly kept: readonly string[];
}

const MAX_NAME = 120;
const MAX_NAMES = 10;
const MAX_NOTES = 20;
const CHECK = '`AI Ops gates (<base branch>)`';

const WORDS = {
  title: { en: 'Configure the AI Ops bot (observe only)', ja: 'AI Ops ボットの設定を追加（observe モード）' },
  intro: {
    en: 'This adds a configuration for the AI Ops bot in `mode: observe`: on every pull request it judges the gates and shows in a neutral check what it would do. It starts, blocks and approves nothing.',
    ja: 'AI Ops ボットの設定を `mode: observe` で追加します。各 PR でゲートを判定し、ボットが行うはずの動作を中立（neutral）のチェックに表示します。起動・ブロック・承認は一切行いません。',
  },
  found: { en: '### What was found', ja: '### 判別した内容' },
  key: { en: 'Key', ja: 'キー' },
  value: { en: 'Value', ja: '値' },
  why: { en: 'Why', ja: '根拠' },
  open: { en: '### What only you can tell', ja: '### 確認が必要な項目' },
  scripts: {
    en: '`protected_paths`: only scripts that the workflows name themselves were found. Add those that run in turn, and the package files that say what a test runs.',
    ja: '`protected_paths`: ワークフローに直接記載されたスクリプトだけを検出しています。そこから呼び出されるスクリプトや、テスト内容を定めるパッケージファイルを追加してください。',
  },
  files: { en: '### Files', ja: '### ファイル' },
  added: { en: 'added', ja: '追加' },
  kept: { en: 'there already, left as it is', ja: '既存のため変更なし' },
  noted: { en: '### Also seen', ja: '### その他' },
  next: { en: '### Next steps', ja: '### 次の手順' },
  review: {
    en: 'Read `.github/ai-ops.yml` on this branch, settle what is open, and merge.',
    ja: 'このブランチの `.github/ai-ops.yml` を確認し、未確定の項目を決めたうえでマージしてください。',
  },
  watch: {
    en: `Watch the check ${CHECK} for some days: does it say what you would have decided?`,
    ja: `数日間、チェック ${CHECK} の判定が運用上の判断と一致するか確認してください。`,
  },
  enforce: {
    en: 'Then set `team` and `mode: enforce` in a pull request of its own. From its merge on the bot acts.',
    ja: '問題がなければ、別の PR で `team` と `mode: enforce` を設定してください。マージ後、ボットが実際に動作します。',
  },
  require: {
    en: `Only then require the check ${CHECK} in the branch rules, with this App as its expected source: GitHub counts a neutral check as passed.`,
    ja: `その後、ブランチルールでチェック ${CHECK} を必須にし、ソースにこの App を指定してください。neutral のチェックは GitHub では成功として扱われるため、先に必須にしないでください。`,
  },
  again: {
    en: 'Written by `ai-ops init`. To bring it up to date, run it again; once somebody else has pushed here, it leaves this branch alone.',
    ja: '`ai-ops init` が作成しました。再実行すると最新の内容に更新します。ほかの人がこのブランチにプッシュした後は変更しません。',
  },
} satisfies Texts;

/** Title of the pull request, and of its commit. */
export function setupTitle(locale: Locale): string {
  return WORDS.title[locale];
}

/** What was found, what was guessed and why, what a person has to tell, and what comes next. */
export function setupBody(pull: SetupPull, locale: Locale): string {
  const say = (words: Both): string => words[locale];
  const rows = pull.chosen.map(({ key, value, reason, names }) => [
    code(key),
    cell(value, locale),
    because(CHOSEN[reason], names, locale),
  ]);
  const open = pull.open.map(({ key, reason, names }) =>
    [`- ${code(key)}: ${say(OPEN[reason])}`, ...namesShown(names, locale).map((name) => `  - ${name}`)].join(
      '\n',
    ),
  );
  const files = [
    ...pull.added.map((path) => `- ${code(path)}: ${say(WORDS.added)}`),
    ...pull.kept.map((path) => `- ${code(path)}: ${say(WORDS.kept)}`),
  ];
  const noted = pull.noted
    .slice(0, MAX_NOTES)
    .map(({ reason, names }) => `- ${because(NOTED[reason], names, locale)}`);
  const unsaid = pull.noted.length - noted.length;
  const steps = [WORDS.review, WORDS.watch, WORDS.enforce, WORDS.require];
  return paragraphs(
    say(WORDS.intro),
    say(WORDS.found),
    table([WORDS.key, WORDS.value, WORDS.why].map(say), rows),
    say(WORDS.open),
    [...open, `- ${say(WORDS.scripts)}`].join('\n'),
    say(WORDS.files),
    files.join('\n'),
    noted.length > 0 ? say(WORDS.noted) : null,
    [...noted, ...(unsaid > 0 ? [`- ${say(andMore(unsaid))}`] : [])].join('\n'),
    say(WORDS.next),
    steps.map((step, index) => `${index + 1}. ${say(step)}`).join('\n'),
    `<sub>${say(WORDS.again)}</sub>`,
  );
}

function because(reason: Both, names: readonly string[], locale: Locale): string {
  return names.length === 0 ? reason[locale] : `${reason[locale]}: ${namesShown(names, locale).join(', ')}`;
}

function namesShown(names: readonly string[], locale: Locale): readonly string[] {
  const shown = names.slice(0, MAX_NAMES).map((name) => code(name, MAX_NAME));
  const more = names.length - shown.length;
  return more > 0 ? [...shown, andMore(more)[locale]] : shown;
}

/** A value as a table's cell: a line for each entry of a list, the parts of an entry joined. */
function cell(value: unknown, locale: Locale): string {
  if (Array.isArray(value)) return namesShown(value.map(plain), locale).join('<br>');
  if (typeof value !== 'object' || value === null) return code(plain(value), MAX_NAME);
  return Object.entries(value)
    .map(([name, of]) => `${text(name, MAX_NAME)} = ${code(plain(of), MAX_NAME)}`)
    .join('<br>');
}

function plain(value: unknown): string {
  return typeof value === 'object' && value !== null ? Object.values(value).join(' › ') : String(value);
}
