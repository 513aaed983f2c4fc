import { type BlastRadius, POINTS } from '../../../alerts/blast-radius.ts';
import type { BlastRow } from '../../../alerts/blast-rows.ts';
import type { Locale } from '../../../policies/locale.ts';
import { POINTS_WORDS, STATUS_ICONS, UNKNOWN_WORDS } from '../blast-words.ts';
import { type Both, listed, same, type Texts } from '../locale.ts';
import { code, link } from './mrkdwn.ts';

const MAX_ROWS = 5;
const MAX_NAMES = 8;

const WORDS = {
  title: { en: 'Blast radius', ja: '影響範囲' },
  counted: (count: number, points: Both): Both => ({
    en: `${count} × ${points.en}`,
    ja: `${points.ja} ${count} 件`,
  }),
  nothingTold: { en: 'what failed could not be told', ja: '失敗箇所は特定できません' },
  onPull: { en: 'table on the PR', ja: 'PR 上の表' },
  more: (count: number): Both => ({ en: `• … and ${count} more`, ja: `• … ほか ${count} 件` }),
  templates: (names: Both): Both => ({ en: `Templates: ${names.en}`, ja: `テンプレート: ${names.ja}` }),
  pulls: (names: Both): Both => ({ en: `Other open PRs: ${names.en}`, ja: `他のオープン PR: ${names.ja}` }),
  handoffs: (names: Both): Both => ({
    en: `Handoffs in flight: ${names.en}`,
    ja: `進行中のハンドオフ: ${names.ja}`,
  }),
  unknown: (what: Both): Both => ({ en: `Not known: ${what.en}`, ja: `不明: ${what.ja}` }),
} satisfies Texts;

export interface BlastPlaces {
  readonly locale: Locale;
  /** GitHub's web address: `https://github.com/o/r`. */
  readonly repositoryUrl: string;
  /** The comment on the PR that has the whole table; `null` while there is none. */
  readonly commentUrl: string | null;
}

/**
 * The blast radius in a few lines of mrkdwn, each shorter than a section: what it points to, the first scenarios, and
 * which templates, PRs and handoffs it bears upon (O2).
 */
export function blastLines(blast: BlastRadius, places: BlastPlaces): readonly string[] {
  const { locale, repositoryUrl } = places;
  const pull = (number: number): Both => same(link(`#${number}`, `${repositoryUrl}/pull/${number}`));
  const shown = blast.rows.slice(0, MAX_ROWS);
  const rest = blast.rows.length - shown.length + blast.more.rows;
  const { templates, pulls, handoffs } = blast;
  const touched = [
    ...some(templates, blast.more.templates, ({ name }) => same(code(name, 80)), WORDS.templates),
    ...some(pulls, blast.more.pulls, ({ number }) => pull(number), WORDS.pulls),
    ...some(handoffs, blast.more.handoffs, (each) => pull(each.pull), WORDS.handoffs),
  ];
  return [
    headline(blast, places),
    ...shown.map((row) => rowLine(row, locale)),
    ...(rest === 0 ? [] : [WORDS.more(rest)[locale]]),
    ...(touched.length === 0 ? [] : [touched.map((each) => each[locale]).join(' · ')]),
    ...blast.unknown.map((each) => `_${WORDS.unknown(UNKNOWN_WORDS[each])[locale]}_`),
  ];
}

function headline(blast: BlastRadius, { locale, commentUrl }: BlastPlaces): string {
  const counts = POINTS.flatMap((points) => {
    const count = blast.rows.filter((row) => row.points === points).length;
    return count === 0 ? [] : [WORDS.counted(count, POINTS_WORDS[points])[locale]];
  });
  const said = counts.length === 0 ? WORDS.nothingTold[locale] : counts.join(' · ');
  const links = [
    link('LangGraph Verify', blast.verify.url),
    ...(blast.smoke === null ? [] : [link('Codex Smoke', blast.smoke.url)]),
    ...(commentUrl === null ? [] : [link(WORDS.onPull[locale], commentUrl)]),
  ];
  return `💥 *${WORDS.title[locale]}*: ${said} (${links.join(' · ')})`;
}

function rowLine({ name, verify, smoke, points }: BlastRow, locale: Locale): string {
  const states = `Verify ${STATUS_ICONS[verify]} · Smoke ${STATUS_ICONS[smoke]}`;
  return `• ${code(name, 120)} ${states} → ${POINTS_WORDS[points][locale]}`;
}

/** The first few by name; nothing where there are none. */
function some<T>(
  all: readonly T[],
  more: number,
  nameOf: (each: T) => Both,
  word: (names: Both) => Both,
): readonly Both[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, MAX_NAMES);
  return [word(listed(shown.map(nameOf), all.length - shown.length + more))];
}
