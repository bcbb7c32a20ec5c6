import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  escapeHtml, excerpt, findAll, headingsOf, isSafeUrl, outlineOf, parse, slugOf, Slugger, tableOfContents, textOf, toHtml,
  toPlainText, walk,
} from '../src/index.js';

describe('toHtml: blocks', () => {
  it('adds ids to headings only when asked', () => {
    const tree = parse('# A\n\n> # A\n\n## b');

    assert.equal(
      toHtml(tree, { headingIds: true }),
      '<h1 id="a">A</h1>\n<blockquote>\n<h1 id="a-2">A</h1>\n</blockquote>\n<h2 id="b">b</h2>',
    );
    assert.equal(toHtml(parse('# A')), '<h1>A</h1>');
  });

  it('writes paragraphs in lists that are not tight', () => {
    assert.equal(toHtml(parse('- a\n\n- b')), '<ul>\n<li><p>a</p></li>\n<li><p>b</p></li>\n</ul>');
  });

  it('writes the first number of a list unless it is 1', () => {
    assert.equal(toHtml(parse('3. a')), '<ol start="3">\n<li>a</li>\n</ol>');
    assert.equal(toHtml(parse('1. a')), '<ol>\n<li>a</li>\n</ol>');
  });

  it('writes boxes for tasks', () => {
    assert.equal(
      toHtml(parse('- [x] a\n- [ ] b')),
      '<ul>\n<li><input type="checkbox" disabled checked> a</li>\n<li><input type="checkbox" disabled> b</li>\n</ul>',
    );
  });

  it('writes lists in tight lists', () => {
    assert.equal(toHtml(parse('- a\n  - b')), '<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul></li>\n</ul>');
  });

  it('writes tables with the sides of their columns', () => {
    assert.equal(
      toHtml(parse('a | b\n--|:-:\n1 | *2*')),
      '<table>\n<tr><th>a</th><th style="text-align: center">b</th></tr>\n' +
        '<tr><td>1</td><td style="text-align: center"><em>2</em></td></tr>\n</table>',
    );
  });
});

describe('toHtml: inline', () => {
  it('writes every kind of mark', () => {
    assert.equal(
      toHtml(parse('**a** _b_ ~~c~~ `d<`  \ne')),
      '<p><strong>a</strong> <em>b</em> <del>c</del> <code>d&lt;</code><br>\ne</p>',
    );
  });

  it('takes other schemes as safe when told', () => {
    const tree = parse('[a](tel:1) [b](https://c)');

    assert.equal(toHtml(tree, { schemes: ['tel'] }), '<p><a href="tel:1">a</a> <a>b</a></p>');
    assert.equal(toHtml(tree), '<p><a>a</a> <a href="https://c">b</a></p>');
  });
});

describe('outline: edges', () => {
  it('makes slugs of letters and digits', () => {
    assert.equal(slugOf('  What is 2 + 2?'), 'what-is-2-2');
    assert.equal(slugOf('?!'), 'section');
    assert.equal(slugOf('?!', 'part'), 'part');
  });

  it('takes the text of headings without marks', () => {
    const [heading] = headingsOf(parse('# *A* `b` ![c](d)'));

    assert.deepEqual(heading, { level: 1, text: 'A b c', id: 'a-b-c' });
  });

  it('nests headings although levels are left out', () => {
    const outline = outlineOf(parse('# a\n### b\n## c\n### d\n# e'));

    assert.deepEqual(outline, [
      {
        text: 'a',
        id: 'a',
        children: [
          { text: 'b', id: 'b', children: [] },
          { text: 'c', id: 'c', children: [{ text: 'd', id: 'd', children: [] }] },
        ],
      },
      { text: 'e', id: 'e', children: [] },
    ]);
  });

  it('takes only the levels that are wanted', () => {
    const tree = parse('# a\n## b\n### c\n#### d\n## a');

    assert.equal(tableOfContents(tree, { from: 2, to: 3 }), '- [b](#b)\n  - [c](#c)\n- [a](#a-2)');
    assert.equal(tableOfContents(parse('###### f')), '- [f](#f)');
  });
});

describe('trees and plain text', () => {
  it('puts an empty line between blocks and a tab between cells', () => {
    const tree = parse('a\n\n---\n\n> b\n>\n> c\n\nx|y\n-|-\n1|2');

    assert.equal(toPlainText(tree), 'a\n\nb\n\nc\n\nx\ty\n1\t2');
  });

  it('puts items and their blocks on lines of their own', () => {
    assert.equal(toPlainText(parse('1. a\n   - b\n2. c\n\n   d')), 'a\nb\nc\nd');
  });

  it('keeps code and breaks in plain text', () => {
    assert.equal(toPlainText(parse('a  \nb ![c](d)\n```\n  e\n```')), 'a\nb c\n\n  e');
  });

  it('leaves a short excerpt whole and on one line', () => {
    assert.equal(excerpt(parse('a\nb\n\n- c')), 'a b c');
    assert.equal(excerpt(parse('one two'), 7), 'one two');
    assert.equal(excerpt(parse(`${'word '.repeat(16)}end`)), `${'word '.repeat(15)}word…`);
  });

  it('finds nodes in lists, tables and links', () => {
    const tree = parse('- `a`\n- [`b`](c)\n\nx | `d`\n--|--\n`e` | f');

    assert.deepEqual(findAll(tree, 'code').map(({ value }) => value), ['a', 'b', 'd', 'e']);
    assert.equal(findAll(tree, 'heading').length, 0);
  });

  it('walks from parents to children with their depth', () => {
    const seen = [];
    walk(parse('# *a*\n\nb'), (node, depth) => {
      seen.push(`${node.type} ${depth}`);
    });

    assert.deepEqual(seen, ['document 0', 'heading 1', 'emphasis 2', 'text 3', 'paragraph 1', 'text 2']);
  });

  it('leaves out what is below a node when told', () => {
    const seen = [];
    walk(parse('> a\n\nb'), (node) => {
      seen.push(node.type);
      return node.type !== 'quote';
    });

    assert.deepEqual(seen, ['document', 'quote', 'paragraph', 'text']);
  });

  it('gives the text of nodes', () => {
    const [paragraph] = parse('a *b `c`*  \n![d](e)').children;

    assert.equal(textOf(paragraph.children), 'a b c\nd');
  });
});
