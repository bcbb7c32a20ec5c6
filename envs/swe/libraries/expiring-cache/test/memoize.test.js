import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { batch, memoize } from '../src/index.js';

describe('memoize', () => {
  it('calls the function once for the same arguments', async () => {
    let calls = 0;
    const square = memoize(async (x) => {
      calls += 1;
      return x * x;
    });

    assert.equal(await square(3), 9);
    assert.equal(await square(3), 9);
    assert.equal(calls, 1);
  });

  it('shares a call that is under way', async () => {
    let calls = 0;
    const load = memoize(async () => {
      calls += 1;
      return calls;
    });

    assert.deepEqual(await Promise.all([load('x'), load('x')]), [1, 1]);
  });

  it('calls again after an error', async () => {
    let calls = 0;
    const load = memoize(async () => {
      calls += 1;
      if (calls === 1) throw new Error('first');
      return 'second';
    });

    await assert.rejects(load(), { message: 'first' });
    assert.equal(await load(), 'second');
  });
});

describe('batch', () => {
  it('loads the keys of one turn together', async () => {
    const batches = [];
    const load = batch(async (keys) => {
      batches.push(keys);
      return keys.map((key) => key * 10);
    });

    assert.deepEqual(await Promise.all([load(1), load(2)]), [10, 20]);
    assert.deepEqual(batches, [[1, 2]]);
  });
});
