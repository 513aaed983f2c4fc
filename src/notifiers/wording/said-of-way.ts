import { unreachable } from '../../errors.ts';
import type { WaySeen } from '../../policies/said.ts';
import type { Both } from './locale.ts';

/** What G5 has seen. */
export function ofWay(seen: WaySeen): Both {
  switch (seen.say) {
    case 'way_clear':
      return { en: 'open, no stop', ja: 'オープン、停止なし' };
    case 'archived':
      return { en: 'archived', ja: 'アーカイブ済み' };
    case 'pull_is':
      return PULL_STATES[seen.state];
    case 'head_repository_gone':
      return { en: 'the head repository was deleted', ja: 'ヘッドリポジトリは削除済み' };
    case 'base_is':
      return { en: `base ${seen.branch}`, ja: `ベースブランチ ${seen.branch}` };
    case 'stopped':
      return stopped(seen);
    default:
      return unreachable(seen);
  }
}

const PULL_STATES: Readonly<Record<Extract<WaySeen, { say: 'pull_is' }>['state'], Both>> = {
  closed: { en: 'closed', ja: 'クローズ済み' },
  merged: { en: 'merged', ja: 'マージ済み' },
  draft: { en: 'draft', ja: 'ドラフト' },
};

const SCOPES: Readonly<Record<Extract<WaySeen, { say: 'stopped' }>['scope'], Both>> = {
  everywhere: { en: 'everywhere', ja: '全リポジトリで' },
  repository: { en: 'in this repository', ja: 'このリポジトリで' },
  pull_request: { en: 'on this PR', ja: 'この PR で' },
};

function stopped({ scope, source, by, reason }: Extract<WaySeen, { say: 'stopped' }>): Both {
  const { en, ja } = SCOPES[scope];
  const why = reason === null ? '' : `: ${reason}`;
  return {
    en: `stopped ${en}${by === null ? '' : ` by ${by}`} (${source})${why}`,
    ja: `${ja}停止中（${by === null ? '' : `${by}、`}${source}）${why}`,
  };
}
