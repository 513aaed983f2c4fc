import type { PreconditionText } from './text.ts';

export const APP_TEXTS = {
  app_installed: {
    holds: {
      en: 'The App is installed on the repository.',
      ja: 'App がリポジトリにインストールされていること',
    },
    todo: (about) => ({
      en: `Open the App's page, Install App, and choose ${about}.`,
      ja: `App のページの Install App で ${about} を選択してインストールしてください。`,
    }),
  },
  app_active: {
    holds: { en: 'The installation is not suspended.', ja: 'インストールが一時停止されていないこと' },
    todo: (about) => ({
      en: `Unsuspend the installation in the settings of ${about} (GitHub Apps, Configure).`,
      ja: `${about} の設定（GitHub Apps → Configure）で一時停止を解除してください。`,
    }),
  },
  app_permissions: {
    holds: {
      en: 'The installation has every permission that the bot uses.',
      ja: 'Bot が使用する権限がすべて付与されていること',
    },
    todo: (about) => ({
      en: `Set ${about} in the App's settings (Permissions & events), then approve the request on the installation's page.`,
      ja: `App の設定（Permissions & events）で ${about} を設定し、インストールのページで要求を承認してください。`,
    }),
  },
  app_permissions_spare: {
    holds: {
      en: 'The installation has no permission that the bot does not use.',
      ja: 'Bot が使用しない権限が付与されていないこと',
    },
    todo: (about) => ({
      en: `Reduce ${about} in the App's settings (Permissions & events) to what app.yml has.`,
      ja: `App の設定（Permissions & events）で ${about} を app.yml の内容まで減らしてください。`,
    }),
  },
  app_events: {
    holds: {
      en: 'The App gets every event that the bot handles.',
      ja: 'Bot が処理するイベントをすべて購読していること',
    },
    todo: (about) => ({
      en: `Subscribe to ${about} in the App's settings (Permissions & events).`,
      ja: `App の設定（Permissions & events）で ${about} を購読してください。`,
    }),
  },
  app_events_spare: {
    holds: {
      en: 'The App gets no event that nobody handles.',
      ja: '処理しないイベントを購読していないこと',
    },
    todo: (about) => ({
      en: `Unsubscribe from ${about} in the App's settings (Permissions & events).`,
      ja: `App の設定（Permissions & events）で ${about} の購読を解除してください。`,
    }),
  },
  webhook_url: {
    holds: {
      en: "GitHub sends the App's webhooks to where the bot listens.",
      ja: 'Webhook の送信先が Bot の受信アドレスと一致していること',
    },
    todo: (about) => ({
      en: `Set the webhook URL in the App's settings to ${about}, or correct PUBLIC_URL.`,
      ja: `App の設定で Webhook URL を ${about} にするか、PUBLIC_URL を修正してください。`,
    }),
  },
  webhook_format: {
    holds: {
      en: 'Webhooks are sent as JSON, to a server whose certificate is verified.',
      ja: 'Webhook が JSON で送信され、証明書が検証されること',
    },
    todo: (about) => ({
      en: `Set ${about} for the webhook in the App's settings.`,
      ja: `App の Webhook 設定で ${about} を設定してください。`,
    }),
  },
  webhook_deliveries: {
    holds: { en: "GitHub's webhooks reach the bot.", ja: 'Webhook が Bot に届いていること' },
    todo: () => ({
      en: "Look at Advanced, Recent Deliveries in the App's settings, and redeliver what failed once the bot answers.",
      ja: 'App の設定の Advanced → Recent Deliveries を確認し、Bot の応答が回復したら失敗した配信を再送してください。',
    }),
  },
} as const satisfies Readonly<Record<string, PreconditionText>>;

export const CONFIGURATION_TEXTS = {
  config_found: {
    holds: {
      en: 'The configuration, `.github/ai-ops.yml`, is on the default branch.',
      ja: '設定ファイル `.github/ai-ops.yml` がデフォルトブランチにあること',
    },
    todo: (about) => ({
      en: `Put one there; \`ai-ops init ${about}\` proposes one. Until then the bot only observes.`,
      ja: `設定ファイルを追加してください。\`ai-ops init ${about}\` で雛形を提案できます。それまで Bot は観察のみを行います。`,
    }),
  },
  config_valid: {
    holds: {
      en: 'The configuration can be read and is valid.',
      ja: '設定ファイルが読み取り可能で有効であること',
    },
    todo: (about) => ({
      en: `Correct it on the default branch (${about}); until then every gate is closed.`,
      ja: `デフォルトブランチの設定を修正してください（${about}）。修正するまですべてのゲートが未通過になります。`,
    }),
  },
  config_tests: {
    holds: {
      en: 'The configuration names at least one lint and one unit test.',
      ja: '設定に lint と unit のテストがそれぞれ 1 件以上指定されていること',
    },
    todo: (about) => ({
      en: `Name a test under ${about}; without one G2 never opens.`,
      ja: `${about} にテストを指定してください。指定がないと G2 は通過しません。`,
    }),
  },
} as const satisfies Readonly<Record<string, PreconditionText>>;

export const RULE_TEXTS = {
  base_branch: {
    holds: { en: 'Every governed base branch exists.', ja: '対象のベースブランチがすべて存在すること' },
    todo: (about) => ({
      en: `Make the branch ${about}, or correct base_branches.`,
      ja: `ブランチ ${about} を作成するか、base_branches を修正してください。`,
    }),
  },
  check_required: {
    holds: {
      en: "Each governed base branch requires the bot's check.",
      ja: '対象のベースブランチで Bot のチェックが必須になっていること',
    },
    todo: (about) => ({
      en: `Require the status check ${about} by a ruleset of the branch (Settings, Rules), with this App as its source.`,
      ja: `ブランチのルールセット（Settings → Rules）で、この App を送信元としてステータスチェック ${about} を必須にしてください。`,
    }),
  },
  check_pinned: {
    holds: {
      en: 'Only this App can pass the required check.',
      ja: '必須チェックの送信元がこの App に固定されていること',
    },
    todo: (about) => ({
      en: `Choose this App as the source of the required check ${about}; else whoever may write checks can pass it.`,
      ja: `必須チェック ${about} の送信元にこの App を指定してください。指定がないと、チェックの書き込み権限を持つ者なら誰でも通過させられます。`,
    }),
  },
  check_premature: {
    holds: {
      en: 'While the bot only observes, its check is not required.',
      ja: '観察モードの間は Bot のチェックが必須になっていないこと',
    },
    todo: (about) => ({
      en: `Do not require ${about} in observe mode, since GitHub counts its neutral result as passed; set mode: enforce, or take it out of the rules.`,
      ja: `観察モードでは ${about} を必須にしないでください。GitHub は neutral を通過とみなします。mode: enforce にするか、ルールから外してください。`,
    }),
  },
  merge_queue: {
    holds: {
      en: 'No governed base branch has a merge queue.',
      ja: '対象のベースブランチでマージキューが無効であること',
    },
    todo: (about) => ({
      en: `Switch the merge queue of ${about} off: it merges other commits than those that were judged.`,
      ja: `${about} のマージキューを無効にしてください。判定したものとは別のコミットがマージされます。`,
    }),
  },
} as const satisfies Readonly<Record<string, PreconditionText>>;
