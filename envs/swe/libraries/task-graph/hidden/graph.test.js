import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Graph } from '../src/index.js';

function graphOf(needs) {
  const graph = new Graph();
  for (const [name, dependencies] of Object.entries(needs)) graph.add(name, dependencies);
  return graph;
}

const diamond = { app: ['left', 'right'], left: ['base'], right: ['base'], base: [] };

describe('Graph: order', () => {
  it('lists a shared dependency once', () => {
    assert.deepEqual(graphOf(diamond).order(), ['base', 'left', 'right', 'app']);
  });

  it('is empty without tasks', () => {
    assert.deepEqual(new Graph().order(), []);
    assert.deepEqual(new Graph().levels(), []);
  });

  it('leaves the way into a cycle out of its path', () => {
    assert.throws(() => graphOf({ start: ['a'], a: ['b'], b: ['a'] }).order(), {
      path: ['a', 'b', 'a'],
      message: 'Tasks depend on each other: a -> b -> a',
    });
  });

  it('sees a task that depends on itself', () => {
    assert.throws(() => graphOf({ a: ['a'] }).order(), { path: ['a', 'a'] });
  });

  it('says who needs a missing task', () => {
    assert.throws(() => graphOf({ a: ['gone'] }).order(), {
      neededBy: 'a',
      message: 'No task gone, needed by a',
    });
  });

  it('adds dependencies to a task that is already there', () => {
    const graph = graphOf({ a: ['b'], b: [], c: [] });
    graph.add('a', ['c']);

    assert.deepEqual(graph.dependenciesOf('a'), ['b', 'c']);
  });
});

describe('Graph: neighbours', () => {
  it('lists dependencies of a diamond once each, sorted', () => {
    assert.deepEqual(graphOf(diamond).dependenciesOf('app'), ['base', 'left', 'right']);
  });

  it('lists dependents sorted', () => {
    assert.deepEqual(graphOf(diamond).dependentsOf('base'), ['app', 'left', 'right']);
  });

  it('has no dependencies for a leaf', () => {
    assert.deepEqual(graphOf(diamond).dependenciesOf('base'), []);
  });

  it('refuses an unknown task', () => {
    assert.throws(() => graphOf(diamond).dependentsOf('x'), { message: 'No task x', neededBy: null });
  });

  it('keeps what the chosen tasks depend on in a subgraph', () => {
    const graph = graphOf({ ...diamond, other: ['base'] }).subgraph(['left']);

    assert.deepEqual(graph.names(), ['left', 'base']);
    assert.deepEqual(graph.order(), ['base', 'left']);
  });
});

describe('Graph: levels and paths', () => {
  it('puts a task one level above its highest dependency', () => {
    const graph = graphOf({ a: [], b: ['a'], c: ['b'], d: ['a', 'c'] });

    assert.deepEqual(graph.levels(), [['a'], ['b'], ['c'], ['d']]);
  });

  it('groups a diamond in three levels', () => {
    assert.deepEqual(graphOf(diamond).levels(), [['base'], ['left', 'right'], ['app']]);
  });

  it('counts a task without a cost as one', () => {
    const graph = graphOf({ a: [], b: ['a'], c: ['b'] });

    assert.deepEqual(graph.criticalPath(), { path: ['a', 'b', 'c'], cost: 3 });
  });

  it('follows the more expensive dependency', () => {
    const path = graphOf(diamond).criticalPath({ left: 2, right: 7, base: 1, app: 1 });

    assert.deepEqual(path, { path: ['base', 'right', 'app'], cost: 9 });
  });

  it('may end at a task that others do not need', () => {
    const graph = graphOf({ long: [], a: [], b: ['a'] });

    assert.deepEqual(graph.criticalPath({ long: 10 }), { path: ['long'], cost: 10 });
  });

  it('takes a cost of zero as zero', () => {
    assert.deepEqual(graphOf({ a: [], b: ['a'] }).criticalPath({ a: 0, b: 2 }), {
      path: ['a', 'b'],
      cost: 2,
    });
  });

  it('has an empty path without tasks', () => {
    assert.deepEqual(new Graph().criticalPath(), { path: [], cost: 0 });
  });
});
