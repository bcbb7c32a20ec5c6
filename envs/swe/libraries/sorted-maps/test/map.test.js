import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { descending, SortedMap } from '../src/index.js';

describe('SortedMap', () => {
  it('keeps keys in order', () => {
    const map = new SortedMap([[3, 'c'], [1, 'a'], [2, 'b']]);

    assert.deepEqual([...map], [[1, 'a'], [2, 'b'], [3, 'c']]);
    assert.equal(map.size, 3);
  });

  it('gives the value of a key', () => {
    const map = new SortedMap([['x', 10]]);

    assert.equal(map.get('x'), 10);
    assert.equal(map.get('y'), undefined);
    assert.equal(map.has('y'), false);
  });

  it('replaces the value of a key', () => {
    const map = new SortedMap([[1, 'a']]).set(1, 'b');

    assert.deepEqual([...map], [[1, 'b']]);
  });

  it('deletes a key', () => {
    const map = new SortedMap([[1, 'a'], [2, 'b'], [3, 'c']]);

    assert.equal(map.delete(2), true);
    assert.deepEqual([...map.keys()], [1, 3]);
  });

  it('takes another order', () => {
    const map = new SortedMap([[1, 'a'], [3, 'c'], [2, 'b']], descending);

    assert.deepEqual([...map.keys()], [3, 2, 1]);
  });

  it('finds the nearest keys', () => {
    const map = new SortedMap([[10, 'a'], [20, 'b']]);

    assert.deepEqual(map.floor(15), [10, 'a']);
    assert.deepEqual(map.ceiling(15), [20, 'b']);
  });

  it('goes through a range', () => {
    const map = new SortedMap([[1, 'a'], [2, 'b'], [3, 'c'], [4, 'd']]);

    assert.deepEqual([...map.range({ from: 2, to: 4 })], [[2, 'b'], [3, 'c']]);
  });

  it('makes copies of its own', () => {
    const map = new SortedMap([[1, 'a']]);
    const copy = map.copy();
    copy.set(2, 'b');

    assert.equal(map.size, 1);
    assert.equal(copy.size, 2);
  });
});
