import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withHistory } from '../../src/history/document.ts';

const ADDED = { heading: '## History', lines: ['- one', '- two'] };

/** A page before and after; `»` stands before what was added, to the end of its line. */
const PAGES: readonly (readonly [string, string | null, string])[] = [
  ['no file', null, '## History\n\n- one\n- two\n'],
  ['an empty file', '', '## History\n\n- one\n- two\n'],
  ['a page without a history', '# Page\n\nText.\n', '# Page\n\nText.\n\n## History\n\n- one\n- two\n'],
  ['a page without an end of line', '# Page', '# Page\n\n## History\n\n- one\n- two\n'],
  [
    'a page with a footer',
    '# Page\n\nText.\n\n---\n最終更新: 2025-10-16 / Maintainer: AI Ops Team\n',
    '# Page\n\nText.\n\n## History\n\n- one\n- two\n\n---\n最終更新: 2025-10-16 / Maintainer: AI Ops Team\n',
  ],
  [
    'a rule in the middle of a page',
    '# Page\n\n---\n\n## Part\n',
    '# Page\n\n---\n\n## Part\n\n## History\n\n- one\n- two\n',
  ],
  [
    'a page that describes itself first',
    '---\ntitle: Page\n---\n',
    '---\ntitle: Page\n---\n\n## History\n\n- one\n- two\n',
  ],
  [
    'a history at the end',
    '# Page\n\n## History\n\n- zero\n',
    '# Page\n\n## History\n\n- zero\n- one\n- two\n',
  ],
  ['a history that is empty', '## History\n', '## History\n\n- one\n- two\n'],
  [
    'a history between other parts',
    '## 変更履歴\n\n- zero\n\n## Next\n',
    '## 変更履歴\n\n- zero\n- one\n- two\n\n## Next\n',
  ],
  [
    'a history with no gap to what follows',
    '## History\n- zero\n## Next\n',
    '## History\n- zero\n- one\n- two\n\n## Next\n',
  ],
  [
    'a history above a footer',
    '## History\n\n- zero\n\n---\nLast change: today\n',
    '## History\n\n- zero\n- one\n- two\n\n---\nLast change: today\n',
  ],
  [
    'a history with parts of its own',
    '# 4. 変更履歴\n\n## 2025\n\n- zero\n\n# Next\n',
    '# 4. 変更履歴\n\n## 2025\n\n- zero\n- one\n- two\n\n# Next\n',
  ],
  [
    'a table',
    '## History ##\n\n| day | what |\n|---|---|\n| 1 | a |\n',
    '## History ##\n\n| day | what |\n|---|---|\n| 1 | a |\n\n- one\n- two\n',
  ],
  [
    'an entry of two lines',
    '## History\n\n* zero\n  and more\n',
    '## History\n\n* zero\n  and more\n- one\n- two\n',
  ],
  [
    'what is only code or a comment',
    '# Page\n\n```md\n## History\n```\n\n<!--\n## History\n-->\n\n~~~\n```\n# History\n~~~\n',
    '# Page\n\n```md\n## History\n```\n\n<!--\n## History\n-->\n\n~~~\n```\n# History\n~~~\n\n## History\n\n- one\n- two\n',
  ],
  [
    'a heading that only mentions it',
    '## History of the company\n',
    '## History of the company\n\n## History\n\n- one\n- two\n',
  ],
  ['a heading under dashes', 'History\n---\n', 'History\n---\n\n## History\n\n- one\n- two\n'],
  [
    'lines that end as on Windows',
    '# Page\r\n\r\n## History\r\n\r\n- zero\r\n\r\n## Next\r\n',
    '# Page\r\n\r\n## History\r\n\r\n- zero\r\n- one\r\n- two\r\n\r\n## Next\r\n',
  ],
];

describe('a history', () => {
  test.each(PAGES)('%s', (_, before, after) => {
    expect(withHistory(before, ADDED)).toBe(after);
  });

  test('whatever the page is, only lines are added to it', () => {
    const line = fc.constantFrom(
      ...['', '', '# Page', '## History', '## 変更履歴', '- a', 'text', '---', '```', '<!--', '-->', '| a |'],
    );
    const page = fc
      .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
      .map(([lines, eol, ends]) => `${lines.join(eol)}${ends ? eol : ''}`);
    fc.assert(
      fc.property(page, (before) => {
        const after = withHistory(before, ADDED);
        const at = after.indexOf('- one');
        expect(after.slice(at).split(/\r?\n/).slice(0, 2)).toEqual(['- one', '- two']);
        expect(withoutAddition(before, after)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

/** What was there is there still, around one place. */
function withoutAddition(before: string, after: string): boolean {
  const places = Array.from({ length: before.length + 1 }, (_, place) => place);
  return places.some(
    (place) => after.startsWith(before.slice(0, place)) && after.endsWith(before.slice(place)),
  );
}
