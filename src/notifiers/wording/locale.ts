import type { Locale } from '../../policies/locale.ts';

/**
 * One text in every language, side by side. What is put into it makes it a function that returns both, so that
 * the parts are named once: `by: (who: string): Both => ({ en: `by ${who}`, ja: `${who} による` })`. Which one is
 * shown is chosen where the text is put on a surface: `WORDS.by(who)[locale]`. Names, codes, commands, labels,
 * the names of checks and GitHub's own words (`success`) are the same in every language.
 *
 * Words of the Japanese texts: gate ゲート (open 通過, closed 未通過), handoff ハンドオフ, head commit
 * ヘッドコミット, base branch ベースブランチ, run 実行, run again 再実行, approval 承認, label ラベル (put on 付与),
 * evidence 証跡, decision 判定, ledger 台帳, stop/resume 停止/再開, hold/unhold 保留/保留解除, configuration 設定.
 * Sentences are です・ます; titles, states and table cells end in a noun.
 */
export type Both = Readonly<Record<Locale, string>>;

/** A table of texts; written `satisfies Texts`, it has none that is missing in a language. */
export type Texts = Readonly<Record<string, Both | ((...parts: never) => Both)>>;

/** A name, a code or GitHub's own word. */
export function same(text: string): Both {
  return { en: text, ja: text };
}

/** `a, b and 3 more`; `3` where none is shown. */
export function listed(shown: readonly Both[], more: number): Both {
  if (shown.length === 0 && more > 0) return { en: String(more), ja: `${more} 件` };
  const en = shown.map((each) => each.en).join(', ');
  const ja = shown.map((each) => each.ja).join('、');
  return more > 0 ? { en: `${en} and ${more} more`, ja: `${ja} ほか ${more} 件` } : { en, ja };
}

/** The parts one after the other, in each language with what stands between them there. */
export function joined(parts: readonly Both[], between: string | Both): Both {
  const { en, ja } = typeof between === 'string' ? same(between) : between;
  return { en: parts.map((part) => part.en).join(en), ja: parts.map((part) => part.ja).join(ja) };
}

const JST_MS = 9 * 60 * 60_000;
const LENGTHS = { minute: 16, second: 19 } as const;

/** A stored time where people are: UTC in English, JST in Japanese. Safe in Markdown, whatever was stored. */
export function time(iso: string, to: keyof typeof LENGTHS = 'minute'): Both {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return { en: 'an unknown time', ja: '不明な時刻' };
  const shown = (ms: number): string => new Date(ms).toISOString().slice(0, LENGTHS[to]).replace('T', ' ');
  return { en: `${shown(at)} UTC`, ja: `${shown(at + JST_MS)} JST` };
}
