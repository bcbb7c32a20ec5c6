import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { batch, Cache, memoize } from '../src/index.js';

describe('memoize: keys', () => {
  it('tells different arguments apart', async () => {
    const join = memoize(async (a, b) => `${a}-${b}`);

    assert.equal(await join(1, 2), '1-2');
    assert.equal(await join(2, 1), '2-1');
  });

  it('takes a key function', async () => {
    let calls = 0;
    const load = memoize(
      async (user) => {
        calls += 1;
        return user.name;
      },
      { key: (user) => user.id },
    );
    await load({ id: 1, name: 'Ada' });

    assert.equal(await load({ id: 1, name: 'Bob' }), 'Ada');
    assert.equal(calls, 1);
  });

  it('remembers a result that is undefined', async () => {
    let calls = 0;
    const load = memoize(async () => {
      calls += 1;
    });
    await load();
    await load();

    assert.equal(calls, 1);
  });
});

describe('memoize: cache', () => {
  it('calls again when the entry is too old', async () => {
    let time = 0;
    let calls = 0;
    const cache = new Cache({ ttl: 10, now: () => time });
    const load = memoize(async () => (calls += 1), { cache });
    await load();
    time = 10;

    assert.equal(await load(), 2);
  });

  it('remembers errors when asked', async () => {
    let calls = 0;
    const load = memoize(
      async () => {
        calls += 1;
        throw new Error(`call ${calls}`);
      },
      { cacheErrors: true },
    );
    await assert.rejects(load(), { message: 'call 1' });
    await assert.rejects(load(), { message: 'call 1' });
  });

  it('calls again after an entry is invalidated', async () => {
    let calls = 0;
    const load = memoize(async () => (calls += 1));
    await load('x');

    assert.equal(load.invalidate('x'), true);
    assert.equal(load.invalidate('x'), false);
    assert.equal(await load('x'), 2);
  });

  it('does not store a result that was invalidated while it was loading', async () => {
    let calls = 0;
    const load = memoize(async () => (calls += 1));
    const first = load('x');

    assert.equal(load.invalidate('x'), true);
    assert.equal(await first, 1);
    assert.equal(await load('x'), 2);
  });

  it('keeps a newer call when an older, invalidated one ends', async () => {
    const finish = [];
    const load = memoize(() => new Promise((resolve) => finish.push(resolve)));
    const first = load('x');
    load.invalidate('x');
    const second = load('x');
    finish[0]('old');
    await first;
    const third = load('x');
    finish[1]('new');

    assert.deepEqual(await Promise.all([second, third]), ['new', 'new']);
    assert.equal(finish.length, 2);
  });
});

describe('batch: turns', () => {
  it('asks for a repeated key once', async () => {
    const batches = [];
    const load = batch(async (keys) => {
      batches.push(keys);
      return keys;
    });
    await Promise.all([load('a'), load('b'), load('a')]);

    assert.deepEqual(batches, [['a', 'b']]);
  });

  it('splits a turn into batches of the largest size', async () => {
    const sizes = [];
    const load = batch(
      async (keys) => {
        sizes.push(keys.length);
        return keys;
      },
      { maxBatch: 2 },
    );
    await Promise.all([1, 2, 3, 4, 5].map(load));

    assert.deepEqual(sizes, [2, 2, 1]);
  });

  it('starts a new batch in the next turn', async () => {
    const batches = [];
    const load = batch(async (keys) => {
      batches.push(keys);
      return keys;
    });
    await load(1);
    await load(2);

    assert.deepEqual(batches, [[1], [2]]);
  });

  it('rejects only the key whose value is an error', async () => {
    const load = batch(async (keys) => keys.map((key) => (key === 2 ? new Error('no 2') : key)));
    const [one, two] = await Promise.allSettled([load(1), load(2)]);

    assert.equal(one.value, 1);
    assert.equal(two.reason.message, 'no 2');
  });

  it('rejects all keys when the values do not match in number', async () => {
    const load = batch(async () => [1]);
    const results = await Promise.allSettled([load('a'), load('b')]);

    assert.deepEqual(results.map((result) => result.reason?.message), [
      'Expected 2 values but got 1',
      'Expected 2 values but got 1',
    ]);
  });

  it('rejects all keys when loading fails', async () => {
    const load = batch(async () => {
      throw new Error('offline');
    });

    await assert.rejects(load(1), { message: 'offline' });
  });
});
