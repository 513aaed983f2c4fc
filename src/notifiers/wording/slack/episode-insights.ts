import type { InsightsView } from '../../../effect/episode.ts';
import { type Both, same, type Texts } from '../locale.ts';
import { link, moment, text } from './mrkdwn.ts';

/** A section holds 3000 characters, and on a phone nobody reads half of that. */
const MAX_LINES = 20;
const MAX_LINE = 140;
const MAX_TEXT = 2_000;

const WORDS = {
  title: { en: 'Insights report', ja: 'Insights レポート' },
  heading: (report: string, at: Both): Both => ({
    en: `📊 ${report}, as of ${at.en}. Written by the workflow, not by the bot:`,
    ja: `📊 ${report}（${at.ja} 時点）。以下はワークフローの出力です（ボットの文章ではありません）。`,
  }),
  empty: { en: '(nothing in it)', ja: '（内容なし）' },
  more: (count: number): Both => ({
    en: `… and ${count} more lines in the report`,
    ja: `ほか ${count} 行（レポートを参照）`,
  }),
} satisfies Texts;

/** The figures that go with an escalation (O5): quoted, so that nothing in them formats, links or calls. */
export function insightsText({ text: report, url, at }: InsightsView): readonly Both[] {
  const { title } = WORDS;
  const [en, ja] = [link(title.en, url), link(title.ja, url)];
  const heading = { en: WORDS.heading(en, moment(at)).en, ja: WORDS.heading(ja, moment(at)).ja };
  const lines = report.split(/\r\n?|\n/).filter((each) => each.trim() !== '');
  const shown = fitting(lines);
  const more = lines.length - shown.length;
  return [
    heading,
    shown.length === 0 ? WORDS.empty : same(['```', ...shown, '```'].join('\n')),
    ...(more > 0 ? [WORDS.more(more)] : []),
  ];
}

function fitting(lines: readonly string[]): readonly string[] {
  const shown: string[] = [];
  let left = MAX_TEXT;
  for (const each of lines.slice(0, MAX_LINES)) {
    const quoted = text(each, MAX_LINE);
    left -= quoted.length;
    if (left < 0) break;
    shown.push(quoted);
  }
  return shown;
}
