import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PriorityQueue } from '../src/index.js';

function queueOf(items, compare) {
  const queue = new PriorityQueue(compare);
  for (const item of items) queue.push(item);
  return queue;
}

describe('PriorityQueue', () => {
  it('gives the smallest item first', () => {
    assert.deepEqual(queueOf([3, 1, 2]).drain(), [1, 2, 3]);
  });

  it('looks at the first item without taking it', () => {
    const queue = queueOf([5, 4]);

    assert.equal(queue.peek(), 4);
    assert.equal(queue.size, 2);
  });

  it('gives undefined when it is empty', () => {
    assert.equal(new PriorityQueue().pop(), undefined);
  });

  it('takes an order of its own', () => {
    assert.deepEqual(queueOf([1, 3, 2], (a, b) => b - a).drain(), [3, 2, 1]);
  });
});
