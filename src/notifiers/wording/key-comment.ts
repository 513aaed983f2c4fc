import type { Both } from './locale.ts';

/** What stands above a key. `sample`: how it may look, for a key without a default. */
export type KeyComment = Both & { readonly sample?: unknown };

export const WORKFLOW_FILE: KeyComment = {
  en: 'Workflow file. Display names are never looked at: anyone can give one to a file of their own.',
  ja: 'ワークフローファイルです。表示名は誰でも付けられるため、判定には使いません。',
};
export const ARTIFACT: KeyComment = {
  en: 'Artifact in which the run leaves its report.',
  ja: '実行がレポートを保存する成果物です。',
};
