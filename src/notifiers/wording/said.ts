import { unreachable } from '../../errors.ts';
import type { Locale } from '../../policies/locale.ts';
import type { Seen, Wanted, Warning } from '../../policies/said.ts';
import { type Both, same } from './locale.ts';
import { ofLabel } from './said-of-label.ts';
import { names, notRead, ofRun } from './said-of-runs.ts';
import { ofTests } from './said-of-tests.ts';
import { ofWay } from './said-of-way.ts';

/** What a gate has seen, as one line of plain text. */
export function seenText(seen: Seen, locale: Locale): string {
  return ofSeen(seen)[locale];
}

/** What a gate wants, as one line of plain text. */
export function wantedText(wanted: Wanted, locale: Locale): string {
  return ofWanted(wanted)[locale];
}

/** A warning, as one line of plain text. */
export function warningText(warning: Warning, locale: Locale): string {
  return ofWarning(warning)[locale];
}

function ofSeen(seen: Seen): Both {
  switch (seen.say) {
    case 'not_read':
      return notRead(seen);
    case 'config_problem':
      return same(seen.problem);
    case 'tests_not_configured':
    case 'tests_missing':
    case 'tests_green':
    case 'tests_not_green':
      return ofTests(seen);
    case 'label_replaced':
    case 'label_absent':
    case 'label_by_unknown':
    case 'label_author_unknown':
    case 'label_head_unknown':
    case 'label_by_bot':
    case 'label_by_author':
    case 'label_by_outsider':
    case 'label_for_head':
    case 'label_before_push':
    case 'label_before_base_change':
    case 'label_by_member':
      return ofLabel(seen);
    case 'way_clear':
    case 'archived':
    case 'pull_is':
    case 'head_repository_gone':
    case 'base_is':
    case 'stopped':
      return ofWay(seen);
    default:
      return ofRun(seen);
  }
}

function ofWanted(wanted: Wanted): Both {
  switch (wanted.say) {
    case 'valid_configuration':
      return { en: 'a valid configuration', ja: '有効な設定' };
    case 'success':
      return { en: `${wanted.of}: success`, ja: `${wanted.of} の成功` };
    case 'success_with_report':
      return { en: `${wanted.of}: success, with its report`, ja: `${wanted.of} の成功とレポート` };
    case 'trusted_run':
      return { en: 'a run that the PR cannot have changed', ja: 'この PR の変更の影響を受けない実行' };
    case 'readable_report':
      return { en: 'a readable report', ja: '読み取り可能なレポート' };
    case 'every_item_ok':
      return { en: 'every item ok', ja: '全項目が ok' };
    case 'lint_and_unit_green':
      return { en: 'lint and unit green', ja: 'lint と unit の成功' };
    case 'label_by_team':
      return {
        en: `${wanted.label} by the AI Ops team, for this head`,
        ja: `AI Ops チームがこのヘッドコミットに付与した ${wanted.label}`,
      };
    case 'way_clear':
      return { en: 'open, no stop', ja: 'オープン、停止なし' };
    case 'no_stop':
      return { en: 'no stop in force', ja: '停止なし' };
    case 'not_archived':
      return { en: 'a repository that is not archived', ja: 'アーカイブされていないリポジトリ' };
    case 'open':
      return { en: 'open', ja: 'オープン' };
    case 'ready_for_review':
      return { en: 'ready for review', ja: 'レビュー可能' };
    case 'head_repository':
      return { en: 'a head repository', ja: '存在するヘッドリポジトリ' };
    case 'base_among': {
      const branches = names(wanted.branches);
      return { en: `base ${branches.en}`, ja: `ベースブランチ ${branches.ja}` };
    }
    default:
      return unreachable(wanted);
  }
}

function ofWarning(warning: Warning): Both {
  switch (warning.say) {
    case 'no_report':
      return { en: 'the run left no report', ja: 'レポートが出力されていません' };
    case 'empty_report':
      return { en: 'the report lists no items', ja: 'レポートに項目がありません' };
    case 'skipped': {
      const checks = names(warning.checks);
      return { en: `skipped: ${checks.en}`, ja: `スキップ: ${checks.ja}` };
    }
    default:
      return unreachable(warning);
  }
}
