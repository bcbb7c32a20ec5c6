import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { blame, diffLines, diffWords, splitLines, stats } from '../src/index.js';

describe('splitLines', () => {
  it('leaves the ends on the lines', () => {
    assert.deepEqual(splitLines('a\n\nb'), ['a\n', '\n', 'b']);
  });
});

describe('diffLines', () => {
  it('tells what was replaced', () => {
    assert.deepEqual(diffLines('a\nb\nc\n', 'a\nX\nc\n'), [
      { kind: 'same', text: 'a\n' },
      { kind: 'removed', text: 'b\n' },
      { kind: 'added', text: 'X\n' },
      { kind: 'same', text: 'c\n' },
    ]);
  });
});

describe('diffWords', () => {
  it('compares word by word', () => {
    assert.deepEqual(diffWords('the old dog', 'the new dog'), [
      { kind: 'same', text: 'the ' },
      { kind: 'removed', text: 'old' },
      { kind: 'added', text: 'new' },
      { kind: 'same', text: ' dog' },
    ]);
  });
});

describe('stats', () => {
  it('counts lines', () => {
    const counts = stats('a\nb\nc\nd\n', 'a\nX\nd\ne\nf\n');

    assert.deepEqual([counts.added, counts.removed, counts.changed, counts.same], [2, 1, 1, 2]);
  });
});

describe('blame', () => {
  it('names the revision that brought a line', () => {
    const lines = blame([
      { id: 'first', text: 'a\nb\n' },
      { id: 'second', text: 'a\nc\nb\n' },
    ]);

    assert.deepEqual(lines, [
      { text: 'a\n', id: 'first' },
      { text: 'c\n', id: 'second' },
      { text: 'b\n', id: 'first' },
    ]);
  });
});
