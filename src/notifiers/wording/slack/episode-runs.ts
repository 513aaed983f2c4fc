import type { CountedRun, Rate } from '../../../alerts/episode.ts';
import type { FailedPart } from '../../../alerts/run.ts';
import { failingParts, isFailure } from '../episode/parts.ts';
import { type Both, joined, same, type Texts } from '../locale.ts';
import { fitting, listedIn } from './fitting.ts';
import { code, link, text } from './mrkdwn.ts';

const MAX_RUNS = 20;
/** Signs that there is no room to link are shown all the same. */
const LINKED = { most: 15, characters: 1_400 };
const PARTS = { most: 5, characters: 1_200 };

const WORDS = {
  strip: (name: Both, signs: string): Both => ({
    en: `*${name.en}, newest first*: ${signs}`,
    ja: `*${name.ja}（新しい順）*: ${signs}`,
  }),
  passedOnRerun: { en: ' (🔁 passed when re-run)', ja: '（🔁 再実行で成功）' },
  moreRuns: (count: number): Both => ({ en: ` and ${count} more`, ja: ` ほか ${count} 件` }),
  failed: (parts: Both): Both => ({ en: `*What failed*: ${parts.en}`, ja: `*失敗箇所*: ${parts.ja}` }),
  says: (place: string, what: string): Both => ({ en: `${place} (${what})`, ja: `${place}（${what}）` }),
} satisfies Texts;

/** How the counted runs did: a sign for each, which opens it. */
export function strip(
  name: Both,
  { raw, confirmed }: { readonly raw: Rate; readonly confirmed: Rate },
): Both {
  const signs = raw.runs.map((first) => signOf(first, confirmed.runs));
  const shown = signs.slice(0, MAX_RUNS);
  const linked = fitting(shown, LINKED, ({ sign, url }) => same(link(sign, url)));
  const plain = shown.slice(linked.length).map(({ sign }) => sign);
  return joined(
    [
      WORDS.strip(name, [...linked.map(({ en }) => en), ...plain].join(' ')),
      ...(signs.length > shown.length ? [WORDS.moreRuns(signs.length - shown.length)] : []),
      ...(shown.some(({ sign }) => sign === '🔁') ? [WORDS.passedOnRerun] : []),
    ],
    '',
  );
}

function signOf(
  first: CountedRun,
  last: readonly CountedRun[],
): { readonly sign: string; readonly url: string } {
  const { result, url } = last.find(({ runId }) => runId === first.runId) ?? first;
  if (isFailure(result)) return { sign: '❌', url };
  return { sign: isFailure(first.result) ? '🔁' : '✅', url };
}

/** What failed in those runs; none where nothing is known of it. */
export function failedParts(runs: readonly CountedRun[]): readonly Both[] {
  const parts = failingParts(runs);
  if (parts.length === 0) return [];
  return [WORDS.failed(listedIn(PARTS, parts, partText))];
}

function partText(part: FailedPart): Both {
  if (part.kind === 'item') return same(code(part.name, 80));
  const place = link(part.step === null ? part.job : `${part.job} › ${part.step}`, part.url);
  return part.says === null ? same(place) : WORDS.says(place, text(part.says, 150));
}
