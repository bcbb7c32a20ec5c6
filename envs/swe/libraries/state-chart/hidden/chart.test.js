import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createChart, eventsOf, homeOf, isInside, Machine, problemsOf, statesToEnter } from '../src/index.js';

describe('problemsOf', () => {
  it('tells of targets in all forms', () => {
    const on = { A: '.x', B: '#p.y', C: '#', D: '#p.q', E: '.q', F: 'p', G: 'q' };

    assert.deepEqual(problemsOf({ states: { p: { on, states: { q: {} } } } }), [
      'p goes to .x, which is not there',
      'p goes to #p.y, which is not there',
      'p goes to #, which is not there',
      'p goes to q, which is not there',
    ]);
  });

  it('lists every problem of a definition', () => {
    const states = {
      'b.c': {},
      'd#': {},
      e: { final: true, on: { GO: 'f' } },
      f: { always: [{ actions: 'x' }], on: { GO: 'none' } },
    };

    assert.deepEqual(problemsOf({ states }), [
      'b.c has a name with a dot or a hash',
      'd# has a name with a dot or a hash',
      'e is final and cannot have transitions',
      'f goes to none, which is not there',
      'f has an endless transition',
    ]);
  });

  it('wants states where there must be some, and none elsewhere', () => {
    assert.deepEqual(problemsOf({}), ['the root has no states']);
    assert.deepEqual(problemsOf({ states: { a: { states: {} }, b: { final: true, states: { c: {} } } } }), [
      'a has no states',
      'b is final and cannot have states',
    ]);
  });

  it('refuses history as the start and with transitions', () => {
    const states = { a: {}, h: { history: 'deep', on: { GO: 'a' } } };

    assert.deepEqual(problemsOf({ initial: 'h', states }), [
      'h is history and cannot have transitions',
      'h is history and cannot be the start',
    ]);
  });

  it('allows what has no event when a guard may end it', () => {
    assert.deepEqual(problemsOf({ states: { a: { always: { guard: 'g', actions: 'x' }, on: { GO: { actions: 'x' } } } } }), []);
  });

  it('writes all problems in the message of the error', () => {
    assert.throws(() => createChart({ states: { a: { on: { X: 'b', Y: 'c' } } } }), {
      name: 'DefinitionError',
      message: 'The definition has problems: a goes to b, which is not there; a goes to c, which is not there',
    });
  });
});

describe('chart: tree', () => {
  const { nodes } = createChart({
    initial: 'menu',
    states: { menu: {}, game: { initial: 'fast', states: { h: { history: 'deep' }, slow: {}, fast: { states: { x: {} } } } } },
  });
  const entered = (target, home) => statesToEnter(nodes.get(target), nodes.get(home) ?? null).map(({ id }) => id);

  it('knows what lies in a state', () => {
    assert.equal(isInside(nodes.get('game.fast.x'), nodes.get('game')), true);
    assert.equal(isInside(nodes.get('game'), nodes.get('game')), false);
  });

  it('takes the root for what is around different branches and itself', () => {
    assert.equal(homeOf(nodes.get('game.fast'), nodes.get('menu')).id, '');
    assert.equal(homeOf(nodes.get(''), nodes.get('game.fast')).id, '');
    assert.equal(homeOf(nodes.get('game'), nodes.get('game.fast')).id, '');
  });

  it('enters outer states first, down to the innermost', () => {
    assert.deepEqual(entered('game', ''), ['game', 'game.fast', 'game.fast.x']);
    assert.deepEqual(entered('game.slow', 'game'), ['game.slow']);
    assert.deepEqual(entered('menu', 'nowhere'), ['', 'menu']);
    assert.deepEqual(entered('game.h', 'game'), ['game.fast', 'game.fast.x']);
  });

  it('has no events where there are only transitions without', () => {
    assert.deepEqual(eventsOf(createChart({ states: { a: { always: 'b' }, b: {} } })), []);
    assert.deepEqual(eventsOf(createChart({ states: { a: { on: { Z: '.b', B: 'a' }, states: { b: { on: { Z: 'b', A: 'b' } } } } } })), ['A', 'B', 'Z']);
  });

  it('does not change with the definition it was made of', () => {
    const definition = { context: { list: [1] }, states: { a: { entry: ['x'] } } };
    const made = createChart(definition);
    definition.context.list.push(2);
    definition.states.a.entry.push('y');

    assert.deepEqual(made.context, { list: [1] });
    assert.deepEqual(made.nodes.get('a').entry, ['x']);
  });

  it('has an empty context by default', () => {
    assert.deepEqual(new Machine(createChart({ states: { a: {} } })).context, {});
  });
});
