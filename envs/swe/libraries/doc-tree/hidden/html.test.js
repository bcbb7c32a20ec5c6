import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { escapeHtml, isSafeUrl, toHtml } from '../src/index.js';

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

describe('toHtml: blocks', () => {
  it('adds ids to headings only when asked', () => {
    const tree = node('document', heading(1, 'A'), node('quote', heading(1, 'A')), heading(2, 'b'));

    assert.equal(
      toHtml(tree, { headingIds: true }),
      '<h1 id="a">A</h1>\n<blockquote>\n<h1 id="a-2">A</h1>\n</blockquote>\n<h2 id="b">b</h2>',
    );
    assert.equal(toHtml(node('document', heading(1, 'A'))), '<h1>A</h1>');
  });

  it('moves the levels of headings, to 6 at most', () => {
    const tree = node('document', heading(1, 'a'), heading(5, 'b'));

    assert.equal(toHtml(tree, { baseLevel: 3 }), '<h3>a</h3>\n<h6>b</h6>');
  });

  it('writes paragraphs in lists that are not tight', () => {
    const loose = { ...list(item(node('paragraph', 'a')), item(node('paragraph', 'b'))), tight: false };

    assert.equal(toHtml(node('document', loose)), '<ul>\n<li><p>a</p></li>\n<li><p>b</p></li>\n</ul>');
  });

  it('writes the first number of a list unless it is 1', () => {
    const numbered = (start) => ({ ...list(item(node('paragraph', 'a'))), ordered: true, start });

    assert.equal(toHtml(node('document', numbered(3))), '<ol start="3">\n<li>a</li>\n</ol>');
    assert.equal(toHtml(node('document', numbered(1))), '<ol>\n<li>a</li>\n</ol>');
  });

  it('writes boxes for tasks', () => {
    const task = (checked, text) => ({ checked, children: [node('paragraph', text)] });

    assert.equal(
      toHtml(node('document', list(task(true, 'a'), task(false, 'b')))),
      '<ul>\n<li><input type="checkbox" disabled checked> a</li>\n<li><input type="checkbox" disabled> b</li>\n</ul>',
    );
  });

  it('writes lists in tight lists', () => {
    const tree = node('document', list(item(node('paragraph', 'a'), list(item(node('paragraph', 'b'))))));

    assert.equal(toHtml(tree), '<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul></li>\n</ul>');
  });

  it('keeps quotes and code in items of tight lists as blocks', () => {
    const tree = node('document', list(item(node('quote', node('paragraph', 'a')), { type: 'rule' })));

    assert.equal(toHtml(tree), '<ul>\n<li><blockquote>\n<p>a</p>\n</blockquote>\n<hr></li>\n</ul>');
  });

  it('writes tables with the sides of their columns', () => {
    const cells = (...texts) => texts.map((text) => node('', text).children);
    const table = { type: 'table', align: [null, 'center'], head: cells('a', 'b'), rows: [cells('1', node('emphasis', '2'))] };

    assert.equal(
      toHtml(node('document', table)),
      '<table>\n<tr><th>a</th><th style="text-align: center">b</th></tr>\n' +
        '<tr><td>1</td><td style="text-align: center"><em>2</em></td></tr>\n</table>',
    );
  });

  it('shows code as it is told to, when the language is known', () => {
    const tree = node(
      'document',
      { type: 'codeBlock', language: 'js', value: 'a<b' },
      { type: 'codeBlock', language: null, value: 'c<d' },
    );

    assert.equal(
      toHtml(tree, { highlight: (code, language) => `<i>${language}:${code.length}</i>` }),
      '<pre><code class="language-js"><i>js:3</i>\n</code></pre>\n<pre><code>c&lt;d\n</code></pre>',
    );
  });
});

describe('toHtml: inline', () => {
  it('writes every kind of mark', () => {
    const marks = [node('strong', 'a'), ' ', node('deleted', 'b'), ' ', { type: 'code', value: 'c<' }, { type: 'break' }, 'd'];

    assert.equal(
      toHtml(node('document', node('paragraph', ...marks))),
      '<p><strong>a</strong> <del>b</del> <code>c&lt;</code><br>\nd</p>',
    );
  });

  it('writes images and titles, escaped', () => {
    const image = { type: 'image', url: 'a.png?b&c', title: '"t"', alt: '<alt>' };
    const titled = { ...link('d', 'e'), title: 'f' };

    assert.equal(
      toHtml(node('document', node('paragraph', image, titled))),
      '<p><img src="a.png?b&amp;c" alt="&lt;alt&gt;" title="&quot;t&quot;"><a href="d" title="f">e</a></p>',
    );
  });

  it('takes other schemes as safe when told', () => {
    const tree = node('document', node('paragraph', link('tel:1', 'a'), ' ', link('https://c', 'b')));

    assert.equal(toHtml(tree, { schemes: ['tel'] }), '<p><a href="tel:1">a</a> <a>b</a></p>');
    assert.equal(toHtml(tree), '<p><a>a</a> <a href="https://c">b</a></p>');
  });
});

describe('addresses and signs', () => {
  it('is not fooled by blanks and capitals in a scheme', () => {
    assert.equal(isSafeUrl(' java\nscript:run'), false);
    assert.equal(isSafeUrl('HTTPS://a'), true);
    assert.equal(isSafeUrl('DATA:a'), false);
  });

  it('takes addresses without a scheme as safe', () => {
    assert.equal(isSafeUrl('a/b:c'), true);
    assert.equal(isSafeUrl('#a'), true);
    assert.equal(isSafeUrl('mailto:a@b', []), false);
  });

  it('escapes each of four signs', () => {
    assert.equal(escapeHtml(`<a href="b">'&'</a>`), "&lt;a href=&quot;b&quot;&gt;'&amp;'&lt;/a&gt;");
  });
});
