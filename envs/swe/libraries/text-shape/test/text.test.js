import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { list, plural, table, truncate, wrap } from '../src/index.js';

describe('wrap', () => {
  it('breaks lines between words', () => {
    assert.equal(wrap('the quick brown fox', 10), 'the quick\nbrown fox');
  });

  it('indents the first line and the others', () => {
    assert.equal(wrap('aa bb cc', 7, { indent: '- ', hanging: '  ' }), '- aa bb\n  cc');
  });

  it('leaves a word that is too long whole', () => {
    assert.equal(wrap('a verylongword b', 6), 'a\nverylongword\nb');
  });
});

describe('truncate', () => {
  it('cuts at the end', () => {
    assert.equal(truncate('abcdefgh', 5), 'abcd…');
  });

  it('cuts in the middle', () => {
    assert.equal(truncate('abcdefgh', 5, { position: 'middle' }), 'ab…gh');
  });
});

describe('table', () => {
  it('makes columns of equal width', () => {
    assert.equal(table([['a', 'bbb'], ['cccc', 'd']]), 'a     bbb\ncccc  d');
  });

  it('aligns numbers to the right', () => {
    assert.equal(table([['x', 5], ['y', 120]], { align: ['left', 'right'] }), 'x    5\ny  120');
  });

  it('draws a line under the header', () => {
    assert.equal(table([['id', 'name'], [1, 'Ada']], { header: true }), 'id  name\n--  ----\n1   Ada');
  });
});

describe('phrases', () => {
  it('counts things', () => {
    assert.equal(plural(1, 'file'), '1 file');
    assert.equal(plural(3, 'file'), '3 files');
  });

  it('lists things', () => {
    assert.equal(list(['a', 'b', 'c']), 'a, b and c');
  });
});
