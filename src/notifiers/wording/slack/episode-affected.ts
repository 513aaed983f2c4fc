import type { EpisodeView } from '../../../effect/episode.ts';
import { type Both, joined, listed, same, type Texts } from '../locale.ts';
import { stateWord } from '../standing.ts';
import { link, text } from './mrkdwn.ts';

const MAX_PULLS = 5;
const MAX_HANDOFFS = 5;
const MAX_NUMBERS = 3;

const WORDS = {
  affected: (what: Both): Both => ({ en: `*Affected*: ${what.en}`, ja: `*影響*: ${what.ja}` }),
  nothing: {
    en: 'no open PR and no handoff that the bot knows of',
    ja: '対象の PR・ハンドオフなし（ボットが把握している範囲）',
  },
  handoffs: (handoffs: Both): Both => ({ en: `handoffs of ${handoffs.en}`, ja: `ハンドオフ ${handoffs.ja}` }),
  handoff: (pull: string, state: Both): Both => ({
    en: `${pull} (${state.en})`,
    ja: `${pull}（${state.ja}）`,
  }),
} satisfies Texts;

/** What it bears upon: never left out, since "nothing that is known" is news as well. */
export function affected({ pulls, handoffs, repositoryUrl }: EpisodeView): Both {
  const named = pulls
    .slice(0, MAX_PULLS)
    .map(({ number, title, url }) => same([link(`#${number}`, url), text(title, 60)].join(' ').trim()));
  const going = handoffs
    .slice(0, MAX_HANDOFFS)
    .map(({ pull, state, url }) =>
      WORDS.handoff(link(`#${pull}`, url ?? `${repositoryUrl}/pull/${pull}`), stateOf(state)),
    );
  const parts = [
    ...(named.length === 0 ? [] : [listed(named, pulls.length - named.length)]),
    ...(going.length === 0 ? [] : [WORDS.handoffs(listed(going, handoffs.length - going.length))]),
  ];
  return WORDS.affected(parts.length === 0 ? WORDS.nothing : joined(parts, ' · '));
}

function stateOf(state: string): Both {
  const handoff = { state, phase: null };
  return { en: text(stateWord(handoff, 'en'), 60), ja: text(stateWord(handoff, 'ja'), 60) };
}

/** `#12, #13 and 2 more`, each opened by a click. */
export function pullLinks(numbers: readonly number[], repositoryUrl: string): Both {
  const shown = numbers.slice(0, MAX_NUMBERS);
  const links = shown.map((number) => same(link(`#${number}`, `${repositoryUrl}/pull/${number}`)));
  return listed(links, numbers.length - shown.length);
}
