import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { descending, SortedMultiset } from '../src/index.js';

describe('SortedMultiset: counts', () => {
  it('adds a value several times', () => {
    const values = new SortedMultiset().add('b', 2).add('a').add('c', 0);

    assert.deepEqual([...values], ['a', 'b', 'b']);
    assert.equal(values.size, 3);
    assert.equal(values.distinct, 2);
    assert.equal(values.count('c'), 0);
  });

  it('refuses to add or remove less than nothing', () => {
    const values = new SortedMultiset([1]);

    assert.throws(() => values.add(1, -1), { name: 'SortedMapError' });
    assert.throws(() => values.remove(1, -1), { name: 'SortedMapError' });
    assert.equal(values.size, 1);
  });

  it('removes no more than there is', () => {
    const values = new SortedMultiset([1, 1, 2]);

    assert.equal(values.remove(1, 5), 2);
    assert.equal(values.remove(1), 0);
    assert.equal(values.size, 1);
    assert.equal(values.distinct, 1);
  });

  it('removes some of several', () => {
    const values = new SortedMultiset([4, 4, 4, 7]);

    assert.equal(values.remove(4, 2), 2);
    assert.equal(values.count(4), 1);
    assert.equal(values.size, 2);
  });

  it('removes every equal value', () => {
    const values = new SortedMultiset([4, 4, 7]);

    assert.equal(values.removeAll(4), 2);
    assert.deepEqual([...values], [7]);
    assert.equal(values.removeAll(4), 0);
  });
});

describe('SortedMultiset: positions', () => {
  it('has no ends when it is empty', () => {
    const values = new SortedMultiset();

    assert.equal(values.min(), undefined);
    assert.equal(values.max(), undefined);
    assert.equal(values.median(), undefined);
  });

  it('gives its ends as values', () => {
    const values = new SortedMultiset(['b', 'a', 'b'], descending);

    assert.equal(values.min(), 'b');
    assert.equal(values.max(), 'a');
  });

  it('counts equal values as places of their own', () => {
    const values = new SortedMultiset([5, 5, 1, 9]);

    assert.deepEqual([0, 1, 2, 3].map((index) => values.at(index)), [1, 5, 5, 9]);
    assert.equal(values.at(4), undefined);
    assert.equal(values.at(-1), undefined);
  });

  it('takes the lower of two middle values', () => {
    assert.equal(new SortedMultiset([1, 2, 3, 4]).median(), 2);
    assert.equal(new SortedMultiset([7]).median(), 7);
    assert.equal(new SortedMultiset([1, 1, 1, 8, 9]).median(), 1);
  });

  it('lists the most common values, equals in order', () => {
    const values = new SortedMultiset(['d', 'b', 'a', 'b', 'a', 'c', 'c', 'c']);

    assert.deepEqual(values.mostCommon(3), [['c', 3], ['a', 2], ['b', 2]]);
    assert.equal(values.mostCommon(9).length, 4);
    assert.equal(values.mostCommon().length, 1);
  });

  it('takes another order and copies it', () => {
    const values = new SortedMultiset([1, 3, 3], descending);
    const copy = values.copy().add(2);
    values.remove(1);

    assert.deepEqual([...copy], [3, 3, 2, 1]);
    assert.equal(copy.size, 4);
    assert.deepEqual([...values], [3, 3]);
    assert.equal(values.size, 2);
  });
});
