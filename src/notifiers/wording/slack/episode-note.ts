import type { SlackEpisodeNoteEffect } from '../../../effect/messages.ts';
import type { SlackText } from '../../../slack/messages.ts';
import { code, mentions, section } from './mrkdwn.ts';

/** One line in the thread of an episode. Whom it calls stands first: an edit would call nobody. */
export function episodeNoteText({ note, mentions: whom }: SlackEpisodeNoteEffect): SlackText {
  const line = `${mentions(whom)} ${code(note.says)}`.trim();
  return { text: line, blocks: [section(line)] };
}
