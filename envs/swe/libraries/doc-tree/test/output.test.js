import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { excerpt, findAll, headingsOf, tableOfContents, toHtml, toPlainText } from '../src/index.js';

/** A node with children; plain strings are text. */
function node(type, ...children) {
  return { type, children: children.map((child) => (typeof child === 'string' ? { type: 'text', value: child } : child)) };
}

function heading(level, ...children) {
  return { ...node('heading', ...children), level };
}

function link(url, ...children) {
  return { ...node('link', ...children), url, title: null };
}

function item(...children) {
  return { checked: null, children };
}

function list(...items) {
  return { type: 'list', ordered: false, start: null, tight: true, items };
}

describe('toHtml', () => {
  it('writes headings and paragraphs', () => {
    const tree = node('document', heading(1, 'Hi'), node('paragraph', 'all ', node('emphasis', 'of'), ' you'));

    assert.equal(toHtml(tree), '<h1>Hi</h1>\n<p>all <em>of</em> you</p>');
  });

  it('escapes text', () => {
    assert.equal(toHtml(node('document', node('paragraph', '1 < 2 & <b>'))), '<p>1 &lt; 2 &amp; &lt;b&gt;</p>');
  });

  it('writes a tight list without paragraphs', () => {
    const tree = node('document', list(item(node('paragraph', 'a')), item(node('paragraph', 'b'))));

    assert.equal(toHtml(tree), '<ul>\n<li>a</li>\n<li>b</li>\n</ul>');
  });

  it('leaves out addresses that run scripts', () => {
    const tree = node('document', node('paragraph', link('javascript:run', 'x')));

    assert.equal(toHtml(tree), '<p><a>x</a></p>');
  });

  it('names the language of code', () => {
    const html = toHtml(node('document', { type: 'codeBlock', language: 'js', value: 'a < b' }));

    assert.equal(html, '<pre><code class="language-js">a &lt; b\n</code></pre>');
  });

  it('writes a table', () => {
    const table = { type: 'table', align: [null], head: [node('', 'a').children], rows: [[node('', 'b').children]] };

    assert.equal(toHtml(node('document', table)), '<table>\n<tr><th>a</th></tr>\n<tr><td>b</td></tr>\n</table>');
  });
});

describe('outline', () => {
  it('gives every heading an id', () => {
    const headings = headingsOf(node('document', heading(1, 'First Part'), heading(2, 'Details')));

    assert.deepEqual(headings, [
      { level: 1, text: 'First Part', id: 'first-part' },
      { level: 2, text: 'Details', id: 'details' },
    ]);
  });

  it('writes a table of contents', () => {
    const contents = tableOfContents(node('document', heading(1, 'One'), heading(2, 'Two'), heading(1, 'Three')));

    assert.equal(contents, '- [One](#one)\n  - [Two](#two)\n- [Three](#three)');
  });
});

describe('plain text', () => {
  it('leaves out all marks', () => {
    const items = [item(node('paragraph', { type: 'code', value: 'c' })), item(node('paragraph', link('e', 'd')))];
    const tree = node('document', heading(1, 'A ', node('emphasis', 'b')), list(...items));

    assert.equal(toPlainText(tree), 'A b\n\nc\nd');
  });

  it('cuts an excerpt after a word', () => {
    assert.equal(excerpt(node('document', node('paragraph', 'one two three four')), 10), 'one two…');
  });
});

describe('trees', () => {
  it('finds nodes of a type in the order of the text', () => {
    const tree = node('document', heading(1, 'a'), node('quote', heading(2, 'b')), heading(3, 'c'));

    assert.deepEqual(findAll(tree, 'heading').map(({ level }) => level), [1, 2, 3]);
  });
});
