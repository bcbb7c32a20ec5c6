import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createChart, feed, Machine } from '../src/index.js';

/** A started machine whose actions write their names down. */
function running(definition, names = [], options = {}) {
  const log = [];
  const actions = Object.fromEntries(names.map((name) => [name, () => void log.push(name)]));
  const machine = new Machine(createChart(definition), { ...options, actions: { ...actions, ...options.actions } });
  return { machine: machine.start(), log };
}

const light = {
  initial: 'red',
  states: { red: { on: { NEXT: 'green' } }, green: { on: { NEXT: 'red' } } },
};

describe('Machine', () => {
  it('starts in the initial state', () => {
    const { machine } = running(light);

    assert.equal(machine.state, 'red');
    assert.equal(machine.status, 'running');
  });

  it('goes from state to state', () => {
    const { machine } = running(light);
    machine.send('NEXT');

    assert.equal(machine.state, 'green');
  });

  it('ignores an event that nobody handles', () => {
    const { machine } = running(light);

    assert.equal(machine.send('OTHER'), false);
    assert.equal(machine.state, 'red');
  });

  it('runs exit, transition and entry actions in this order', () => {
    const a = { exit: 'leaveA', on: { GO: { target: 'b', actions: 'going' } } };
    const { machine, log } = running({ states: { a, b: { entry: 'enterB' } } }, ['leaveA', 'going', 'enterB']);
    machine.send('GO');

    assert.deepEqual(log, ['leaveA', 'going', 'enterB']);
  });

  it('takes the first choice whose guard allows it', () => {
    const states = { a: { on: { GO: [{ target: 'b', guard: 'never' }, 'c'] } }, b: {}, c: {} };
    const { machine } = running({ states }, [], { guards: { never: () => false } });
    machine.send('GO');

    assert.equal(machine.state, 'c');
  });

  it('lets a state around handle what an inner one does not', () => {
    const { machine } = running({ states: { on: { states: { low: {}, high: {} }, on: { OFF: 'off' } }, off: {} } });
    machine.send('OFF');

    assert.equal(machine.state, 'off');
  });

  it('changes its context by actions', () => {
    const actions = { add: ({ context, event }) => ({ count: context.count + event.by }) };
    const definition = { context: { count: 1 }, states: { a: { on: { ADD: { actions: 'add' } } } } };
    const { machine } = running(definition, [], { actions });
    machine.send({ type: 'ADD', by: 5 });

    assert.deepEqual(machine.context, { count: 6 });
  });

  it('tells whether it can handle an event', () => {
    const { machine } = running(light);

    assert.deepEqual([machine.can('NEXT'), machine.can('OTHER')], [true, false]);
  });

  it('matches states around the innermost', () => {
    const { machine } = running({ states: { a: { states: { b: {}, c: {} } }, d: {} } });

    assert.deepEqual(['a', 'a.b', 'a.c', 'd'].map((id) => machine.matches(id)), [true, true, false, false]);
  });

  it('tells listeners of each step', () => {
    const { machine } = running({ states: { a: { on: { GO: 'b' } }, b: { always: 'c' }, c: {} } });
    const told = [];
    machine.onChange(({ event, state }) => told.push([event.type, state]));
    machine.send('GO');

    assert.deepEqual(told, [['GO', 'b'], ['GO', 'c']]);
  });

  it('comes back to the state it was in by history', () => {
    const states = { one: { on: { NEXT: 'two' } }, two: {}, back: { history: 'shallow' } };
    const { machine } = running({ states: { work: { states, on: { PAUSE: 'rest' } }, rest: { on: { RESUME: '#work.back' } } } });
    machine.send('NEXT');
    machine.send('PAUSE');
    machine.send('RESUME');

    assert.equal(machine.state, 'work.two');
  });

  it('goes on from a snapshot', () => {
    const { machine } = running(light);
    machine.send('NEXT');
    const other = new Machine(createChart(light)).restore(machine.snapshot());
    other.send('NEXT');

    assert.equal(other.state, 'red');
    assert.equal(machine.state, 'green');
  });

  it('is done at a final state of the root', () => {
    const { machine } = running({ states: { a: { on: { END: 'z' } }, z: { final: true } } });
    machine.send('END');

    assert.equal(machine.status, 'done');
  });
});

describe('feed', () => {
  it('sends events when their promises have come', async () => {
    const { machine } = running(light);

    assert.equal(await feed(machine, ['NEXT', Promise.resolve('OTHER'), Promise.resolve('NEXT')]), 2);
  });
});
