import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { code, fence, line, link, short, text } from '../../src/notifiers/wording/markdown.ts';

describe('text', () => {
  test.each([
    ['success (run 12, attempt 2)', 'success (run 12, attempt 2)'],
    ['build | lint', 'build \\| lint'],
    ['a\\|b', 'a\\\\\\|b'],
    ['`code` *b* _i_ ~s~', '\\`code\\` \\*b\\* \\_i\\_ \\~s\\~'],
    ['<b>&lt;</b>', '&lt;b&gt;&amp;lt;&lt;/b&gt;'],
    ['![x](javascript:1)', '\\!\\[x\\](javascript:1)'],
    ['@mona and a@b.example', '@&#8203;mona and a@&#8203;b.example'],
    ['#1 o/r#2 gh-3 C# &#35;', '\\#&#8203;1 o/r#&#8203;2 gh&#8203;-3 C# &amp;#&#8203;35;'],
    ['https://evil.example www.evil.example', 'https:&#8203;//evil.example www&#8203;.evil.example'],
    ['$x$', '&#36;x&#36;'],
    ['# heading', '\\# heading'],
    ['1. list', '1\\. list'],
    ['- list - no list', '\\- list - no list'],
    [' one\n\ttwo\u2028three\0 ', 'one two three'],
    ['\u202eab\u200bc\ufeff\u2066d\u00ad\ud800', 'abcd'],
    ['LG-Verified ✅ 日本語', 'LG-Verified ✅ 日本語'],
  ])('%j', (given, expected) => {
    expect(text(given, 100)).toBe(expected);
  });

  test('is cut by what people see, and shorter where escapes would make it long', () => {
    expect(text('a'.repeat(11), 10)).toBe(`${'a'.repeat(9)}…`);
    expect(text('😀'.repeat(6), 10)).toBe('😀😀😀😀…');
    expect(text('@'.repeat(100), 100).length).toBeLessThanOrEqual(300);
    expect(text('@'.repeat(100), 100)).toMatch(/…$/);
  });

  test('never holds anything that GitHub’s Markdown acts on, whatever it is given', () => {
    const bits = fc.constantFrom(
      '|',
      '`',
      '<',
      '>',
      '@',
      '[',
      ']',
      '(',
      '\\',
      '#1',
      '://',
      'www.',
      '$',
      '\n',
      '!',
      '&',
      'a',
      'GH-',
      '2',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(bits).map((all) => all.join('')),
        ),
        (given) => {
          const shown = text(given, 60);
          expect(shown.length).toBeLessThanOrEqual(180);
          expect(shown.replace(/\\./g, '')).not.toMatch(
            /[|`<>[\]*_~\\$\n]|@(?!&#8203;)|#(?=\d)(?<!&#)|:\/\/|www\./i,
          );
          expect(shown).toBe(line(shown));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('code', () => {
  test.each([
    ['smoke_passed', '`smoke_passed`'],
    ['a`b``c', "`a'b''c`"],
    ['a|b', '`a¦b`'],
    ['\u202e\n', '` `'],
    ['<b>@mona</b>\\', '`<b>@mona</b>\\`'],
  ])('%j', (given, expected) => {
    expect(code(given)).toBe(expected);
  });

  test('is cut', () => {
    expect(code('a'.repeat(300))).toHaveLength(257);
  });
});

describe('link', () => {
  test.each([
    ['run', 'https://github.com/o/r/actions/runs/1', '[run](https://github.com/o/r/actions/runs/1)'],
    ['run', 'http://127.0.0.1:3000/o/r', '[run](http://127.0.0.1:3000/o/r)'],
    ['a](b', 'https://github.com/', '[a\\](b](https://github.com/)'],
    ['run', 'https://github.com/a)b(c|d`e\\f g', '[run](https://github.com/a%29b%28c%7cd%60e/f%20g)'],
    ['run', 'javascript:alert(1)', 'run'],
    ['run', 'data:text/html,x', 'run'],
    ['run', 'https://github.com@evil.example/', 'run'],
    ['run', 'https://:secret@github.com/', 'run'],
    ['run', '/relative', 'run'],
    ['run', `https://github.com/${'('.repeat(200)}`, 'run'],
  ])('%j %j', (label, url, expected) => {
    expect(link(label, url)).toBe(expected);
  });
});

describe('fence', () => {
  test('is longer than any run of backticks in it', () => {
    expect(fence('a\n````\nb')).toBe('`````text\na\n````\nb\n`````');
    expect(fence('plain')).toBe('```text\nplain\n```');
  });

  test('keeps lines and tabs, and nothing else that cannot be seen', () => {
    expect(fence('a\r\nb\rc\u2028d\te\0\u001b[31m\u202ef')).toBe('```text\na\nb\nc\nd\te[31mf\n```');
  });

  test('can be ended by nothing in it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('`', '``', '```', '\n', '\r', ' ', '~~~', 'x', '`'.repeat(50))),
        (parts) => {
          const lines = fence(parts.join('')).split('\n');
          const [open = ''] = /^`+/.exec(lines[0] ?? '') ?? [];
          const ends = lines
            .slice(1)
            .filter((each) => new RegExp(`^ {0,3}\`{${open.length},} *$`).test(each));
          expect(ends).toEqual([open]);
          expect(open.length).toBeLessThanOrEqual(41);
        },
      ),
    );
  });
});

test('short never halves a character', () => {
  expect(short('a😀b', 3)).toBe('a…');
  expect(short('a😀b', 4)).toBe('a😀b');
});
