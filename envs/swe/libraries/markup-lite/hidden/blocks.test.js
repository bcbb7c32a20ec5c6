import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../src/index.js';

function typesOf(text) {
  return parse(text).children.map(({ type }) => type);
}

function textsOf(nodes) {
  return nodes.map(({ children }) => children.map(({ value }) => value).join(''));
}

describe('headings and rules', () => {
  it('needs a blank behind the signs of a heading', () => {
    assert.deepEqual(typesOf('#a\n\n####### b\n\n   ###### c'), ['paragraph', 'paragraph', 'heading']);
  });

  it('leaves out signs behind a title', () => {
    assert.deepEqual(textsOf(parse('# a ##\n# b#\n## ##\n#').children), ['a', 'b#', '', '']);
  });

  it('reads rules of three or more signs', () => {
    assert.deepEqual(typesOf('***\n- - -\n  _____\n--\n*-*'), ['rule', 'rule', 'rule', 'paragraph']);
  });

  it('ends lines at every sort of line end', () => {
    assert.deepEqual(textsOf(parse('# a\r\n# b\r# c').children), ['a', 'b', 'c']);
  });
});

describe('code blocks', () => {
  it('has no language when none is given', () => {
    assert.deepEqual(parse('~~~\na\n\n  b\n~~~').children, [{ type: 'codeBlock', language: null, value: 'a\n\n  b' }]);
  });

  it('ends at a line of the same sign that is long enough', () => {
    const tree = parse('````\n```\n~~~~\n    ````\n`````\nafter');

    assert.deepEqual(tree.children[0].value, '```\n~~~~\n    ````');
    assert.equal(tree.children[1].type, 'paragraph');
  });

  it('takes the indent of its first line off the others', () => {
    assert.equal(parse('  ```\n   a\n b\n  c').children[0].value, ' a\nb\nc');
  });
});

describe('quotes and lists', () => {
  it('is tight without empty lines', () => {
    assert.equal(parse('- a\n- b\n\n\nafter').children[0].tight, true);
    assert.equal(parse('- a\n\n- b').children[0].tight, false);
    assert.equal(parse('- a\n\n  more\n- b').children[0].tight, false);
  });

  it('holds the blocks that are indented like its text', () => {
    const [list, after] = parse('10. a\n\n    b\n    > c\n\nd').children;
    const types = list.items[0].children.map(({ type }) => type);

    assert.deepEqual(types, ['paragraph', 'paragraph', 'quote']);
    assert.equal(after.type, 'paragraph');
  });

  it('starts another list at another sign', () => {
    const lists = parse('- a\n* b\n1. c\n2) d').children;

    assert.deepEqual(lists.map(({ items }) => items.length), [1, 1, 1, 1]);
    assert.deepEqual(lists.map(({ start }) => start), [null, null, 1, 2]);
  });

  it('reads boxes of tasks', () => {
    const [list] = parse('- [x] a\n- [ ] b\n- [X] c\n- [y] d').children;

    assert.deepEqual(list.items.map(({ checked }) => checked), [true, false, true, null]);
  });

  it('interrupts a paragraph only with an item that has text and the number 1', () => {
    assert.deepEqual(typesOf('a\n2. b'), ['paragraph']);
    assert.deepEqual(typesOf('a\n-'), ['paragraph']);
    assert.deepEqual(typesOf('a\n1. b'), ['paragraph', 'list']);
  });

  it('reads empty items', () => {
    const [list] = parse('-\n-\n  a\n- b').children;

    assert.deepEqual(list.items.map(({ children }) => children.length), [0, 1, 1]);
    assert.deepEqual(typesOf('-\n a'), ['list', 'paragraph']);
  });

  it('refuses to nest too deeply', () => {
    assert.equal(parse('> > a', { maxDepth: 2 }).children.length, 1);
    assert.throws(() => parse('> > a', { maxDepth: 1 }), { name: 'MarkupError' });
    assert.throws(() => parse('- - a', { maxDepth: 1 }), { name: 'MarkupError' });
    assert.equal(parse(`${'>'.repeat(20)} a`).children[0].type, 'quote');
    assert.throws(() => parse(`${'>'.repeat(21)} a`), { name: 'MarkupError' });
  });
});

describe('tables', () => {
  it('reads the side of each column', () => {
    const [table] = parse('a | b | c | d\n:-- | :-: | --: | -').children;

    assert.deepEqual(table.align, ['left', 'center', 'right', null]);
    assert.deepEqual(table.rows, []);
  });

  it('fills up short rows and cuts long ones', () => {
    const [table] = parse('a|b\n-|-\n1|\n1|2|3').children;

    assert.deepEqual(table.rows.map((row) => row.map((cell) => cell.length)), [[1, 0], [1, 1]]);
  });

  it('does not part cells at escaped bars and bars in code', () => {
    const [table] = parse('| a | b |\n|---|---|\n| x \\| y | `p|q` |').children;

    assert.deepEqual(table.rows[0], [[{ type: 'text', value: 'x | y' }], [{ type: 'code', value: 'p|q' }]]);
  });

  it('reads marks in the cells of the head', () => {
    const [table] = parse('| *a* | b |\n|--|--|').children;

    assert.equal(table.head[0][0].type, 'emphasis');
    assert.deepEqual(table.head[1], [{ type: 'text', value: 'b' }]);
  });

  it('keeps empty cells between bars', () => {
    const [table] = parse('a|b|c\n-|-|-\n1||3').children;

    assert.deepEqual(table.rows[0].map((cell) => cell[0]?.value), ['1', undefined, '3']);
  });

  it('needs as many dividers as cells', () => {
    assert.deepEqual(typesOf('a | b\n--'), ['paragraph']);
    assert.deepEqual(typesOf('a | b\n-- | x'), ['paragraph']);
    assert.deepEqual(typesOf('a | b'), ['paragraph']);
    assert.deepEqual(typesOf('a\n:-:'), ['paragraph']);
  });
});
