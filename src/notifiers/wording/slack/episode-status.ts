import type { EpisodeView } from '../../../effect/episode.ts';
import type { Both, Texts } from '../locale.ts';
import { affected } from './episode-affected.ts';
import { did } from './episode-deeds.ts';
import { next, whoHasIt } from './episode-next.ts';
import { remarks } from './episode-remarks.ts';

const WORDS = {
  next: (what: Both): Both => ({ en: `*Next*: ${what.en}`, ja: `*次の対応*: ${what.ja}` }),
  owner: (who: Both): Both => ({ en: `*Who has it*: ${who.en}`, ja: `*担当者*: ${who.ja}` }),
} satisfies Texts;

/** What a status must tell besides what was seen: what is affected, what the bot did and does next, who has it (O3). */
export function statusLines(view: EpisodeView): readonly Both[] {
  const isOver = view.episode.state.kind === 'resolved';
  return [
    ...remarks(view),
    affected(view),
    did(view),
    ...(isOver ? [] : [WORDS.next(next(view))]),
    ...(isOver && view.episode.acknowledged === null ? [] : [WORDS.owner(whoHasIt(view))]),
  ];
}
