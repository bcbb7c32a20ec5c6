import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { list, pad, table, truncate, wrap } from '../src/index.js';

describe('wrap: edges', () => {
  it('fills a line exactly', () => {
    assert.equal(wrap('aaaa bbbb', 9), 'aaaa bbbb');
    assert.equal(wrap('aaaa bbbb', 8), 'aaaa\nbbbb');
  });

  it('has a width of 80 by default', () => {
    const word = 'x'.repeat(39);

    assert.equal(wrap(`${word} ${word} y`), `${word} ${word}\ny`);
  });

  it('breaks long words when asked', () => {
    assert.equal(wrap('abcdefgh ij', 3, { breakLongWords: true }), 'abc\ndef\ngh\nij');
  });

  it('goes on after the rest of a broken word', () => {
    assert.equal(wrap('x abcdefg y', 5, { breakLongWords: true }), 'x\nabcde\nfg y');
  });

  it('breaks long words after the indent', () => {
    assert.equal(wrap('abcdef', 4, { indent: '> ', breakLongWords: true }), '> ab\n> cd\n> ef');
  });

  it('refuses a width of zero', () => {
    assert.throws(() => wrap('a', 0), { name: 'RangeError', message: 'width must be above 0' });
    assert.equal(wrap('a b', 1), 'a\nb');
  });
});

describe('truncate: edges', () => {
  it('cuts at the start', () => {
    assert.equal(truncate('abcdefgh', 4, { position: 'start' }), '…fgh');
  });

  it('keeps more of the head than of the tail', () => {
    assert.equal(truncate('abcdefgh', 6, { position: 'middle' }), 'abc…gh');
  });

  it('keeps nothing of the tail when there is room for one character', () => {
    assert.equal(truncate('abcdefgh', 2, { position: 'middle' }), 'a…');
  });

  it('cuts the mark itself when there is no room', () => {
    assert.equal(truncate('abcdefgh', 2, { ellipsis: '...' }), '..');
    assert.equal(truncate('abcdefgh', 3, { ellipsis: '...' }), '...');
  });

  it('leaves no blank in front of the mark', () => {
    assert.equal(truncate('abc def', 5), 'abc…');
  });
});

describe('table: options', () => {
  it('centres a column', () => {
    assert.equal(table([['abcde'], ['x']], { align: ['center'] }), 'abcde\n  x');
  });

  it('puts the odd blank after centred text', () => {
    assert.equal(pad('ab', 5, 'center'), ' ab  ');
  });

  it('does not cut text that is wider than the padding', () => {
    assert.equal(pad('abc', 2), 'abc');
    assert.equal(pad('abc', 2, 'right'), 'abc');
  });

  it('limits the width of a column', () => {
    assert.equal(table([['abcdef', 'x'], ['b', 'y']], { maxWidth: 4 }), 'abc…  x\nb     y');
  });

  it('shows null as nothing and zero as zero', () => {
    assert.equal(table([[null, 0]], { gap: 1 }), ' 0');
  });
});

describe('phrases: edges', () => {
  it('lists two things without a comma', () => {
    assert.equal(list(['a', 'b'], 'or'), 'a or b');
  });

  it('lists one thing or none', () => {
    assert.equal(list(['a']), 'a');
    assert.equal(list([]), '');
  });

  it('counts what it does not show', () => {
    assert.equal(list(['a', 'b', 'c', 'd'], 'and', { max: 2 }), 'a, b and 2 others');
    assert.equal(list(['a', 'b', 'c'], 'and', { max: 2 }), 'a, b and 1 other');
  });
});
