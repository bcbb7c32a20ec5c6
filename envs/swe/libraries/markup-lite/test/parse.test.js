import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse, parseInline } from '../src/index.js';

describe('parse', () => {
  it('reads headings and paragraphs', () => {
    const tree = parse('## Title\n\nSome text');

    assert.deepEqual(tree.children, [
      { type: 'heading', level: 2, children: [{ type: 'text', value: 'Title' }] },
      { type: 'paragraph', children: [{ type: 'text', value: 'Some text' }] },
    ]);
  });

  it('reads a code block as it is', () => {
    const tree = parse('```js\nif (a) *b*\n```');

    assert.deepEqual(tree.children, [{ type: 'codeBlock', language: 'js', value: 'if (a) *b*' }]);
  });

  it('reads a list', () => {
    const [list] = parse('1. one\n2. two').children;

    assert.equal(list.ordered, true);
    assert.equal(list.start, 1);
    assert.equal(list.items.length, 2);
  });

  it('reads a list within a list', () => {
    const [list] = parse('- a\n  - b\n  - c\n- d').children;

    assert.equal(list.items.length, 2);
    assert.equal(list.items[0].children[1].items.length, 2);
  });

  it('reads blocks in a quote', () => {
    const [quote] = parse('> # Title\n> text').children;

    assert.deepEqual(quote.children.map(({ type }) => type), ['heading', 'paragraph']);
  });

  it('reads a table', () => {
    const [table] = parse('| a | b |\n| --- | --: |\n| 1 | 2 |').children;

    assert.deepEqual(table.align, [null, 'right']);
    assert.deepEqual(table.rows, [[[{ type: 'text', value: '1' }], [{ type: 'text', value: '2' }]]]);
  });

  it('refuses what is no text', () => {
    assert.throws(() => parse(null), { name: 'MarkupError' });
  });
});

describe('parseInline', () => {
  it('reads emphasis', () => {
    assert.deepEqual(parseInline('an *important* word'), [
      { type: 'text', value: 'an ' },
      { type: 'emphasis', children: [{ type: 'text', value: 'important' }] },
      { type: 'text', value: ' word' },
    ]);
  });

  it('reads emphasis within strong text', () => {
    const [strong] = parseInline('**a *b* c**');

    assert.equal(strong.type, 'strong');
    assert.deepEqual(strong.children.map(({ type }) => type), ['text', 'emphasis', 'text']);
  });

  it('reads a link with a title', () => {
    assert.deepEqual(parseInline('[a](b.html "t")'), [
      { type: 'link', url: 'b.html', title: 't', children: [{ type: 'text', value: 'a' }] },
    ]);
  });

  it('takes escaped signs as text', () => {
    assert.deepEqual(parseInline('\\*a\\*'), [{ type: 'text', value: '*a*' }]);
  });
});
