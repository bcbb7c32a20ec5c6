import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeChange, diff, interpolate, Layers, merge, setPath } from '../src/index.js';

describe('merge: rules', () => {
  it('joins lists without repeats', () => {
    assert.deepEqual(merge([{ a: [2, 1] }, { a: [1, 3] }], { a: 'union' }), { a: [2, 1, 3] });
  });

  it('lets a star stand for one key, unless a path has a rule of its own', () => {
    const below = { s: { a: [1], b: [1] }, t: [1], d: { e: { a: [1] } } };
    const above = { s: { a: [2], b: [2] }, t: [2], d: { e: { a: [2] } } };
    const rules = { 's.*': 'append', 's.b': 'keep', '*.*.a': 'union' };

    assert.deepEqual(merge([below, above], rules), {
      s: { a: [1, 2], b: [1] },
      t: [2],
      d: { e: { a: [1, 2] } },
    });
  });

  it('refuses a rule it does not know', () => {
    assert.throws(() => merge([{ a: 1 }, { a: 2 }], { a: 'average' }), RangeError);
  });
});

describe('merge: values', () => {
  it('changes none of its configurations and shares nothing with them', () => {
    const below = { s: { a: [1] }, l: [1] };
    const above = { s: { b: 2 }, m: [[3]] };
    const merged = merge([below, above], { l: 'keep' });
    merged.s.a.push(9);
    merged.l.push(9);
    merged.m[0].push(9);

    assert.deepEqual(below, { s: { a: [1] }, l: [1] });
    assert.deepEqual(above, { s: { b: 2 }, m: [[3]] });
  });
});

describe('interpolate: references', () => {
  it('fills in texts inside lists', () => {
    assert.deepEqual(interpolate({ s: { l: ['${s.n}', ['-${s.n}']], n: 1 } }).s.l, [1, ['-1']]);
  });

  it('takes the text of a reference whose path is not there', () => {
    assert.deepEqual(interpolate({ a: '${x.y:none}', b: '${c:other}', c: 0, d: '<${x:}>' }), {
      a: 'none',
      b: 0,
      c: 0,
      d: '<>',
    });
  });

  it('does not remember the text for other references', () => {
    assert.throws(() => interpolate({ a: '${x:1}', b: '${x}' }), {
      message: 'There is no x (in b)',
      path: 'b',
    });
  });

  it('writes a dollar sign for two', () => {
    assert.deepEqual(interpolate({ a: '$${b} costs $$', b: '$$', c: '$5' }), {
      a: '${b} costs $',
      b: '$',
      c: '$5',
    });
  });

  it('names only the circle, not the way to it', () => {
    assert.throws(() => interpolate({ a: 'x${s.b}', s: { b: '${c}', c: 1 }, c: ['${d}'], d: '${s.b}' }), {
      message: 's.b -> c -> d -> s.b is a circle (in d)',
      path: 'd',
    });
  });

  it('refuses a section in a text', () => {
    assert.throws(() => interpolate({ s: { a: 1 }, t: { b: '${s}' } }), {
      message: 's is a section (in t.b)',
    });
  });
});

describe('diff: changes', () => {
  it('sorts by path and sees lists and empty sections', () => {
    const changes = diff({ s: {}, b: [1], a: 1 }, { s: { x: 1 }, b: [2], a: '1' });

    assert.deepEqual(changes, [
      { path: 'a', before: 1, after: '1' },
      { path: 'b', before: [1], after: [2] },
      { path: 's', before: {}, after: undefined },
      { path: 's.x', before: undefined, after: 1 },
    ]);
  });

  it('describes a change in a line', () => {
    const lines = diff({ a: 1, b: 'x' }, { b: 'y', c: [true] }).map(describeChange);

    assert.deepEqual(lines, ['- a = 1', '~ b = "x" -> "y"', '+ c = [true]']);
  });
});

describe('paths: corners', () => {
  it('puts a section in place of a value in the way', () => {
    const config = { a: { b: 1, c: 2 } };
    setPath(config, 'a.b.x', 3);

    assert.deepEqual(config, { a: { b: { x: 3 }, c: 2 } });
  });
});

describe('Layers: state', () => {
  it('falls back to the layers below when one is removed', () => {
    const layers = new Layers().add('a', { x: 1 }).add('b', { x: 2 });
    assert.equal(layers.get('x'), 2);

    assert.equal(layers.remove('b'), true);
    assert.equal(layers.remove('b'), false);
    assert.equal(layers.get('x'), 1);
  });

  it('sets values in sections, and takes away with null', () => {
    const layers = new Layers().add('a', { s: { x: 1, y: 1 } });
    assert.equal(layers.get('s.x'), 1);
    layers.set('s.x', 5);
    layers.set('s.y', null);

    assert.deepEqual(layers.get('s'), { x: 5 });
    assert.equal(layers.originOf('s.y'), 'overrides');
    assert.equal(layers.originOf('s.z'), null);
  });

  it('follows rules and fills references in over all layers', () => {
    const rules = { l: 'append' };
    const layers = new Layers({ rules }).add('a', { l: ['${n}'], n: 1 }).add('b', { l: [2] });
    rules.l = 'keep';
    layers.set('n', 7);

    assert.deepEqual(layers.get('l'), [7, 2]);
  });

  it('shares nothing with its caller', () => {
    const config = { l: [1] };
    const value = ['x'];
    const layers = new Layers().add('a', config);
    layers.set('v', value);
    config.l.push(2);
    value.push('y');
    layers.get('l').push(3);

    assert.deepEqual([layers.get('l'), layers.get('v')], [[1], ['x']]);
    assert.deepEqual(layers.get('none', 'f'), 'f');
  });
});
