import type { Episode, LeadSegment, PageReason, Rule } from '../../../alerts/episode.ts';
import type { RunResult, SlowCause } from '../../../alerts/run.ts';
import { type Both, same, type Texts } from '../locale.ts';

/** What is the matter, as a title. */
export const RULE_TITLES: Readonly<Record<Rule, Both>> = {
  smoke_failure_rate: { en: 'Codex Smoke failures', ja: 'Codex Smoke の失敗' },
  verify_failure: { en: 'LangGraph Verify failures', ja: 'LangGraph Verify の失敗' },
  verify_latency: { en: 'LangGraph Verify latency', ja: 'LangGraph Verify の遅延' },
  handoff_lead_time: { en: 'Auto Handoff lead time', ja: 'Auto Handoff の所要時間' },
  severe: {
    en: 'Codex Smoke and LangGraph Verify failing together',
    ja: 'Codex Smoke と LangGraph Verify の同時失敗',
  },
};

/** The sign and the word of a state, `Confirmed`. */
export interface Standing {
  readonly icon: string;
  readonly word: Both;
}

const STATES: Readonly<Record<Episode['state']['kind'], Standing>> = {
  noted: { icon: '⏱️', word: { en: 'Note', ja: '注意' } },
  warning: { icon: '⚠️', word: { en: 'Warning', ja: '警告' } },
  rerunning: { icon: '🔁', word: { en: 'Re-running', ja: '再実行中' } },
  confirmed: { icon: '🔴', word: { en: 'Confirmed', ja: '確定' } },
  recovering: { icon: '🟢', word: { en: 'Recovering', ja: '回復中' } },
  resolved: { icon: '✅', word: { en: 'Over', ja: '解消' } },
};

/** A severe one is another thing as long as it goes on. */
const SEVERE: Standing = { icon: '🚨', word: { en: 'SEVERE', ja: '重大障害' } };

export function standingOf({ rule, state }: Pick<Episode, 'rule' | 'state'>): Standing {
  const isOver = state.kind === 'recovering' || state.kind === 'resolved';
  return rule === 'severe' && !isOver ? SEVERE : STATES[state.kind];
}

/** `⚠️ Warning: Codex Smoke failures`, in plain text. */
export function titleOf(episode: Pick<Episode, 'rule' | 'state'>): Both {
  const { icon, word } = standingOf(episode);
  const rule = RULE_TITLES[episode.rule];
  return { en: `${icon} ${word.en}: ${rule.en}`, ja: `${icon} ${word.ja}: ${rule.ja}` };
}

/** The workflows by what they are to the pipeline. */
export const ROLES = { smoke: same('Codex Smoke'), verify: same('LangGraph Verify') } satisfies Texts;

export const SEGMENTS: Readonly<Record<LeadSegment['name'], Both>> = {
  dispatch: { en: 'dispatch', ja: '起動' },
  queue: { en: 'queue', ja: 'キュー待ち' },
  template_generation: { en: 'template generation', ja: 'テンプレート生成' },
  pr_review: { en: 'PR review', ja: 'PR レビュー' },
  deploy_approval: { en: 'deploy approval', ja: 'デプロイ承認' },
  handoff: { en: 'handoff', ja: 'ハンドオフ' },
  verify: same('LangGraph Verify'),
  approval: { en: 'approval comment', ja: '承認コメント' },
};

export const CAUSES: Readonly<Record<SlowCause, Both>> = {
  queue: { en: 'a long queue', ja: '長いキュー待ち' },
  rate_limit: { en: 'a rate limit in the log', ja: 'ログにレート制限の記録' },
  retries: { en: 'retries in the log', ja: 'ログにリトライの記録' },
};

export const PAGE_REASONS: Readonly<Record<PageReason, Both>> = {
  two_of_seven_confirmed: {
    en: 'too many failed after their re-run',
    ja: '再実行後も失敗した実行が基準に到達',
  },
  two_in_a_row: { en: 'two in a row failed', ja: '2 回連続で失敗' },
  rerun_failed: { en: 'the re-run failed too', ja: '再実行も失敗' },
  still_slow: { en: 'the re-run is slow too', ja: '再実行も遅延' },
  late: { en: 'a handoff is late', ja: 'ハンドオフが期限を超過' },
  severe: { en: 'severe', ja: '重大障害' },
};

/** How a run ended, after "the re-run". */
export const RESULTS: Readonly<Record<RunResult, Both>> = {
  success: { en: 'passed', ja: '成功' },
  failure: { en: 'failed too', ja: '再び失敗' },
  timeout: { en: 'hit its time limit', ja: '時間制限により中断' },
  error: { en: 'did not get to run', ja: '開始できず' },
  superseded: { en: 'was replaced by a newer run', ja: '新しい実行により中止' },
  cancelled: { en: 'was cancelled', ja: 'キャンセル' },
  skipped: { en: 'was skipped', ja: 'スキップ' },
};
