import { COMMANDS, type CommandName } from '../../policies/commands.ts';
import type { Locale } from '../../policies/locale.ts';
import type { Both, Texts } from './locale.ts';
import { code, paragraphs, table } from './markdown.ts';

/** What each command does. */
export const WHAT: Readonly<Record<CommandName, Both>> = {
  handoff: {
    en: 'Starts the handoff of the head commit once every gate is open; it never opens a gate.',
    ja: 'すべてのゲートを通過していれば、ヘッドコミットのハンドオフを開始します。ゲートを通過させる効果はありません。',
  },
  status: {
    en: 'Shows the gates and the handoff as they stand.',
    ja: 'ゲートとハンドオフの現在の状況を表示します。',
  },
  explain: {
    en: 'Explains one gate, or all: what was seen, what is wanted, what to do next.',
    ja: '指定したゲート（省略時はすべて）の確認結果、条件、次の対応を説明します。',
  },
  verify: {
    en: 'Runs LangGraph Verify for the head commit: once more where a run has ended, else a new one.',
    ja: 'ヘッドコミットに対して LangGraph Verify を実行します。完了した実行があれば再実行し、なければ新たに開始します。',
  },
  smoke: {
    en: 'The same with Codex Smoke.',
    ja: 'ヘッドコミットに対して Codex Smoke を同様に実行します。',
  },
  hold: {
    en: 'Holds this pull request: nothing is handed off, and nothing that runs is approved, until it is let go. With `--cancel`, what runs is cancelled.',
    ja: 'この PR を保留します。解除するまでハンドオフを行わず、実行中のものも承認しません。`--cancel` を付けると、実行中のものをキャンセルします。',
  },
  unhold: { en: 'Lets this pull request go on.', ja: 'この PR の保留を解除します。' },
  stop: {
    en: 'Stops all handoffs of this repository; one that runs goes on, and is not approved. With `--cancel`, it is cancelled.',
    ja: 'このリポジトリのハンドオフをすべて停止します。実行中のものは継続しますが、承認しません。`--cancel` を付けると、実行中のものをキャンセルします。',
  },
  resume: { en: 'Ends the stop of this repository.', ja: 'このリポジトリの停止を解除します。' },
  done: {
    en: 'Says that the follow-up of an approved handoff is done. Also on a closed pull request.',
    ja: '承認済みハンドオフのフォローアップが完了したことを記録します。クローズ済みの PR でも使用できます。',
  },
  rollback: {
    en: 'Starts the rollback workflow for the last handoff that has ended. Also on a closed pull request.',
    ja: '最後に終了したハンドオフのロールバックワークフローを開始します。クローズ済みの PR でも使用できます。',
  },
  help: { en: 'Shows this list.', ja: 'この一覧を表示します。' },
};

/** Who may give it. */
export const WHO: Readonly<Record<(typeof COMMANDS)[number]['who'], Both>> = {
  team: { en: 'active members of the AI Ops team', ja: 'AI Ops チームの有効なメンバー' },
  writer: { en: 'everyone who may write to the repository', ja: 'リポジトリへの書き込み権限を持つ全員' },
  release_owner: {
    en: 'the release owners; where none is named, the AI Ops team',
    ja: 'リリース責任者（未設定の場合は AI Ops チーム）',
  },
};

const WORDS = {
  title: { en: '### AI Ops commands', ja: '### AI Ops コマンド' },
  command: { en: 'Command', ja: 'コマンド' },
  what: { en: 'What it does', ja: '動作' },
  who: { en: 'For', ja: '実行できる人' },
  example: { en: 'Example', ja: '例' },
  form: {
    en: 'A command is the whole first line of a new comment; what follows that line is free. Edited comments do not count, and no command opens a gate.',
    ja: 'コマンドは新しいコメントの 1 行目全体に入力してください。2 行目以降は自由です。編集されたコメントは無効で、コマンドによってゲートを通過させることはできません。',
  },
} satisfies Texts;

/** All commands, what they do and who may give them. */
export function helpText(locale: Locale): string {
  const rows = COMMANDS.map((command) => [
    code(usage(command)),
    WHAT[command.name][locale],
    WHO[command.who][locale],
    code(command.example),
  ]);
  const head = [WORDS.command, WORDS.what, WORDS.who, WORDS.example].map((word) => word[locale]);
  return paragraphs(WORDS.title[locale], table(head, rows), WORDS.form[locale]);
}

/** `/ai-ops handoff [sha]`. */
export function usage({ name, argument }: (typeof COMMANDS)[number]): string {
  return `/ai-ops ${name}${argument === null ? '' : ` ${argument.placeholder}`}`;
}
