import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Cache } from '../src/index.js';

describe('Cache: size', () => {
  it('keeps exactly as many entries as allowed', () => {
    const cache = new Cache({ maxSize: 2 });
    cache.set('a', 1);
    cache.set('b', 2);

    assert.equal(cache.size, 2);
    assert.deepEqual(cache.keys(), ['b', 'a']);
  });

  it('weighs entries', () => {
    const cache = new Cache({ maxSize: 10, weigh: (value) => value.length });
    cache.set('a', 'xxxx');
    cache.set('b', 'xxxx');
    cache.set('c', 'xxx');

    assert.deepEqual(cache.keys(), ['c', 'b']);
    assert.equal(cache.weight, 7);
  });

  it('gives the key to the weighing function', () => {
    const cache = new Cache({ weigh: (_value, key) => key.length });
    cache.set('abc', 1);

    assert.equal(cache.weight, 3);
  });

  it('does not keep an entry that is heavier than the cache', () => {
    const cache = new Cache({ maxSize: 3, weigh: (value) => value });

    assert.equal(cache.set('a', 4), false);
    assert.equal(cache.has('a'), false);
    assert.equal(cache.set('b', 3), true);
  });

  it('replaces the weight of an entry that is set again', () => {
    const cache = new Cache({ maxSize: 10, weigh: (value) => value });
    cache.set('a', 6);
    cache.set('a', 2);

    assert.equal(cache.weight, 2);
    assert.equal(cache.size, 1);
  });

  it('drops several light entries for a heavy one', () => {
    const cache = new Cache({ maxSize: 5, weigh: (value) => value });
    for (const key of ['a', 'b', 'c', 'd', 'e']) cache.set(key, 1);
    cache.set('f', 3);

    assert.deepEqual(cache.keys(), ['f', 'e', 'd']);
  });

  it('does not count a peek as a use', () => {
    const cache = new Cache({ maxSize: 2 });
    cache.set('a', 1);
    cache.set('b', 2);
    cache.peek('a');
    cache.has('a');
    cache.set('c', 3);

    assert.deepEqual(cache.keys(), ['c', 'b']);
  });

  it('makes an entry the newest when it is set again', () => {
    const cache = new Cache({ maxSize: 2 });
    cache.set('a', 1);
    cache.set('b', 2);
    cache.set('a', 3);
    cache.set('c', 4);

    assert.deepEqual(cache.keys(), ['c', 'a']);
  });

  it('is empty and weighs nothing after being cleared', () => {
    const cache = new Cache({ ttl: 5 });
    cache.set('a', 1);
    cache.set('b', 1);
    cache.clear();

    assert.equal(cache.size, 0);
    assert.equal(cache.weight, 0);
  });
});

describe('Cache: time', () => {
  it('forgets an entry at the very moment its time is over', () => {
    let time = 0;
    const cache = new Cache({ ttl: 100, now: () => time });
    cache.set('a', 1);
    time = 99;
    assert.equal(cache.has('a'), true);
    time = 100;
    assert.equal(cache.has('a'), false);
  });

  it('says how long an entry has left', () => {
    let time = 10;
    const cache = new Cache({ ttl: 100, now: () => time });
    cache.set('a', 1);
    time = 40;

    assert.equal(cache.remaining('a'), 70);
    assert.equal(cache.remaining('b'), 0);
  });

  it('keeps entries without a limit for ever', () => {
    let time = 0;
    const cache = new Cache({ now: () => time });
    cache.set('a', 1);
    time = 1e12;

    assert.equal(cache.touch('a'), true);
    assert.equal(cache.remaining('a'), Infinity);
  });

  it('touches an entry with the time it was given', () => {
    let time = 0;
    const cache = new Cache({ ttl: 10, now: () => time });
    cache.set('a', 1, { ttl: 50 });
    time = 20;
    cache.touch('a');

    assert.equal(cache.remaining('a'), 50);
  });

  it('does not touch an entry that is gone', () => {
    let time = 0;
    const cache = new Cache({ ttl: 10, now: () => time });
    cache.set('a', 1);
    time = 11;

    assert.equal(cache.touch('a'), false);
  });

  it('counts what pruning drops', () => {
    let time = 0;
    const cache = new Cache({ now: () => time });
    cache.set('a', 1, { ttl: 30 });
    cache.set('b', 1, { ttl: 10 });
    cache.set('c', 1, { ttl: 20 });
    time = 20;

    assert.equal(cache.prune(), 2);
    assert.deepEqual(cache.keys(), ['a']);
  });

  it('does not count entries that are too old in its size and weight', () => {
    let time = 0;
    const cache = new Cache({ ttl: 10, now: () => time });
    cache.set('a', 1);
    time = 10;

    assert.equal(cache.size, 0);
    assert.equal(cache.weight, 0);
  });

  it('drops entries that are too old before fresh ones', () => {
    let time = 0;
    const cache = new Cache({ maxSize: 2, now: () => time });
    cache.set('fresh', 1);
    cache.set('old', 2, { ttl: 5 });
    time = 6;
    cache.set('new', 3);

    assert.deepEqual(cache.keys(), ['new', 'fresh']);
  });

  it('gives an entry that is set again a new time', () => {
    let time = 0;
    const cache = new Cache({ ttl: 10, now: () => time });
    cache.set('a', 1);
    time = 9;
    cache.set('a', 2);
    time = 18;

    assert.equal(cache.get('a'), 2);
  });

  it('refuses a time to live of zero', () => {
    assert.throws(() => new Cache({ ttl: 0 }), { name: 'RangeError', message: 'ttl must be above 0' });
  });
});

describe('Cache: events', () => {
  it('tells why an entry went', () => {
    let time = 0;
    const events = [];
    const onEvict = (...event) => events.push(event);
    const cache = new Cache({ maxSize: 2, ttl: 10, now: () => time, onEvict });
    cache.set('a', 1);
    cache.set('b', 2);
    cache.set('c', 3);
    cache.delete('b');
    time = 10;
    cache.get('c');

    assert.deepEqual(events, [['a', 1, 'size'], ['b', 2, 'deleted'], ['c', 3, 'expired']]);
  });

  it('counts evictions but not deletions', () => {
    const cache = new Cache({ maxSize: 1 });
    cache.set('a', 1);
    cache.set('b', 2);
    cache.delete('b');

    assert.equal(cache.stats().evictions, 1);
  });

  it('has a hit rate of zero before the first lookup', () => {
    assert.equal(new Cache().stats().hitRate, 0);
  });
});
