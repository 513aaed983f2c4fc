import type { ConfigCheckEffect } from '../../effect/effect.ts';
import { unreachable } from '../../errors.ts';
import type { Both, Texts } from './locale.ts';
import { code, line, paragraphs, short, text } from './markdown.ts';

/** The same in every language: branch rules name it. */
export const CONFIG_CHECK_NAME = 'AI Ops configuration';

/** An annotation as GitHub's API takes it. */
interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: 'failure' | 'warning';
  readonly title: string;
  readonly message: string;
}

/** What the check run shows, in the words of GitHub's API. */
export interface ConfigCheckText {
  readonly status: 'completed';
  readonly conclusion: 'success' | 'failure' | 'neutral';
  readonly output: {
    readonly title: string;
    readonly summary: string;
    readonly annotations: readonly Annotation[];
  };
}

const WORDS = {
  valid: (mode: string): Both => ({
    en: `Valid; merged, the mode is ${mode}`,
    ja: `設定は有効です（マージ後のモード: ${mode}）`,
  }),
  removed: {
    en: 'Removed; merged, the bot only observes',
    ja: '設定が削除されます（マージ後は監視のみ）',
  },
  invalid: (count: number): Both => ({
    en: `${count} ${count === 1 ? 'problem' : 'problems'}; merged, every gate closes`,
    ja: `問題が ${count} 件あります（マージするとすべてのゲートが未通過になります）`,
  }),
  unreadable: { en: 'Could not be read', ja: '設定を読み取れませんでした' },
  counts: (path: string): Both => ({
    en: `This is what ${path} of this commit would come to. The configuration counts once it is on the default branch.`,
    ja: `このコミットの ${path} を検証した結果です。設定はデフォルトブランチに取り込まれた時点で有効になります。`,
  }),
  correct: {
    en: 'Correct the lines that are marked, and push.',
    ja: '指摘された行を修正し、プッシュしてください。',
  },
  mistake: { en: 'Not a valid configuration', ja: '設定の誤り' },
  atLine: (at: number): Both => ({ en: `line ${at}`, ja: `${at} 行目` }),
} satisfies Texts;

const MAX_MESSAGE = 500;

/** The problems are named by their lines in the file and in the summary; what they say is English, like all of the file. */
export function configCheckText({ change, path, locale }: ConfigCheckEffect): ConfigCheckText {
  const shown = (
    conclusion: ConfigCheckText['conclusion'],
    title: Both,
    more: { readonly notes?: readonly string[]; readonly annotations?: readonly Annotation[] } = {},
  ): ConfigCheckText => ({
    status: 'completed',
    conclusion,
    output: {
      title: title[locale],
      summary: paragraphs(
        WORDS.counts(code(path))[locale],
        (more.notes ?? []).map((note) => `- ${note}`).join('\n'),
        conclusion === 'failure' ? WORDS.correct[locale] : null,
      ),
      annotations: more.annotations ?? [],
    },
  });
  switch (change.kind) {
    case 'valid':
      return shown('success', WORDS.valid(change.mode), {
        notes: change.warnings.map((warning) => `⚠️ ${text(warning, MAX_MESSAGE)}`),
      });
    case 'removed':
      return shown('neutral', WORDS.removed);
    case 'unreadable':
      return shown('neutral', WORDS.unreadable, { notes: [text(change.why, MAX_MESSAGE)] });
    case 'invalid':
      return shown('failure', WORDS.invalid(change.problems.length), {
        notes: change.problems.map(({ line: at, message }) =>
          at === null
            ? text(message, MAX_MESSAGE)
            : `${WORDS.atLine(at)[locale]}: ${text(message, MAX_MESSAGE)}`,
        ),
        annotations: change.problems.flatMap(({ line: at, message }) =>
          at === null
            ? []
            : [
                {
                  path,
                  start_line: at,
                  end_line: at,
                  annotation_level: 'failure' as const,
                  title: WORDS.mistake[locale],
                  message: short(line(message), MAX_MESSAGE),
                },
              ],
        ),
      });
    default:
      return unreachable(change);
  }
}
