import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { excerpt, findAll, headingsOf, outlineOf, slugOf, Slugger, tableOfContents, textOf, toPlainText, walk } from '../src/index.js';

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

describe('outline: edges', () => {
  it('makes slugs of letters and digits', () => {
    assert.equal(slugOf('  What is 2 + 2?'), 'what-is-2-2');
    assert.equal(slugOf('?!'), 'section');
    assert.equal(slugOf('?!', 'part'), 'part');
  });

  it('gives no slug twice', () => {
    const slugger = new Slugger();

    assert.deepEqual(['a', 'a', 'a 2', 'A'].map((text) => slugger.slug(text)), ['a', 'a-2', 'a-2-2', 'a-3']);
  });

  it('takes the text of headings without marks', () => {
    const image = { type: 'image', url: 'd', title: null, alt: 'c' };
    const [found] = headingsOf(node('document', heading(1, node('emphasis', 'A'), ' ', { type: 'code', value: 'b' }, ' ', image)));

    assert.deepEqual(found, { level: 1, text: 'A b c', id: 'a-b-c' });
  });

  it('nests headings although levels are left out', () => {
    const tree = node('document', heading(1, 'a'), heading(3, 'b'), heading(2, 'c'), heading(3, 'd'), heading(1, 'e'));

    assert.deepEqual(outlineOf(tree), [
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
    const tree = node('document', heading(1, 'a'), heading(2, 'b'), heading(3, 'c'), heading(4, 'd'), heading(2, 'a'));

    assert.equal(tableOfContents(tree, { from: 2, to: 3 }), '- [b](#b)\n  - [c](#c)\n- [a](#a-2)');
    assert.equal(tableOfContents(node('document', heading(6, 'f'))), '- [f](#f)');
  });

  it('escapes brackets in a table of contents', () => {
    assert.equal(tableOfContents(node('document', heading(1, 'a [b]'))), '- [a \\[b\\]](#a-b)');
  });
});

describe('plain text: edges', () => {
  it('puts an empty line between blocks and a tab between cells', () => {
    const cells = (...texts) => texts.map((text) => node('', text).children);
    const table = { type: 'table', align: [null, null], head: cells('x', 'y'), rows: [cells('1', '2')] };
    const quote = node('quote', node('paragraph', 'b'), node('paragraph', 'c'));
    const tree = node('document', node('paragraph', 'a'), { type: 'rule' }, quote, table);

    assert.equal(toPlainText(tree), 'a\n\nb\n\nc\n\nx\ty\n1\t2');
  });

  it('puts items and their blocks on lines of their own', () => {
    const inner = list(item(node('paragraph', 'b')));
    const outer = list(item(node('paragraph', 'a'), inner), item(node('paragraph', 'c'), node('paragraph', 'd')));

    assert.equal(toPlainText(node('document', outer)), 'a\nb\nc\nd');
  });

  it('keeps code and breaks', () => {
    const image = { type: 'image', url: 'd', title: null, alt: 'c' };
    const code = { type: 'codeBlock', language: null, value: '  e' };

    assert.equal(toPlainText(node('document', node('paragraph', 'a', { type: 'break' }, 'b ', image), code)), 'a\nb c\n\n  e');
  });

  it('leaves a short excerpt whole and on one line', () => {
    const tree = node('document', node('paragraph', 'a\nb'), list(item(node('paragraph', 'c'))));

    assert.equal(excerpt(tree), 'a b c');
    assert.equal(excerpt(node('document', node('paragraph', 'one two')), 7), 'one two');
  });

  it('makes an excerpt no longer than told', () => {
    assert.equal(excerpt(node('document', node('paragraph', 'one two three')), 8), 'one two…');
    assert.equal(excerpt(node('document', node('paragraph', 'abcdefgh')), 4), 'abc…');
    assert.equal(excerpt(node('document', node('paragraph', `${'word '.repeat(16)}end`))), `${'word '.repeat(15)}word…`);
  });
});

describe('trees: edges', () => {
  it('finds nodes in lists, tables and links', () => {
    const code = (value) => ({ type: 'code', value });
    const table = { type: 'table', align: [null, null], head: [[code('c')], []], rows: [[[], [code('d')]]] };
    const items = [item(node('paragraph', code('a'))), item(node('paragraph', link('x', code('b'))))];
    const tree = node('document', list(...items), table);

    assert.deepEqual(findAll(tree, 'code').map(({ value }) => value), ['a', 'b', 'c', 'd']);
    assert.equal(findAll(tree, 'heading').length, 0);
  });

  it('walks from parents to children with their depth', () => {
    const seen = [];
    walk(node('document', heading(1, node('emphasis', 'a')), node('paragraph', 'b')), (one, depth) => {
      seen.push(`${one.type} ${depth}`);
    });

    assert.deepEqual(seen, ['document 0', 'heading 1', 'emphasis 2', 'text 3', 'paragraph 1', 'text 2']);
  });

  it('leaves out what is below a node when told', () => {
    const seen = [];
    walk(node('document', node('quote', node('paragraph', 'a')), node('paragraph', 'b')), (one) => {
      seen.push(one.type);
      return one.type !== 'quote';
    });

    assert.deepEqual(seen, ['document', 'quote', 'paragraph', 'text']);
  });

  it('gives the text of nodes', () => {
    const image = { type: 'image', url: 'e', title: null, alt: 'd' };
    const { children } = node('paragraph', 'a ', node('emphasis', 'b ', { type: 'code', value: 'c' }), { type: 'break' }, image);

    assert.equal(textOf(children), 'a b c\nd');
    assert.equal(textOf(image), 'd');
  });
});
