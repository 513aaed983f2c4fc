import type { PreconditionText } from './text.ts';

export const WORKFLOW_TEXTS = {
  workflow_file: {
    holds: {
      en: 'The workflow file is on the default branch and can be read.',
      ja: 'ワークフローファイルがデフォルトブランチにあり、読み取れること',
    },
    todo: (about) => ({
      en: `Put ${about} on the default branch as a valid workflow, or correct the configuration.`,
      ja: `有効なワークフロー ${about} をデフォルトブランチに追加するか、設定を修正してください。`,
    }),
  },
  workflow_active: {
    holds: { en: 'The workflow is not disabled.', ja: 'ワークフローが無効化されていないこと' },
    todo: (about) => ({
      en: `Enable ${about} on the Actions page of the repository.`,
      ja: `リポジトリの Actions ページで ${about} を有効にしてください。`,
    }),
  },
  workflow_dispatch: {
    holds: { en: 'The workflow can be dispatched.', ja: 'ワークフローを workflow_dispatch で実行できること' },
    todo: (about) => ({
      en: `Add workflow_dispatch to the triggers of ${about}.`,
      ja: `${about} のトリガーに workflow_dispatch を追加してください。`,
    }),
  },
  workflow_inputs: {
    holds: {
      en: 'The workflow declares every input that is sent to it.',
      ja: '送信する入力がすべてワークフローで宣言されていること',
    },
    todo: (about) => ({
      en: `Declare ${about} under on.workflow_dispatch.inputs, or take it out of the configuration; else GitHub refuses the dispatch.`,
      ja: `${about} を on.workflow_dispatch.inputs で宣言するか、設定から外してください。そのままでは GitHub が実行を拒否します。`,
    }),
  },
  workflow_required_inputs: {
    holds: {
      en: 'Every input that the workflow requires is sent to it.',
      ja: 'ワークフローの必須入力がすべて送信されること',
    },
    todo: (about) => ({
      en: `Send ${about} by the configuration, or give it a default; else GitHub refuses the dispatch.`,
      ja: `${about} を設定で送信するか、既定値を設定してください。そのままでは GitHub が実行を拒否します。`,
    }),
  },
  workflow_jobs: {
    holds: {
      en: 'The jobs that the configuration names are in the workflow.',
      ja: '設定で指定したジョブがワークフローに存在すること',
    },
    todo: (about) => ({
      en: `Correct the job ${about} in the configuration: it is the name that GitHub shows.`,
      ja: `設定のジョブ ${about} を、GitHub に表示される名前に修正してください。`,
    }),
  },
  workflow_steps: {
    holds: {
      en: 'The steps that the configuration names are in the workflow.',
      ja: '設定で指定したステップがワークフローに存在すること',
    },
    todo: (about) => ({
      en: `Correct the step ${about} in the configuration: it is the name that GitHub shows.`,
      ja: `設定のステップ ${about} を、GitHub に表示される名前に修正してください。`,
    }),
  },
  workflow_token: {
    holds: {
      en: 'Auto Handoff may start LangGraph Verify with its own GITHUB_TOKEN.',
      ja: 'Auto Handoff が GITHUB_TOKEN で LangGraph Verify を起動できること',
    },
    todo: (about) => ({
      en: `Put permissions: actions: write into ${about}.`,
      ja: `${about} に permissions: actions: write を追加してください。`,
    }),
  },
  workflow_pat: {
    holds: {
      en: 'No AI Ops workflow uses AI_OPS_PAT.',
      ja: 'AI Ops のワークフローが AI_OPS_PAT を使用していないこと',
    },
    todo: (about) => ({
      en: `Take AI_OPS_PAT out of ${about}: the App replaces it. While it is there, its scope is workflow alone.`,
      ja: `${about} から AI_OPS_PAT を削除してください（App で代替済み）。残す間は Scope を workflow のみに限定してください。`,
    }),
  },
} as const satisfies Readonly<Record<string, PreconditionText>>;

export const ARTIFACT_TEXTS = {
  artifact_left: {
    holds: {
      en: 'The newest successful run left the artifact that the configuration names.',
      ja: '最新の成功した実行に、設定で指定した成果物があること',
    },
    todo: (about) => ({
      en: `Run ${about} once, and see that it uploads the artifact that the configuration names.`,
      ja: `${about} を実行し、設定で指定した成果物がアップロードされることを確認してください。`,
    }),
  },
  artifact_kept: {
    holds: { en: 'The artifact has not expired.', ja: '成果物の保持期限が切れていないこと' },
    todo: (about) => ({
      en: `Run ${about} again: the artifact of its newest run has expired.`,
      ja: `${about} を再実行してください。最新の実行の成果物は保持期限が切れています。`,
    }),
  },
  artifact_readable: {
    holds: {
      en: 'The bot can read the report in the artifact.',
      ja: 'Bot が成果物内のレポートを読み取れること',
    },
    todo: (about) => ({
      en: `Correct the report's file name in the configuration, or what ${about} writes into the artifact.`,
      ja: `設定のレポートのファイル名、または ${about} が成果物に書き込む内容を修正してください。`,
    }),
  },
} as const satisfies Readonly<Record<string, PreconditionText>>;

export const PEOPLE_TEXTS = {
  label_exists: {
    holds: {
      en: 'The label that the AI Ops team puts on exists.',
      ja: 'AI Ops チームが付与するラベルが存在すること',
    },
    todo: (about) => ({
      en: `Make the label ${about} in the repository.`,
      ja: `リポジトリにラベル ${about} を作成してください。`,
    }),
  },
  label_identity: {
    holds: {
      en: 'The label is still the one that the bot pinned.',
      ja: 'ラベルが Bot の記録したものと同一であること',
    },
    todo: (about) => ({
      en: `Find out who made the label anew; if it was the team, set label.node_id to ${about}.`,
      ja: `誰がラベルを作り直したかを確認し、AI Ops チームによるものであれば label.node_id を ${about} にしてください。`,
    }),
  },
  team_exists: {
    holds: { en: 'The AI Ops team is named and exists.', ja: 'AI Ops チームが設定され、存在すること' },
    todo: (about) => ({
      en: `Set team in the configuration to the slug of a team that the App can see; now it is ${about}.`,
      ja: `設定の team に、App から参照できるチームの slug を指定してください（現在: ${about}）。`,
    }),
  },
  team_members: {
    holds: {
      en: "The AI Ops team has members who can label each other's pull requests.",
      ja: 'AI Ops チームに、互いの PR へラベルを付与できる人数のメンバーがいること',
    },
    todo: (about) => ({
      en: `Add members to ${about}: nobody's label counts on a pull request of their own.`,
      ja: `${about} にメンバーを追加してください。自分の PR に付与したラベルは無効です。`,
    }),
  },
  team_readable: {
    holds: {
      en: 'The bot can tell who is an active member of the team.',
      ja: 'Bot がチームの有効なメンバーを確認できること',
    },
    todo: (about) => ({
      en: `Approve members: read for the App in the organization of ${about}.`,
      ja: `${about} の組織で、App の members: read を承認してください。`,
    }),
  },
  release_owners: {
    holds: {
      en: 'Every release owner is a GitHub user.',
      ja: 'リリース責任者がすべて GitHub のユーザーであること',
    },
    todo: (about) => ({
      en: `Correct ${about} under release_owners: it takes the numeric ids of users.`,
      ja: `release_owners の ${about} を修正してください。ユーザーの数値 ID を指定します。`,
    }),
  },
} as const satisfies Readonly<Record<string, PreconditionText>>;
