import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Graph } from '../src/index.js';

function graphOf(needs) {
  const graph = new Graph();
  for (const [name, dependencies] of Object.entries(needs)) graph.add(name, dependencies);
  return graph;
}

describe('Graph', () => {
  it('orders dependencies before what needs them', () => {
    assert.deepEqual(graphOf({ app: ['lib'], lib: [] }).order(), ['lib', 'app']);
  });

  it('keeps the order of adding where nothing else decides', () => {
    assert.deepEqual(graphOf({ c: [], a: [], b: [] }).order(), ['c', 'a', 'b']);
  });

  it('names the tasks of a cycle', () => {
    assert.throws(() => graphOf({ a: ['b'], b: ['a'] }).order(), {
      name: 'CycleError',
      path: ['a', 'b', 'a'],
    });
  });

  it('names a task that is missing', () => {
    assert.throws(() => graphOf({ a: ['b'] }).order(), { name: 'MissingTaskError', task: 'b' });
  });

  it('finds indirect dependencies', () => {
    const graph = graphOf({ a: ['b'], b: ['c'], c: [] });

    assert.deepEqual(graph.dependenciesOf('a'), ['b', 'c']);
  });

  it('finds indirect dependents', () => {
    const graph = graphOf({ a: ['b'], b: ['c'], c: [] });

    assert.deepEqual(graph.dependentsOf('c'), ['a', 'b']);
  });

  it('groups tasks that can run together', () => {
    const graph = graphOf({ a: [], b: [], c: ['a', 'b'] });

    assert.deepEqual(graph.levels(), [['a', 'b'], ['c']]);
  });

  it('finds the longest chain', () => {
    const graph = graphOf({ a: [], b: ['a'], c: ['a'] });

    assert.deepEqual(graph.criticalPath({ a: 1, b: 5, c: 2 }), { path: ['a', 'b'], cost: 6 });
  });
});
