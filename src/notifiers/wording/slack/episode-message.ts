import type { SlackEpisodeEffect } from '../../../effect/messages.ts';
import type { SlackText } from '../../../slack/messages.ts';
import { code, section } from './mrkdwn.ts';

/** The one message of an episode. */
export function episodeMessage({ view }: SlackEpisodeEffect): SlackText {
  const line = code(view.episode.rule);
  return { text: line, blocks: [section(line)] };
}
