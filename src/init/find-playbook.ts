import { repositorySchema } from '../config/repository-schema.ts';
import { PLAYBOOK_SECTION } from '../notifiers/wording/playbooks.ts';
import type { Locale } from '../policies/locale.ts';
import { type Choice, chosen, open } from './choice.ts';

const KEY = 'handoff.playbook_section';
const OF_HANDOFF = /hand.?off|ハンドオフ/i;
const OF_FAILURE = /fail|失敗/i;

/**
 * The section for a failed handoff: that of the playbooks that are there, else of those that this brings.
 *
 * @param playbooks `null` where there are none
 */
export function findPlaybookSection(playbooks: string | null, locale: Locale): readonly Choice[] {
  if (playbooks === null) return [chosen(KEY, anchorsOf([PLAYBOOK_SECTION[locale]])[0], 'section_brought')];
  const headings = headingsOf(playbooks);
  const anchors = anchorsOf(headings);
  const at = headings.findIndex((heading) => OF_HANDOFF.test(heading) && OF_FAILURE.test(heading));
  const anchor = anchors[at];
  return anchor !== undefined && isTaken(anchor)
    ? [chosen(KEY, anchor, 'section_there')]
    : [open(KEY, 'section_missing')];
}

function isTaken(anchor: string): boolean {
  return repositorySchema.safeParse({ handoff: { playbook_section: anchor } }).success;
}

/** Texts of a Markdown file's headings, those in code blocks left out. */
function headingsOf(markdown: string): readonly string[] {
  let fence: string | null = null;
  const headings: string[] = [];
  for (const line of markdown.split(/\r?\n/)) {
    const [, marks = ''] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence !== null) {
      if (marks.startsWith(fence)) fence = null;
    } else if (marks !== '') fence = marks;
    else {
      const [, heading] = /^ {0,3}#{1,6}[ \t]+(\S.*)$/.exec(line) ?? [];
      if (heading !== undefined) headings.push(heading.replace(/[ \t]#+[ \t]*$/, '').trim());
    }
  }
  return headings;
}

/**
 * The anchors that GitHub gives headings: lower case, punctuation dropped, blanks become hyphens, and the second
 * of the same name gets a number.
 * @see https://docs.github.com/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links
 */
function anchorsOf(headings: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return headings.map((heading) => {
    const anchor = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-');
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}
