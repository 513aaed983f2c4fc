import type { Measure } from '../../../alerts/episode.ts';
import type { EpisodeView } from '../../../effect/episode.ts';
import { unreachable } from '../../../errors.ts';
import { duration } from '../episode/duration.ts';
import { afterReruns, counts } from '../episode/headline.ts';
import { ROLES } from '../episode/names.ts';
import { countedRuns } from '../episode/parts.ts';
import { type Both, same, type Texts } from '../locale.ts';
import { failedParts, strip } from './episode-runs.ts';
import { lateLines, slowLines } from './episode-times.ts';

const WORDS = {
  raw: { en: 'Failed at first', ja: '初回の失敗' },
  confirmed: { en: 'Failed after re-run', ja: '再実行後も失敗' },
  failedOf: (name: Both): Both => ({ en: `${name.en} failed`, ja: `${name.ja} の失敗` }),
  limit: { en: 'Limit', ja: '上限' },
} satisfies Texts;

type Field = readonly [label: Both, value: Both];

/** The counts, or the limit that was passed. */
export function measureFields({ episode: { measure } }: EpisodeView): readonly Field[] {
  switch (measure.rule) {
    case 'smoke_failure_rate':
    case 'verify_failure':
      return [
        [WORDS.raw, same(counts(measure.raw))],
        [WORDS.confirmed, afterReruns(measure, (confirmed) => confirmed)],
      ];
    case 'severe':
      return [
        [WORDS.failedOf(ROLES.smoke), same(counts(measure.smoke))],
        [WORDS.failedOf(ROLES.verify), same(counts(measure.verify))],
      ];
    case 'verify_latency':
    case 'handoff_lead_time':
      return [[WORDS.limit, duration(measure.limitMs)]];
    default:
      return unreachable(measure);
  }
}

/** The runs behind the counts, what failed in them, and where the time went: a paragraph each. */
export function measured({ episode: { measure }, repositoryUrl, blast }: EpisodeView): readonly Both[] {
  // The blast radius names what failed.
  const parts = blast === null ? failedParts(countedRuns(measure)) : [];
  return [...paragraphs(measure, repositoryUrl), ...parts].filter(({ en }) => en !== '');
}

function paragraphs(measure: Measure, repositoryUrl: string): readonly Both[] {
  switch (measure.rule) {
    case 'smoke_failure_rate':
      return [strip(ROLES.smoke, measure)];
    case 'verify_failure':
      return [strip(ROLES.verify, measure)];
    case 'verify_latency':
      return [slowLines(measure.slow, repositoryUrl)];
    case 'handoff_lead_time':
      return [lateLines(measure.late, repositoryUrl)];
    case 'severe': {
      const { smoke, verify } = measure;
      return [
        strip(ROLES.smoke, { raw: smoke, confirmed: smoke }),
        strip(ROLES.verify, { raw: verify, confirmed: verify }),
      ];
    }
    default:
      return unreachable(measure);
  }
}
