import type { PreconditionText } from './text.ts';

export const SLACK_TEXTS = {
  slack_token: {
    holds: {
      en: 'The bot is set up for Slack, and Slack knows it.',
      ja: 'Slack が設定され、Bot が認証されること',
    },
    todo: () => ({
      en: 'Give the bot SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET as the settings of the Slack App show them; without them nobody is told of anything there.',
      ja: 'Slack App の設定画面に表示される SLACK_BOT_TOKEN と SLACK_SIGNING_SECRET を Bot に設定してください。未設定の場合、Slack には何も通知されません。',
    }),
  },
  slack_scopes: {
    holds: {
      en: 'The Slack App has every scope that the bot uses.',
      ja: 'Bot が使用する Slack のスコープがすべて付与されていること',
    },
    todo: (about) => ({
      en: `Add the bot token scope ${about} (OAuth & Permissions), then install the Slack App anew.`,
      ja: `Bot Token Scopes に ${about} を追加し（OAuth & Permissions）、Slack App を再インストールしてください。`,
    }),
  },
  slack_workspace: {
    holds: {
      en: 'The token is for the workspace of the people in the configuration.',
      ja: 'トークンが、設定に記載したメンバーのワークスペースのものであること',
    },
    todo: (about) => ({
      en: `Set slack.workspace to ${about}, or give the bot the token of the other workspace.`,
      ja: `slack.workspace を ${about} にするか、該当するワークスペースのトークンを Bot に設定してください。`,
    }),
  },
  slack_channel: {
    holds: {
      en: 'The channel exists and is not archived.',
      ja: 'チャンネルが存在し、アーカイブされていないこと',
    },
    todo: (about) => ({
      en: `Make or unarchive ${about}, or correct slack.channel or SLACK_CHANNEL; a private channel shows only once the bot is in it.`,
      ja: `${about} を作成またはアーカイブ解除するか、slack.channel または SLACK_CHANNEL を修正してください。非公開チャンネルは Bot の参加後に参照できます。`,
    }),
  },
  slack_member: {
    holds: { en: 'The bot is in the channel.', ja: 'Bot がチャンネルに参加していること' },
    todo: (about) => ({
      en: `Invite the bot to ${about}.`,
      ja: `${about} に Bot を招待してください。`,
    }),
  },
  slack_people: {
    holds: {
      en: 'Everybody under slack.people is a full member of the workspace.',
      ja: 'slack.people の全員がワークスペースの正規メンバーであること',
    },
    todo: (about) => ({
      en: `Correct ${about} under slack.people, or take it out: guests, bots and those who left have no say.`,
      ja: `slack.people の ${about} を修正または削除してください。ゲスト、Bot、退会したメンバーの操作は無効です。`,
    }),
  },
  slack_sre: {
    holds: { en: 'Whom slack.sre names can be called.', ja: 'slack.sre の呼び出し先が有効であること' },
    todo: (about) => ({
      en: `Set slack.sre to the id of an active user group or member; ${about} is none.`,
      ja: `slack.sre に有効なユーザーグループまたはメンバーの ID を指定してください（${about} は無効です）。`,
    }),
  },
  slack_escalation: {
    holds: {
      en: 'Whom escalation names can be called.',
      ja: 'escalation の連絡先が有効であること',
    },
    todo: (about) => ({
      en: `Correct ${about} under escalation: it is the id of no active user group or member, so they would not hear of a severe failure.`,
      ja: `escalation の ${about} を修正してください。有効なユーザーグループまたはメンバーの ID ではないため、重大障害の通知が届きません。`,
    }),
  },
} as const satisfies Readonly<Record<string, PreconditionText>>;

export const PAGERDUTY_TEXTS = {
  pagerduty_key: {
    holds: {
      en: 'The bot can call people through PagerDuty.',
      ja: 'Bot が PagerDuty で呼び出しを行えること',
    },
    todo: () => ({
      en: 'Set PAGERDUTY_ROUTING_KEY to the integration key of the service; without it nobody is called.',
      ja: 'PAGERDUTY_ROUTING_KEY にサービスの Integration Key を設定してください。未設定の場合、誰も呼び出されません。',
    }),
  },
  pagerduty_token: {
    holds: { en: 'The set-up of PagerDuty can be looked at.', ja: 'PagerDuty の設定を参照できること' },
    todo: () => ({
      en: 'Set PAGERDUTY_API_TOKEN to a valid REST API key, a read-only one suffices; without it service, ladder and on-call are not checked.',
      ja: 'PAGERDUTY_API_TOKEN に有効な REST API キー（読み取り専用で可）を設定してください。未設定の場合、サービス・エスカレーション・オンコールは確認されません。',
    }),
  },
  pagerduty_service: {
    holds: { en: 'The service exists and calls people.', ja: 'サービスが存在し、呼び出しが有効であること' },
    todo: (about) => ({
      en: `Make or enable the service ${about}, or correct PAGERDUTY_SERVICE.`,
      ja: `サービス ${about} を作成または有効化するか、PAGERDUTY_SERVICE を修正してください。`,
    }),
  },
  pagerduty_integration: {
    holds: {
      en: 'The routing key leads to that service.',
      ja: 'ルーティングキーがそのサービスのものであること',
    },
    todo: (about) => ({
      en: `Give ${about} an Events API v2 integration, and set PAGERDUTY_ROUTING_KEY to its key.`,
      ja: `${about} に Events API v2 のインテグレーションを追加し、そのキーを PAGERDUTY_ROUTING_KEY に設定してください。`,
    }),
  },
  pagerduty_urgency: {
    holds: {
      en: 'How urgently people are called follows the severity.',
      ja: '呼び出しの緊急度が重大度に従うこと',
    },
    todo: (about) => ({
      en: `Set the notification urgency of ${about} to dynamic, based on alert severity.`,
      ja: `${about} の通知の緊急度を、アラートの重大度に基づく動的な設定にしてください。`,
    }),
  },
  pagerduty_ladder: {
    holds: {
      en: 'The escalation policy calls whom the runbook names, in its order.',
      ja: 'エスカレーションポリシーが Runbook の順に呼び出すこと',
    },
    todo: (about) => ({
      en: `Correct ${about} of the escalation policy, or PAGERDUTY_LADDER.`,
      ja: `エスカレーションポリシーの ${about}、または PAGERDUTY_LADDER を修正してください。`,
    }),
  },
  pagerduty_on_call: {
    holds: { en: 'Somebody is on call at every level.', ja: 'すべてのレベルにオンコール担当者がいること' },
    todo: (about) => ({
      en: `Put somebody on call at ${about} of the escalation policy.`,
      ja: `エスカレーションポリシーの ${about} にオンコール担当者を割り当ててください。`,
    }),
  },
  pagerduty_notes: {
    holds: {
      en: 'The bot can write a note on an incident while Slack cannot be reached.',
      ja: 'Slack に接続できない間、Bot がインシデントにメモを残せること',
    },
    todo: () => ({
      en: 'Set PAGERDUTY_FROM to the e-mail address of a PagerDuty user, and PAGERDUTY_API_TOKEN to a key that may write.',
      ja: 'PAGERDUTY_FROM に PagerDuty ユーザーのメールアドレス、PAGERDUTY_API_TOKEN に書き込み可能なキーを設定してください。',
    }),
  },
  pagerduty_webhook_secret: {
    holds: {
      en: "The bot can check the signature of PagerDuty's webhooks.",
      ja: 'Bot が PagerDuty の Webhook の署名を検証できること',
    },
    todo: () => ({
      en: 'Set PAGERDUTY_WEBHOOK_SECRET to the secret that PagerDuty shows once, when the webhook subscription is made; without it every webhook waits.',
      ja: 'PAGERDUTY_WEBHOOK_SECRET に、Webhook サブスクリプションの作成時に一度だけ表示されるシークレットを設定してください。未設定の間、Webhook は受け付けられません。',
    }),
  },
  pagerduty_webhook: {
    holds: {
      en: 'PagerDuty sends its webhooks to where the bot listens.',
      ja: 'PagerDuty の Webhook が Bot の受信先に送信されること',
    },
    todo: (about) => ({
      en: `Make, or enable again, a webhook subscription (v3) of the service that leads to ${about}; until then incidents are only found by the sweep, within minutes.`,
      ja: `サービスの Webhook サブスクリプション（v3）の送信先を ${about} として作成するか、再度有効にしてください。それまでインシデントは定期確認でのみ検出されます（数分の遅れ）。`,
    }),
  },
  pagerduty_webhook_events: {
    holds: {
      en: 'The subscription tells of everything that the bot follows.',
      ja: 'サブスクリプションが Bot の追跡するイベントをすべて通知すること',
    },
    todo: (about) => ({
      en: `Subscribe to ${about} as well.`,
      ja: `${about} も購読対象に追加してください。`,
    }),
  },
  pagerduty_people: {
    holds: {
      en: 'Everybody with a pagerduty id under slack.people is a user of PagerDuty.',
      ja: 'slack.people の pagerduty の ID がすべて PagerDuty に存在すること',
    },
    todo: (about) => ({
      en: `Correct ${about} under slack.people, or take it out: else nothing is acknowledged in their name.`,
      ja: `slack.people の ${about} を修正または削除してください。このままでは本人の名前で確認済みにできません。`,
    }),
  },
} as const satisfies Readonly<Record<string, PreconditionText>>;

export const SECRET_TEXTS = {
  secret_sources: {
    holds: {
      en: "The bot's own credentials can be read from where they are kept.",
      ja: 'Bot 自身の認証情報を保管場所から読み取れること',
    },
    todo: (about) => ({
      en: `Correct what ${about} leads to; the bot goes on with what it read before, until it starts anew.`,
      ja: `${about} の参照先を修正してください。再起動するまで、Bot は以前に読み取った値で動作します。`,
    }),
  },
  secret_known: {
    holds: {
      en: 'The secrets of Codex and LangGraph exist, and their metadata can be read.',
      ja: 'Codex・LangGraph のシークレットが存在し、メタデータを参照できること',
    },
    todo: (about) => ({
      en: `Allow the bot secretsmanager:DescribeSecret on ${about}, or correct AWS_WATCHED_SECRET_IDS.`,
      ja: `${about} に対する secretsmanager:DescribeSecret を Bot に許可するか、AWS_WATCHED_SECRET_IDS を修正してください。`,
    }),
  },
  secret_kept: {
    holds: { en: 'None of these secrets is to be deleted.', ja: 'シークレットの削除が予定されていないこと' },
    todo: (about) => ({
      en: `Restore ${about} with RestoreSecret, or take it out of AWS_WATCHED_SECRET_IDS once nothing uses it.`,
      ja: `RestoreSecret で ${about} を復元するか、使用されなくなった後に AWS_WATCHED_SECRET_IDS から外してください。`,
    }),
  },
  secret_age: {
    holds: {
      en: 'Each of these secrets was changed within the last 90 days.',
      ja: 'シークレットが 90 日以内に更新されていること',
    },
    todo: (about) => ({
      en: `Rotate ${about}, and put it on record in the runbook within 24 hours.`,
      ja: `${about} をローテーションし、24 時間以内に Runbook へ履歴を追記してください。`,
    }),
  },
} as const satisfies Readonly<Record<string, PreconditionText>>;

export const BOT_TEXTS = {
  store_reachable: {
    holds: { en: "The bot's store answers.", ja: 'Bot のストアが応答すること' },
    todo: () => ({
      en: 'See that the database runs, and that DATABASE_URL or DATA_DIR is right.',
      ja: 'データベースの稼働状況と、DATABASE_URL または DATA_DIR の値を確認してください。',
    }),
  },
  dead_letters: {
    holds: { en: 'No work has failed for good.', ja: '再試行を終えて失敗した処理がないこと' },
    todo: () => ({
      en: 'See what failed with `ai-ops dead-letters list`, mend the cause, and put it back with `ai-ops dead-letters retry`.',
      ja: '`ai-ops dead-letters list` で内容を確認し、原因を解消してから `ai-ops dead-letters retry` で再実行してください。',
    }),
  },
  outbox_age: {
    holds: { en: 'What the bot has to do is done in time.', ja: 'Bot の処理が滞留していないこと' },
    todo: (about) => ({
      en: `Look into the bot's log for why ${about} is not done.`,
      ja: `${about} が完了しない原因を Bot のログで確認してください。`,
    }),
  },
  clock: {
    holds: {
      en: "This machine's clock is right to 30 seconds.",
      ja: 'Bot の稼働マシンの時刻のずれが 30 秒以内であること',
    },
    todo: () => ({
      en: "Synchronize this machine's clock (NTP): signatures and deadlines hang on it.",
      ja: '稼働マシンの時刻を NTP で同期してください。署名と期限の判定に影響します。',
    }),
  },
  stop: {
    holds: { en: 'No stop is in force.', ja: '停止が設定されていないこと' },
    todo: (about) => ({
      en: `When its reason is over, lift the stop (${about}): unset AI_OPS_STOP, remove STOP_FILE, or \`ai-ops resume PLACE\`.`,
      ja: `理由が解消したら停止（${about}）を解除してください。AI_OPS_STOP の解除、STOP_FILE の削除、または \`ai-ops resume PLACE\` で行います。`,
    }),
  },
  node_version: {
    holds: {
      en: 'The Node that runs is one that the bot is made for.',
      ja: '対応バージョンの Node で動作していること',
    },
    todo: () => ({
      en: 'Run the bot with Node 24 or newer.',
      ja: 'Node 24 以降で Bot を起動してください。',
    }),
  },
} as const satisfies Readonly<Record<string, PreconditionText>>;
