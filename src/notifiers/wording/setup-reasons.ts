import type { Both, Texts } from './locale.ts';

/** Why a value was chosen; what it rests on is named after it. */
export const CHOSEN = {
  safe_start: {
    en: 'Until it says `enforce`, the bot only shows what it would do',
    ja: '`enforce` に変更するまでは判定結果の表示のみ',
  },
  asked_for: { en: 'Asked for with `--locale`', ja: '`--locale` による指定' },
  recognised: {
    en: 'Recognised by file, display name or artifact',
    ja: 'ファイル名・表示名・成果物名による判別',
  },
  uploaded: {
    en: 'The only artifact it uploads, or the one of the usual name',
    ja: '唯一の成果物、または通常の名前の成果物',
  },
  in_artifact: { en: 'What the upload step names', ja: 'アップロードのステップの指定' },
  own_filter: {
    en: 'The filter under which pull requests start the workflow',
    ja: 'ワークフローを起動する PR のパスフィルター',
  },
  runs_for_its_paths: {
    en: 'Pull requests that change no such path do not start the workflow',
    ja: '該当するパスの変更がない PR では起動しないワークフロー',
  },
  takes_head: {
    en: 'The workflow declares an input for the head commit',
    ja: 'ワークフローが宣言するヘッドコミット用の入力',
  },
  named_so: {
    en: 'Named so by jobs and steps, or run by their commands',
    ja: 'ジョブ名・ステップ名・コマンドによる判別',
  },
  team_named: {
    en: 'The organization has a team of this name',
    ja: '組織にある同名のチーム',
  },
  team_guessed: {
    en: 'A guess: the only team whose name says AI Ops',
    ja: '推測: 名前に AI Ops を含む唯一のチーム',
  },
  label_there: { en: 'The repository has this label', ja: 'リポジトリにある同名のラベル' },
  scripts_run: {
    en: 'The workflows whose word is taken run scripts there',
    ja: '判定に使うワークフローが実行するスクリプトの場所',
  },
  inputs_declared: {
    en: 'Inputs that the workflow declares, by their names',
    ja: 'ワークフローが宣言する入力（名前による判別）',
  },
  starts_verify: {
    en: 'A step of Auto Handoff starts LangGraph Verify',
    ja: 'Auto Handoff のステップによる LangGraph Verify の起動',
  },
  phase_named: { en: 'By the names of jobs and steps', ja: 'ジョブ名・ステップ名による判別' },
  section_there: {
    en: 'The section for a failed handoff in your playbooks',
    ja: '既存のプレイブックにあるハンドオフ失敗時のセクション',
  },
  section_brought: {
    en: 'The section for a failed handoff in the playbooks that this pull request brings',
    ja: 'この PR で追加するプレイブックのハンドオフ失敗時のセクション',
  },
} satisfies Texts;
export type ChosenReason = keyof typeof CHOSEN;

/** Why a key was left as it is, and what a person does about it; what it is about, or could be, is listed below. */
export const OPEN = {
  workflow_missing: {
    en: 'Open: no workflow was recognised as this one. Name its file.',
    ja: '未確定: 該当するワークフローを判別できませんでした。ファイル名を指定してください。',
  },
  workflow_unclear: {
    en: 'Open: several workflows may be this one. Name its file.',
    ja: '未確定: 該当しそうなワークフローが複数あります。ファイル名を指定してください。',
  },
  artifact_missing: {
    en: 'Open: no step of the workflow uploads an artifact. Have it upload its report, and name the artifact.',
    ja: '未確定: ワークフローが成果物をアップロードしていません。レポートをアップロードし、成果物名を指定してください。',
  },
  artifact_unclear: {
    en: 'Open: which artifact holds the report?',
    ja: '未確定: レポートを含む成果物を指定してください。',
  },
  report_untold: {
    en: 'Open: the upload step does not tell which file is in the artifact. Look into one.',
    ja: '未確定: 成果物の中のファイル名を判別できませんでした。実際の成果物で確認してください。',
  },
  not_started_by_pulls: {
    en: 'Open: pull requests do not start this workflow. Somebody starts it for each head, or `dispatch` lets the bot do so.',
    ja: '未確定: このワークフローは PR では起動しません。ヘッドコミットごとに手動で起動するか、`dispatch` で ボットに任せてください。',
  },
  filter_not_sayable: {
    en: 'Open: the filter of the workflow cannot be said here as it is, so every pull request needs a run.',
    ja: '未確定: ワークフローのパスフィルターをそのまま表現できないため、すべての PR で実行が必要です。',
  },
  not_dispatchable: {
    en: 'Open: the workflow has no `workflow_dispatch`, so the bot cannot start it. Add that trigger.',
    ja: '未確定: ワークフローに `workflow_dispatch` がないため、ボットから起動できません。トリガーを追加してください。',
  },
  inputs_needed: {
    en: 'Open: the workflow requires inputs that the bot cannot fill in, so GitHub would refuse it. Give them a default there, or a value here.',
    ja: '未確定: ボットが値を決められない必須入力があり、GitHub に起動を拒否されます。ワークフローで既定値を設定するか、ここで値を指定してください。',
  },
  start_needs_inputs: {
    en: 'Open: the workflow requires inputs, so the bot cannot start it. Give them a default there.',
    ja: '未確定: 必須入力があるため、ボットから起動できません。ワークフローで既定値を設定してください。',
  },
  verify_start_unseen: {
    en: 'Open: no step of Auto Handoff names LangGraph Verify. Where nothing starts it, say `false`: approval would wait in vain.',
    ja: '未確定: Auto Handoff のステップに LangGraph Verify の起動が見つかりませんでした。起動しない場合は `false` にしてください。承認が完了しなくなります。',
  },
  phases_missing: {
    en: 'Open: no job or step is named like a phase, so the whole run is one. Map them if you want to see where it is.',
    ja: '未確定: フェーズ名に相当するジョブ・ステップがないため、実行全体を 1 つのフェーズとします。必要に応じて対応を指定してください。',
  },
  phase_unclear: {
    en: 'Open: these say more than one phase. Map them if you want to.',
    ja: '未確定: 複数のフェーズに該当します。必要に応じて対応を指定してください。',
  },
  test_missing: {
    en: 'Open: nothing was found that runs for pull requests and says so by its name. Name the workflow, job and step; without one this gate stays closed.',
    ja: '未確定: PR で実行される該当のテストが見つかりませんでした。ワークフロー・ジョブ・ステップを指定してください。指定がない場合、ゲートは未通過のままです。',
  },
  test_inseparable: {
    en: 'Open: lint and unit in one. Two steps are needed to tell them apart.',
    ja: '未確定: lint と unit が一体になっています。区別するには 2 つのステップに分けてください。',
  },
  test_unnameable: {
    en: 'Open: their names are made when they run, or cannot be written here. Give them plain names, or name them as GitHub shows them.',
    ja: '未確定: 名前が実行時に決まるか、ここに記述できません。固定の名前を付けるか、GitHub に表示される名前で指定してください。',
  },
  test_without_force: {
    en: 'Left out: these end in success whatever happens, so they prove nothing.',
    ja: '対象外: 結果にかかわらず成功となるため、証跡になりません。',
  },
  lint_of_documents: {
    en: 'Left out: lint of documents, not of code. Add them if they shall count.',
    ja: '対象外: コードではなく文書の lint です。判定に含める場合は追加してください。',
  },
  test_of_other_kind: {
    en: 'Left out: tests, but not unit tests. Add them if they shall count.',
    ja: '対象外: unit テスト以外のテストです。判定に含める場合は追加してください。',
  },
  tests_too_many: {
    en: 'Left out: no more than 50 can be listed.',
    ja: '対象外: 指定できるのは 50 件までです。',
  },
  team_missing: {
    en: 'Open: no team is named like the AI Ops team. Name it; `enforce` needs it.',
    ja: '未確定: AI Ops チームに相当するチームが見つかりませんでした。`enforce` にする前に指定してください。',
  },
  team_unclear: {
    en: 'Open: several teams may be the AI Ops team. Name one; `enforce` needs it.',
    ja: '未確定: AI Ops チームに該当しそうなチームが複数あります。`enforce` にする前に指定してください。',
  },
  teams_unread: {
    en: 'Open: the teams of the organization could not be read. Name the AI Ops team; `enforce` needs it.',
    ja: '未確定: 組織のチームを取得できませんでした。`enforce` にする前に AI Ops チームを指定してください。',
  },
  team_of_person: {
    en: 'Open: the repository belongs to a person, who has no teams. Name one of an organization, `org/slug`; `enforce` needs it.',
    ja: '未確定: 個人所有のリポジトリにはチームがありません。`enforce` にする前に、組織のチームを `org/slug` で指定してください。',
  },
  label_missing: {
    en: 'Open: the repository has no label of this name. Make it, or name the one that is used.',
    ja: '未確定: この名前のラベルがありません。ラベルを作成するか、使用中のラベルを指定してください。',
  },
  section_missing: {
    en: 'Open: your playbooks have no section for a failed handoff, so the whole file is linked. They were left as they are.',
    ja: '未確定: 既存のプレイブックにハンドオフ失敗時のセクションがないため、ファイル全体にリンクします。プレイブックは変更していません。',
  },
} satisfies Texts;
export type OpenReason = keyof typeof OPEN;

/** What is worth knowing and about no key. */
export const NOTED = {
  insights_seen: {
    en: 'The Insights Publisher is there; no key names it',
    ja: 'Insights Publisher（設定不要）',
  },
  workflow_unreadable: {
    en: 'Not looked at, because it could not be read',
    ja: '読み取れないため未確認',
  },
} satisfies Texts;
export type NotedReason = keyof typeof NOTED;

export function andMore(count: number): Both {
  return { en: `and ${count} more`, ja: `ほか ${count} 件` };
}
