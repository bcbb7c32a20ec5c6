import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ancestorsOf, clone, createChart, eventsOf, homeOf, problemsOf } from '../src/index.js';

describe('createChart', () => {
  it('refuses a target that is not there', () => {
    assert.throws(() => createChart({ states: { a: { on: { GO: 'x' } } } }), {
      name: 'DefinitionError',
      problems: ['a goes to x, which is not there'],
    });
  });

  it('has no problem with a good definition', () => {
    const definition = { initial: 'a', states: { a: { on: { GO: 'b' } }, b: { final: true } } };

    assert.deepEqual(problemsOf(definition), []);
  });

  it('names states by their path', () => {
    const chart = createChart({ states: { a: { states: { b: {} } }, c: {} } });

    assert.deepEqual([...chart.nodes.keys()], ['', 'a', 'a.b', 'c']);
  });

  it('refuses an initial state that is not there', () => {
    assert.deepEqual(problemsOf({ initial: 'z', states: { a: {} } }), [
      'the root starts in z, which it does not have',
    ]);
  });
});

describe('what a chart knows', () => {
  it('lists events', () => {
    const chart = createChart({ states: { a: { on: { STOP: 'b', GO: 'b' } }, b: { on: { GO: 'a' } } } });

    assert.deepEqual(eventsOf(chart), ['GO', 'STOP']);
  });

  it('lists what is around a state, the nearest first', () => {
    const { nodes } = createChart({ states: { a: { states: { b: { states: { c: {} } } } } } });

    assert.deepEqual(ancestorsOf(nodes.get('a.b.c')).map(({ id }) => id), ['a.b', 'a', '']);
  });

  it('finds the nearest state around two', () => {
    const { nodes } = createChart({ states: { a: { states: { b: {}, c: {} } } } });

    assert.equal(homeOf(nodes.get('a.b'), nodes.get('a.c')).id, 'a');
  });
});

describe('clone', () => {
  it('copies what is inside of lists', () => {
    const data = { list: [{ a: 1 }] };
    const copy = clone(data);
    copy.list[0].a = 2;

    assert.deepEqual(data, { list: [{ a: 1 }] });
  });
});
