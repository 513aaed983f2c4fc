import type { EpisodeView } from '../../../effect/episode.ts';
import { type Both, joined, same, type Texts } from '../locale.ts';
import { stateWord } from '../standing.ts';
import { listedIn } from './fitting.ts';
import { link, text } from './mrkdwn.ts';

const PULLS = { most: 5, characters: 900 };
const HANDOFFS = { most: 5, characters: 700 };
const NUMBERS = { most: 3, characters: 500 };

const WORDS = {
  affected: (what: Both): Both => ({ en: `*Affected*: ${what.en}`, ja: `*影響*: ${what.ja}` }),
  nothing: {
    en: 'no open PR and no handoff that the bot knows of',
    ja: '対象の PR・ハンドオフなし（ボットが把握している範囲）',
  },
  pulls: (pulls: Both): Both => ({ en: `PRs ${pulls.en}`, ja: `PR ${pulls.ja}` }),
  handoffs: (handoffs: Both): Both => ({ en: `handoffs of ${handoffs.en}`, ja: `ハンドオフ ${handoffs.ja}` }),
  handoff: (pull: string, state: Both): Both => ({
    en: `${pull} (${state.en})`,
    ja: `${pull}（${state.ja}）`,
  }),
} satisfies Texts;

/** What it bears upon: never left out, since "nothing that is known" is news as well. */
export function affected({ pulls, handoffs, repositoryUrl }: EpisodeView): Both {
  const named = listedIn(PULLS, pulls, ({ number, title, url }) =>
    same([link(`#${number}`, url), text(title, 60)].join(' ').trim()),
  );
  const going = listedIn(HANDOFFS, handoffs, ({ pull, state, url }) =>
    WORDS.handoff(link(`#${pull}`, url ?? `${repositoryUrl}/pull/${pull}`), stateOf(state)),
  );
  const parts = [
    ...(pulls.length === 0 ? [] : [WORDS.pulls(named)]),
    ...(handoffs.length === 0 ? [] : [WORDS.handoffs(going)]),
  ];
  return WORDS.affected(parts.length === 0 ? WORDS.nothing : joined(parts, ' · '));
}

function stateOf(state: string): Both {
  const handoff = { state, phase: null };
  return { en: text(stateWord(handoff, 'en'), 60), ja: text(stateWord(handoff, 'ja'), 60) };
}

/** `#12, #13 and 2 more`, each opened by a click. */
export function pullLinks(numbers: readonly number[], repositoryUrl: string): Both {
  return listedIn(NUMBERS, numbers, (number) => same(link(`#${number}`, `${repositoryUrl}/pull/${number}`)));
}
