import { describe, expect, test } from '@jest/globals';
import { markdown } from '../../demo/github/pages/markdown.ts';

describe('Markdown as bots write it', () => {
  test.each([
    ['a heading', '## Gates', '<h2>Gates</h2>'],
    [
      'bold, italic, struck',
      '**a** *b* _c_ ~~d~~',
      '<p><strong>a</strong> <em>b</em> <em>c</em> <del>d</del></p>',
    ],
    ['names with underscores', 'smoke_not_green', '<p>smoke_not_green</p>'],
    ['code', '`@ai-ops` ``a`b``', '<p><code>@ai-ops</code> <code>a`b</code></p>'],
    ['code keeps its marks', '`**a** <b>`', '<p><code>**a** &lt;b&gt;</code></p>'],
    [
      'a fence',
      '```json\n{"a": "<b>"}\n```\nafter',
      '<pre><code>{&quot;a&quot;: &quot;&lt;b&gt;&quot;}</code></pre>\n<p>after</p>',
    ],
    [
      'a link',
      '[run **7**](https://github.com/a)',
      '<p><a href="https://github.com/a">run <strong>7</strong></a></p>',
    ],
    [
      'a bare link',
      'see https://github.com/a.',
      '<p>see <a href="https://github.com/a">https://github.com/a</a>.</p>',
    ],
    ['a list', '- one\n- two\n  - deeper', '<ul><li>one</li><li>two\n<ul><li>deeper</li></ul></li></ul>'],
    ['a numbered list', '1. one\n2. two', '<ol><li>one</li><li>two</li></ol>'],
    ['a quote', '> said\n> so', '<blockquote><p>said<br>\nso</p></blockquote>'],
    ['a rule', '---', '<hr>'],
    ['escapes', '\\*not\\* \\<b\\>', '<p>*not* &lt;b&gt;</p>'],
    ['entities', '&lt;b&gt; &#64;all', '<p>&lt;b&gt; &#64;all</p>'],
    [
      'line breaks in cells',
      '| a |\n| - |\n| x<br>y |',
      '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>x<br>y</td></tr></tbody></table>',
    ],
    [
      'pipes in cells',
      '| a | b |\n|---|:-:|\n| 1 \\| 2 | `c` |',
      '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1 | 2</td><td><code>c</code></td></tr></tbody></table>',
    ],
    [
      'a fold',
      '<details><summary>More **here**</summary>\n\ntext\n\n</details>',
      '<details><summary>More <strong>here</strong></summary>\n<p>text</p>\n</details>',
    ],
    ['a comment', 'a<!-- ai-ops:key\nsecret -->b', '<p>ab</p>'],
    ['a comment without an end', 'a<!-- rest', '<p>a</p>'],
  ])('%s', (_, text, expected) => {
    expect(markdown(text).text).toBe(expected);
  });
});

describe('what people write cannot do harm', () => {
  test.each([
    ['a script', '<script>alert(1)</script>'],
    ['an image with a handler', '<img src=x onerror=alert(1)>'],
    ['a script in a link', '[x](javascript:alert(1))'],
    ['a script in an entity link', '[x](java&#115;cript:alert(1))'],
    ['a quote in a link', '[x](https://a/"onmouseover="alert(1))'],
    ['a script in a table', '| a |\n|---|\n| <script>alert(1)</script> |'],
    ['a script in a fold', '<details><summary><script>alert(1)</script></summary>'],
    ['a handler in a fold', '<details ontoggle=alert(1) open>'],
    ['a script in a fence', '```\n</code></pre><script>alert(1)</script>\n```'],
    ['a script after a broken comment', '<!-- --><script>alert(1)</script>'],
    ['a tag with an attribute', '<b onclick=alert(1)>x</b>'],
  ])('%s', (_, text) => {
    const shown = markdown(text).text;
    expect(shown).not.toMatch(/<(script|img)|<\w+(\s+[\w-]+="[^"]*")*\s+on\w+=|href="(?!https?:|[/#])/i);
  });

  test.each(['*a ', '[', '**a', '`a', '_a ', '| a '])('a long line of %s is read to its end', (text) => {
    expect(markdown(text.repeat(4000)).text).not.toBe('');
  });
});
