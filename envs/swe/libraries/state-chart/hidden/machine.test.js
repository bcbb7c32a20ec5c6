import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createChart, Machine } from '../src/index.js';

/** A started machine whose other actions write their names down. */
function traced(definition, options = {}) {
  const log = [];
  const actions = new Proxy(options.actions ?? {}, {
    get: (own, name) => own[name] ?? (() => void log.push(name)),
  });
  const machine = new Machine(createChart(definition), { ...options, actions });
  return { machine: machine.start(), log };
}

/** A state that tells when it is entered and left. */
function told(name, state = {}) {
  return { entry: `+${name}`, exit: `-${name}`, ...state };
}

const tree = {
  ...told('root'),
  initial: 'a',
  states: {
    a: told('a', {
      states: { b: told('b', { on: { SELF: 'b', UP: '#a', NONE: { actions: ['x', 'y'] } } }), c: told('c') },
      on: { OUT: '.c', FAR: '#d.e' },
    }),
    d: told('d', { states: { e: told('e') } }),
  },
};

describe('Machine: order of actions', () => {
  it('leaves and enters a state that goes to itself, to its parent or to its child', () => {
    const { machine, log } = traced(tree);
    machine.send('SELF');
    assert.deepEqual(log.slice(3), ['-b', '+b']);

    machine.send('UP');
    assert.deepEqual(log.slice(5), ['-b', '-a', '+a', '+b']);

    machine.send('OUT');
    assert.deepEqual(log.slice(9), ['-b', '-a', '+a', '+c']);
  });

  it('moves nothing without a target', () => {
    const { machine, log } = traced(tree);

    assert.equal(machine.send('NONE'), true);
    assert.deepEqual(log.slice(3), ['x', 'y']);
    assert.equal(machine.state, 'a.b');
  });

  it('gives exit, transition and entry actions the event', () => {
    const seen = [];
    const actions = { note: ({ event }) => void seen.push(event) };
    const states = { a: { exit: 'note', on: { GO: { target: 'b', actions: 'note' } } }, b: { entry: 'note' } };
    const { machine } = traced({ states, entry: 'note' }, { actions });
    const event = { type: 'GO', by: 1 };
    machine.send(event);

    assert.deepEqual(seen, [{ type: 'start' }, event, event, event]);
  });

  it('finds children of the root from the root', () => {
    const { machine } = traced({ states: { a: {}, bc: {} }, on: { GO: '.bc', BACK: 'a' } });
    machine.send('GO');
    assert.equal(machine.state, 'bc');

    machine.send('BACK');
    assert.equal(machine.state, 'a');
  });
});

describe('Machine: choosing transitions', () => {
  it('prefers an inner state and asks outer ones when its guard refuses', () => {
    const p = { states: { q: { on: { GO: { target: '#inner', guard: 'isBig' } } } }, on: { GO: 'outer' } };
    const guards = { isBig: ({ event, context }) => event.size > context.limit };
    const after = (size) => {
      const { machine } = traced({ context: { limit: 5 }, states: { p, inner: {}, outer: {} } }, { guards });
      machine.send({ type: 'GO', size });
      return machine.state;
    };

    assert.deepEqual([after(9), after(1)], ['inner', 'outer']);
  });

  it('gives guards a copy of the context', () => {
    const guards = {
      spoil: ({ context }) => {
        context.list.push(2);
        return false;
      },
    };
    const definition = { context: { list: [1] }, states: { a: { on: { GO: { target: 'a', guard: 'spoil' } } } } };
    const { machine } = traced(definition, { guards });

    assert.equal(machine.send('GO'), false);
    assert.deepEqual(machine.context, { list: [1] });
  });

  it('knows only states of its chart', () => {
    assert.throws(() => traced(tree).machine.matches('nowhere'), { name: 'MachineError', message: 'No state nowhere' });
    assert.equal(new Machine(createChart(tree)).matches('a'), false);
    assert.equal(new Machine(createChart(tree)).state, null);
  });

  it('refuses unknown actions and guards', () => {
    const chart = createChart({ states: { a: { on: { A: { actions: 'x' }, G: { target: 'a', guard: 'y' } } } } });
    const machine = new Machine(chart).start();

    assert.throws(() => machine.send('A'), { name: 'MachineError', message: 'No action x' });
    assert.throws(() => machine.send('G'), { name: 'MachineError', message: 'No guard y' });
  });

  it('starts once, and before events', () => {
    const machine = new Machine(createChart({ states: { a: {} } }));

    assert.equal(machine.status, 'idle');
    assert.throws(() => machine.send('NEXT'), { name: 'MachineError', message: 'The machine was not started' });
    assert.equal(machine.start(), machine);
    assert.throws(() => machine.start(), { message: 'The machine was started already' });
  });
});

describe('Machine: ends', () => {
  it('raises done when a state comes to its end', () => {
    const a = { states: { b: { on: { END: 'z' } }, z: { final: true } }, on: { 'done.a': 'c' } };
    const { machine } = traced({ states: { a, c: {} } });
    machine.send('END');

    assert.deepEqual([machine.state, machine.status], ['c', 'running']);
  });

  it('ignores events when it is done', () => {
    const { machine, log } = traced({ states: { a: { on: { END: 'z' } }, z: told('z', { final: true }) }, on: { MORE: { actions: 'more' } } });
    machine.send('END');

    assert.deepEqual([machine.state, machine.send('MORE'), machine.can('MORE')], ['z', false, false]);
    assert.deepEqual(log, ['+z']);
  });
});
