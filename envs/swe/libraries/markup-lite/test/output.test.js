import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { excerpt, headingsOf, parse, tableOfContents, toHtml, toPlainText } from '../src/index.js';

describe('toHtml', () => {
  it('writes headings and paragraphs', () => {
    assert.equal(toHtml(parse('# Hi\n\nall *of* you')), '<h1>Hi</h1>\n<p>all <em>of</em> you</p>');
  });

  it('escapes text', () => {
    assert.equal(toHtml(parse('1 < 2 & <b>')), '<p>1 &lt; 2 &amp; &lt;b&gt;</p>');
  });

  it('writes a tight list without paragraphs', () => {
    assert.equal(toHtml(parse('- a\n- b')), '<ul>\n<li>a</li>\n<li>b</li>\n</ul>');
  });

  it('leaves out addresses that run scripts', () => {
    assert.equal(toHtml(parse('[x](javascript:run)')), '<p><a>x</a></p>');
  });

  it('names the language of code', () => {
    const html = toHtml(parse('```js\na < b\n```'));

    assert.equal(html, '<pre><code class="language-js">a &lt; b\n</code></pre>');
  });
});

describe('outline', () => {
  it('gives every heading an id', () => {
    const headings = headingsOf(parse('# First Part\n## Details'));

    assert.deepEqual(headings, [
      { level: 1, text: 'First Part', id: 'first-part' },
      { level: 2, text: 'Details', id: 'details' },
    ]);
  });

  it('writes a table of contents', () => {
    const contents = tableOfContents(parse('# One\n## Two\n# Three'));

    assert.equal(contents, '- [One](#one)\n  - [Two](#two)\n- [Three](#three)');
  });
});

describe('plain text', () => {
  it('leaves out all marks', () => {
    assert.equal(toPlainText(parse('# A *b*\n\n- `c`\n- [d](e)')), 'A b\n\nc\nd');
  });

  it('cuts an excerpt after a word', () => {
    assert.equal(excerpt(parse('one two three four'), 10), 'one two…');
  });
});
