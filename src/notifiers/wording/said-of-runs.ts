import { unreachable } from '../../errors.ts';
import type { Doubt, FailedJob, Listed, NotRead, RunSaid, RunSeen } from '../../policies/said.ts';
import { type Both, listed, same } from './locale.ts';

/** `a, b and 3 more`. */
export function names({ shown, more }: Listed): Both {
  return listed(shown.map(same), more);
}

export function notRead({ why }: NotRead): Both {
  return { en: `not read: ${why}`, ja: `読み取れず: ${why}` };
}

/** What G1 or G3 has seen. */
export function ofRun(seen: RunSeen): Both {
  switch (seen.say) {
    case 'no_run':
      return { en: 'no run for this head', ja: 'このヘッドコミットに対する実行なし' };
    case 'no_run_needed':
      return {
        en: 'no run, and no path changed that it is about',
        ja: '実行なし（対象パスの変更もなし）',
      };
    case 'run':
      return runIs(seen.run);
    case 'run_failed_in':
      return failedIn(seen.run, seen.jobs);
    case 'run_doubted':
      return doubted(seen.run, seen.doubt);
    case 'report_not_read': {
      const run = runIs(seen.run);
      return {
        en: `${run.en}, report not read: ${seen.why}`,
        ja: `${run.ja}、レポートを読み取れず: ${seen.why}`,
      };
    }
    case 'report_absent': {
      const run = runIs(seen.run);
      return { en: `${run.en}, without its report`, ja: `${run.ja}、レポートなし` };
    }
    case 'report_malformed':
      return { en: `report: ${seen.why}`, ja: `レポート: ${seen.why}` };
    case 'report_failed':
      return reportFailed(seen.items);
    case 'report_skipped': {
      const checks = names(seen.checks);
      return { en: `report: ${checks.en} skipped`, ja: `レポートでスキップ: ${checks.ja}` };
    }
    default:
      return unreachable(seen);
  }
}

/** `failure (run 12, attempt 2)`; the state is GitHub's own word. */
export function runIs({ state, id, attempt }: RunSaid): Both {
  const { en, ja } = concluded(state);
  return { en: `${en} (run ${id}, attempt ${attempt})`, ja: `${ja}（実行 ${id}、${attempt} 回目）` };
}

function concluded(conclusion: string | null): Both {
  return conclusion === null ? { en: 'no conclusion', ja: '結果なし' } : same(conclusion);
}

/** Job and step are divided as GitHub divides them. */
function failedIn(run: RunSaid, { shown, more }: Listed<FailedJob>): Both {
  const is = runIs(run);
  const jobs = listed(
    shown.map(({ job, step }) => same(step === null ? job : `${job} / ${step}`)),
    more,
  );
  return { en: `${is.en}: ${jobs.en}`, ja: `${is.ja}: ${jobs.ja}` };
}

/** A green run that proves nothing. */
export function doubted(run: RunSaid, doubt: Doubt): Both {
  const [is, why] = [runIs(run), ofDoubt(doubt)];
  return { en: `${is.en}, but ${why.en}`, ja: `${is.ja}（ただし、${why.ja}）` };
}

function ofDoubt(doubt: Doubt): Both {
  switch (doubt.say) {
    case 'not_read':
      return notRead(doubt);
    case 'pull_changes': {
      const paths = names(doubt.paths);
      return { en: `the PR changes ${paths.en}`, ja: `この PR による変更: ${paths.ja}` };
    }
    case 'head_is_shared':
      return {
        en: 'another pull request has the same head commit',
        ja: '別の PR が同じヘッドコミットを使用',
      };
    case 'file_differs':
      return {
        en: `${doubt.path} differs from the default branch's`,
        ja: `${doubt.path} がデフォルトブランチと相違`,
      };
    default:
      return unreachable(doubt);
  }
}

function reportFailed({ shown, more }: Extract<RunSeen, { say: 'report_failed' }>['items']): Both {
  const items = listed(
    shown.map(({ check, status }) => ({ en: `${check} is ${status}`, ja: `${check} が ${status}` })),
    more,
  );
  return { en: `report: ${items.en}`, ja: `レポート: ${items.ja}` };
}
