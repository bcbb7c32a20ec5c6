import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PriorityQueue } from '../src/index.js';

function queueOf(items, compare) {
  const queue = new PriorityQueue(compare);
  for (const item of items) queue.push(item);
  return queue;
}

describe('PriorityQueue: order', () => {
  it('sorts many items', () => {
    const items = [9, 4, 7, 1, 8, 2, 6, 3, 5, 0, 12, 11, 10];

    assert.deepEqual(queueOf(items).drain(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('sorts items that come in falling order', () => {
    assert.deepEqual(queueOf([6, 5, 4, 3, 2, 1]).drain(), [1, 2, 3, 4, 5, 6]);
  });

  it('keeps the order of equal items', () => {
    const items = ['b1', 'a1', 'b2', 'a2', 'a3', 'b3'];
    const byLetter = (a, b) => a.charCodeAt(0) - b.charCodeAt(0);

    assert.deepEqual(queueOf(items, byLetter).drain(), ['a1', 'a2', 'a3', 'b1', 'b2', 'b3']);
  });

  it('sorts text', () => {
    assert.deepEqual(queueOf(['pear', 'fig', 'apple']).drain(), ['apple', 'fig', 'pear']);
  });
});

describe('PriorityQueue: removal', () => {
  it('removes an item from the middle and stays in order', () => {
    const queue = queueOf([1, 10, 2, 11, 12, 3, 4]);

    assert.equal(queue.remove(11), true);
    assert.deepEqual(queue.drain(), [1, 2, 3, 4, 10, 12]);
  });

  it('removes the first item', () => {
    const queue = queueOf([2, 1, 3]);
    queue.remove(1);

    assert.deepEqual(queue.drain(), [2, 3]);
  });

  it('removes the last item', () => {
    const queue = queueOf([1, 2, 3]);

    assert.equal(queue.remove(3), true);
    assert.deepEqual(queue.drain(), [1, 2]);
  });

  it('says that an item is not there', () => {
    const queue = queueOf([1, 2]);

    assert.equal(queue.remove(7), false);
    assert.equal(queue.size, 2);
  });
});
