import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Cache } from '../src/index.js';

describe('Cache', () => {
  it('gives back what was stored', () => {
    const cache = new Cache();
    cache.set('a', 1);

    assert.equal(cache.get('a'), 1);
    assert.equal(cache.get('b'), undefined);
  });

  it('drops the least recently used entry when it is full', () => {
    const cache = new Cache({ maxSize: 2 });
    cache.set('a', 1);
    cache.set('b', 2);
    cache.get('a');
    cache.set('c', 3);

    assert.deepEqual(cache.keys(), ['c', 'a']);
  });

  it('forgets an entry once its time has passed', () => {
    let time = 0;
    const cache = new Cache({ ttl: 100, now: () => time });
    cache.set('a', 1);
    time = 150;

    assert.equal(cache.get('a'), undefined);
  });

  it('lets one entry live longer than the others', () => {
    let time = 0;
    const cache = new Cache({ ttl: 10, now: () => time });
    cache.set('a', 1);
    cache.set('b', 2, { ttl: 100 });
    time = 50;

    assert.deepEqual(cache.keys(), ['b']);
  });

  it('says whether there was anything to delete', () => {
    const cache = new Cache();
    cache.set('a', 1);

    assert.equal(cache.delete('a'), true);
    assert.equal(cache.delete('a'), false);
  });

  it('counts hits and misses', () => {
    const cache = new Cache();
    cache.set('a', 1);
    cache.get('a');
    cache.get('b');

    assert.deepEqual(cache.stats(), { hits: 1, misses: 1, evictions: 0, hitRate: 0.5 });
  });

  it('starts the time of an entry again when it is touched', () => {
    let time = 0;
    const cache = new Cache({ ttl: 10, now: () => time });
    cache.set('a', 1);
    time = 8;
    cache.touch('a');
    time = 15;

    assert.equal(cache.has('a'), true);
  });

  it('refuses a size of zero', () => {
    assert.throws(() => new Cache({ maxSize: 0 }), RangeError);
  });
});
