import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ascending, by, descending, SortedMap } from '../src/index.js';

function mapOf(keys) {
  return new SortedMap(keys.map((key) => [key, `v${key}`]));
}

const tens = [10, 20, 30, 40, 50, 60, 70];

describe('orders', () => {
  it('compares by less and greater', () => {
    assert.equal(ascending(1, 2), -1);
    assert.equal(ascending('b', 'a'), 1);
    assert.equal(ascending(2, 2), 0);
    assert.equal(descending(1, 2), 1);
  });

  it('refuses values without an order', () => {
    assert.throws(() => ascending(NaN, 1), { name: 'SortedMapError' });
    assert.throws(() => new SortedMap([[undefined, 1], [2, 2]]), { name: 'SortedMapError' });
  });

  it('orders by what a function makes of keys', () => {
    const map = new SortedMap([['ccc', 3], ['a', 1], ['bb', 2]], by((text) => text.length));
    const reversed = new SortedMap(map, by((text) => text.length, descending));

    assert.deepEqual([...map.keys()], ['a', 'bb', 'ccc']);
    assert.deepEqual([...reversed.keys()], ['ccc', 'bb', 'a']);
  });
});

describe('SortedMap: entries', () => {
  it('gives the fallback only for a missing key', () => {
    const map = new SortedMap([[1, undefined]]);

    assert.equal(map.get(1, 'x'), undefined);
    assert.equal(map.get(2, 'x'), 'x');
    assert.equal(map.has(1), true);
  });

  it('keeps the key that is there when an equal one is set', () => {
    const map = new SortedMap([['a', 1], ['b', 2]], by((text) => text.toLowerCase()));
    map.set('A', 3);

    assert.deepEqual([...map], [['a', 3], ['b', 2]]);
  });

  it('refuses a key that is not equal to itself', () => {
    const map = new SortedMap([], (a, b) => (a < b ? -1 : 1));

    assert.throws(() => map.set(1, 'a'), { name: 'SortedMapError' });
    assert.equal(map.size, 0);
  });

  it('updates the present value or the fallback', () => {
    const map = new SortedMap([['a', 1]]);
    map.update('a', (value, key) => `${key}${value + 1}`, 10);
    map.update('b', (value) => value + 1, 10);

    assert.deepEqual([...map], [['a', 'a2'], ['b', 11]]);
    assert.equal(map.update('c', (value) => value).get('c'), undefined);
  });

  it('says when there was nothing to delete', () => {
    const map = mapOf(tens);

    assert.equal(map.delete(15), false);
    assert.equal(map.size, 7);
  });

  it('deletes keys with two branches, one or none', () => {
    const map = mapOf(tens);
    for (const key of [40, 70, 60, 10]) map.delete(key);

    assert.deepEqual([...map], [[20, 'v20'], [30, 'v30'], [50, 'v50']]);
  });

  it('is empty after it was cleared', () => {
    const map = mapOf(tens);
    map.clear();

    assert.equal(map.size, 0);
    assert.equal(map.first(), undefined);
    assert.equal(map.last(), undefined);
    assert.equal(map.shift(), undefined);
    assert.equal(map.height, 0);
  });

  it('gives its ends and removes the first', () => {
    const map = mapOf(tens);

    assert.deepEqual(map.last(), [70, 'v70']);
    assert.deepEqual(map.shift(), [10, 'v10']);
    assert.deepEqual(map.first(), [20, 'v20']);
    assert.equal(map.size, 6);
  });
});

describe('SortedMap: balance', () => {
  it('stays flat when keys come in order', () => {
    const up = new SortedMap();
    const down = new SortedMap();
    for (let key = 1; key <= 127; key += 1) {
      up.set(key, key);
      down.set(-key, key);
    }

    assert.equal(up.height, 7);
    assert.equal(down.height, 7);
  });

  it('stays flat when keys come from both sides', () => {
    assert.equal(mapOf([3, 1, 2]).height, 2);
    assert.equal(mapOf([1, 3, 2]).height, 2);
    assert.deepEqual([...mapOf([1, 3, 2])], [[1, 'v1'], [2, 'v2'], [3, 'v3']]);
    assert.deepEqual([...mapOf([3, 1, 2])], [[1, 'v1'], [2, 'v2'], [3, 'v3']]);
  });

  it('keeps every entry through double rotations', () => {
    const right = mapOf([20, 10, 60, 50, 70, 40, 55]);
    const left = mapOf([60, 70, 20, 10, 30, 25, 35]);

    assert.deepEqual([...right.keys()], [10, 20, 40, 50, 55, 60, 70]);
    assert.deepEqual([...left], [10, 20, 25, 30, 35, 60, 70].map((key) => [key, `v${key}`]));
    assert.equal(left.size, 7);
    assert.equal(right.height, 3);
    assert.equal(left.height, 3);
  });

  it('gets flat again when keys are deleted', () => {
    const low = mapOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    const high = low.copy();
    for (const key of [1, 2, 3, 4, 5, 6, 7, 8]) low.delete(key);
    for (const key of [15, 14, 13, 12, 11, 10, 9, 8]) high.delete(key);

    assert.equal(low.height <= 4, true);
    assert.equal(high.height <= 4, true);
    assert.deepEqual([...low.keys()], [9, 10, 11, 12, 13, 14, 15]);
    assert.deepEqual([...high.keys()], [1, 2, 3, 4, 5, 6, 7]);
  });

  it('agrees with a sorted list after many changes', () => {
    const map = new SortedMap();
    for (let step = 0; step < 200; step += 1) map.set((step * 37) % 101, step);
    for (let step = 0; step < 60; step += 1) map.delete((step * 53) % 101);
    const keys = [...map.keys()];
    const places = keys.map((key) => map.rank(key));

    assert.equal(keys.length, 41);
    assert.equal(map.size, 41);
    assert.deepEqual(places, keys.map((_key, index) => index));
    assert.equal(map.height <= 7, true);
  });
});

describe('SortedMap: positions', () => {
  it('counts the keys below', () => {
    const map = mapOf(tens);

    assert.deepEqual([5, 10, 45, 70, 75].map((key) => map.rank(key)), [0, 0, 4, 6, 7]);
    assert.deepEqual([5, 10, 45, 70, 75].map((key) => map.rank(key, true)), [0, 1, 4, 7, 7]);
  });

  it('gives the entry at an index', () => {
    const map = mapOf(tens);
    const keys = [0, 1, 2, 3, 4, 5, 6].map((index) => map.at(index)[0]);

    assert.deepEqual(keys, tens);
    assert.equal(map.at(7), undefined);
    assert.equal(map.at(-1), undefined);
  });

  it('takes an equal key as the nearest one', () => {
    const map = mapOf(tens);

    assert.deepEqual(map.floor(30), [30, 'v30']);
    assert.deepEqual(map.ceiling(30), [30, 'v30']);
    assert.equal(map.floor(9), undefined);
    assert.equal(map.ceiling(71), undefined);
  });

  it('leaves an equal key out below and above', () => {
    const map = mapOf(tens);

    assert.deepEqual(map.lower(30), [20, 'v20']);
    assert.deepEqual(map.higher(30), [40, 'v40']);
    assert.equal(map.lower(10), undefined);
    assert.equal(map.higher(70), undefined);
    assert.deepEqual(map.lower(35), [30, 'v30']);
    assert.deepEqual(map.higher(35), [40, 'v40']);
  });
});

describe('SortedMap: ranges', () => {
  it('takes ends in or leaves them out', () => {
    const map = mapOf(tens);
    const keysOf = (options) => [...map.range(options)].map(([key]) => key);

    assert.deepEqual(keysOf({ from: 30, to: 50 }), [30, 40]);
    assert.deepEqual(keysOf({ from: 30, to: 50, includeFrom: false }), [40]);
    assert.deepEqual(keysOf({ from: 30, to: 50, includeTo: true }), [30, 40, 50]);
  });

  it('is open where an end is left out', () => {
    const map = mapOf(tens);

    assert.deepEqual([...map.range({ from: 65 })], [[70, 'v70']]);
    assert.deepEqual([...map.range({ to: 15 })], [[10, 'v10']]);
    assert.equal([...map.range()].length, 7);
    assert.deepEqual([...map.range({ from: 50, to: 20 })], []);
  });

  it('goes backwards through a range', () => {
    const map = mapOf(tens);

    assert.deepEqual([...map.range({ to: 30, reverse: true })], [[20, 'v20'], [10, 'v10']]);
    assert.deepEqual([...map.range({ from: 60, reverse: true })], [[70, 'v70'], [60, 'v60']]);
  });

  it('deletes a range', () => {
    const map = mapOf(tens);

    assert.equal(map.deleteRange({ from: 20, to: 60, includeTo: true }), 5);
    assert.deepEqual([...map.keys()], [10, 70]);
    assert.equal(map.deleteRange({ from: 80 }), 0);
  });

  it('goes on over what was there when an iteration began', () => {
    const map = mapOf([1, 2, 3]);
    const seen = [];
    for (const [key] of map) {
      seen.push(key);
      map.delete(3);
      map.set(key + 10, 'new');
    }

    assert.deepEqual(seen, [1, 2, 3]);
    assert.deepEqual([...map.keys()], [1, 2, 11, 12, 13]);
  });

  it('gives keys, values and entries in order', () => {
    const map = mapOf([2, 1]);

    assert.deepEqual([...map.keys()], [1, 2]);
    assert.deepEqual([...map.values()], ['v1', 'v2']);
    assert.deepEqual([...map.entries()], [[1, 'v1'], [2, 'v2']]);
  });

  it('filters by value and key and keeps the order', () => {
    const map = new SortedMap([[1, 5], [2, 1], [3, 9]], descending);
    const kept = map.filter((value, key) => value > key);
    kept.set(7, 0);

    assert.deepEqual([...kept], [[7, 0], [3, 9], [1, 5]]);
    assert.equal(map.size, 3);
  });

  it('copies the order too', () => {
    const map = new SortedMap([[1, 'a'], [2, 'b']], descending);
    const copy = map.copy();
    map.delete(1);
    copy.set(3, 'c');

    assert.deepEqual([...copy.keys()], [3, 2, 1]);
    assert.deepEqual([...map.keys()], [2]);
  });
});
