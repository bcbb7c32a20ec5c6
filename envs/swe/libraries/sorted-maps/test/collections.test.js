import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SortedMultiset } from '../src/index.js';

describe('SortedMultiset', () => {
  it('keeps equal values', () => {
    const values = new SortedMultiset([3, 1, 3, 2]);

    assert.deepEqual([...values], [1, 2, 3, 3]);
    assert.equal(values.count(3), 2);
  });

  it('removes one of several equal values', () => {
    const values = new SortedMultiset([3, 1, 3]);
    const removed = values.remove(3);

    assert.equal(removed, 1);
    assert.deepEqual([...values], [1, 3]);
  });

  it('finds the smallest and the largest value', () => {
    const values = new SortedMultiset([5, 2, 9]);

    assert.equal(values.min(), 2);
    assert.equal(values.max(), 9);
  });

  it('finds the value in the middle', () => {
    assert.equal(new SortedMultiset([5, 1, 9]).median(), 5);
  });

  it('finds the most common value', () => {
    assert.deepEqual(new SortedMultiset(['a', 'b', 'b']).mostCommon(), [['b', 2]]);
  });
});
