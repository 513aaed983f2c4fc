import type { BlastUnknown, Points } from '../../alerts/blast-radius.ts';
import type { BlastRow } from '../../alerts/blast-rows.ts';
import type { Both } from './locale.ts';

/** What a row points to, as a noun. */
export const POINTS_WORDS: Readonly<Record<Points, Both>> = {
  template: { en: 'template, or what both share', ja: 'テンプレートまたは共通部分' },
  graph: { en: 'graph or its APIs', ja: 'グラフまたは API' },
  codex: { en: 'Codex or its environment', ja: 'Codex または実行環境' },
  flaky: { en: 'flaky: both outcomes on one commit', ja: '不安定（同じコミットで成功と失敗）' },
  unclear: { en: 'unclear', ja: '不明' },
};

export const STATUS_ICONS: Readonly<Record<BlastRow['smoke'], string>> = {
  failed: '❌',
  passed: '✅',
  run_passed: '✅',
  skipped: '⏭️',
  unknown: '❔',
};

export const STATUS_WORDS: Readonly<Record<BlastRow['smoke'], Both>> = {
  failed: { en: 'failed', ja: '失敗' },
  passed: { en: 'passed', ja: '成功' },
  run_passed: { en: 'passed as a whole', ja: '全体として成功' },
  skipped: { en: 'skipped', ja: 'スキップ' },
  unknown: { en: 'not known', ja: '不明' },
};

/** What is not known, and why: a sentence without its full stop. */
export const UNKNOWN_WORDS: Readonly<Record<BlastUnknown, Both>> = {
  verify_parts: {
    en: 'which part of LangGraph Verify failed: it left no report, and no failed job or step was found',
    ja: 'LangGraph Verify の失敗箇所（レポートがなく、失敗したジョブやステップも見つかりません）',
  },
  no_smoke: {
    en: 'how Codex Smoke does on this commit: it has no run for it',
    ja: 'このコミットでの Codex Smoke の結果（実行がありません）',
  },
  smoke_still_runs: {
    en: 'how Codex Smoke does on this commit: its run has not ended',
    ja: 'このコミットでの Codex Smoke の結果（実行中です）',
  },
  smoke_items: {
    en: 'how each item of Codex Smoke did on this commit: a failed run leaves no report',
    ja: 'このコミットでの Codex Smoke の項目別の結果（失敗した実行はレポートを残しません）',
  },
  changes_here: {
    en: 'what this PR changes: its files could not be read, or are too many',
    ja: 'この PR の変更内容（ファイル一覧を取得できないか、件数が多すぎます）',
  },
  changes_elsewhere: {
    en: 'whether some of the other open PRs change these templates: their files were not read',
    ja: '他のオープン PR による同じテンプレートの変更の有無（一部のファイル一覧を取得していません）',
  },
};

/** `❌✅❔ 1/2`: newest first, and how many failed of those that are known; empty where none is. */
export function historyText(history: BlastRow['history']): string {
  const known = history.filter((status) => status !== 'unknown');
  if (known.length === 0) return '';
  const failed = known.filter((status) => status === 'failed');
  return `${history.map((status) => STATUS_ICONS[status]).join('')} ${failed.length}/${known.length}`;
}
