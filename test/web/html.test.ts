import { expect, test } from '@jest/globals';
import { html } from '../../src/web/html.ts';

test('text is escaped, also in attributes', () => {
  const hostile = `<script>alert("1" + '2' + \`3\`)</script> &amp;`;
  expect(html`<p title="${hostile}">${hostile}</p>`.text).toBe(
    '<p title="&lt;script&gt;alert(&quot;1&quot; + &#39;2&#39; + &#96;3&#96;)&lt;/script&gt; &amp;amp;">&lt;script&gt;alert(&quot;1&quot; + &#39;2&#39; + &#96;3&#96;)&lt;/script&gt; &amp;amp;</p>',
  );
});

test('markup made by the tag stays markup, alone and in lists', () => {
  expect(html`<ul>${['a<', 'b'].map((item) => html`<li>${item}</li>`)}</ul>${html`<hr>`}`.text).toBe(
    '<ul><li>a&lt;</li><li>b</li></ul><hr>',
  );
});

test('numbers and backslashes are as they are', () => {
  expect(html`${1}\n${'\\'}`.text).toBe('1\n\\');
});
