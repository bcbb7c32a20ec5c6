import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { blame, diffLines, diffWords, splitWords, stats } from '../src/index.js';

/** A text with one letter a line. */
function lines(letters) {
  return [...letters].map((letter) => `${letter}\n`).join('');
}

/** `-a` and `+a` for lines, ` a` for the same. */
function short(edits) {
  const marks = { same: ' ', removed: '-', added: '+' };
  return edits.map(({ kind, text }) => marks[kind] + text.replaceAll('\n', ''));
}

describe('splitting', () => {
  it('tells words, blanks and signs apart', () => {
    assert.deepEqual(splitWords('f(x_1,  y)!\n'), ['f', '(', 'x_1', ',', '  ', 'y', ')', '!', '\n']);
  });
});

describe('diffLines: stretches', () => {
  it('puts what was removed before what was added', () => {
    assert.deepEqual(short(diffLines(lines('abcd'), lines('aXYd'))), [' a', '-bc', '+XY', ' d']);
  });

  it('sees changes at both ends', () => {
    assert.deepEqual(short(diffLines(lines('abc'), lines('bcd'))), ['-a', ' bc', '+d']);
    assert.deepEqual(short(diffLines(lines('bc'), lines('abcd'))), ['+a', ' bc', '+d']);
  });
});

describe('diffWords: stretches', () => {
  it('sees blanks and signs', () => {
    assert.deepEqual(diffWords('a, b', 'a b.'), [
      { kind: 'same', text: 'a' },
      { kind: 'removed', text: ',' },
      { kind: 'same', text: ' b' },
      { kind: 'added', text: '.' },
    ]);
  });
});

describe('stats: counts', () => {
  it('counts what goes beyond a replacement as removed or added', () => {
    assert.deepEqual(stats(lines('abcdef'), lines('aXef')), {
      added: 0,
      removed: 2,
      changed: 1,
      same: 3,
      similarity: 0.6,
    });
    assert.deepEqual(stats(lines('ab'), lines('XYZb')).added, 2);
  });

  it('adds up the stretches', () => {
    const counts = stats(lines('abcdefg'), lines('XbYZdefgh'));

    assert.deepEqual([counts.added, counts.removed, counts.changed], [2, 0, 2]);
  });

  it('finds two empty texts alike, and an empty one unlike any other', () => {
    assert.equal(stats('', '').similarity, 1);
    assert.deepEqual(stats('', 'a\n'), { added: 1, removed: 0, changed: 0, same: 0, similarity: 0 });
  });
});

describe('blame: revisions', () => {
  it('keeps the first revision of a line over many', () => {
    const revisions = ['ab', 'abc', 'xabc', 'xbcd'].map((text, id) => ({ id, text: lines(text) }));

    assert.deepEqual(blame(revisions).map(({ text, id }) => text[0] + id), ['x2', 'b0', 'c1', 'd3']);
  });
});
