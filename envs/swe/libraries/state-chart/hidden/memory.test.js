import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createChart, feed, Machine } from '../src/index.js';

function started(definition, options) {
  return new Machine(createChart(definition), options).start();
}

/** A player that is paused and resumed by a kind of history. */
function player(history) {
  const film = { states: { begin: { on: { NEXT: 'end' } }, end: {} }, on: { SWAP: 'song' } };
  const play = { states: { back: { history }, song: {}, film }, on: { FILM: '.film', PAUSE: 'paused' } };
  return { states: { play, paused: { on: { RESUME: '#play.back' } } } };
}

function sendAll(machine, ...events) {
  for (const event of events) machine.send(event);
  return machine.state;
}

describe('history', () => {
  it('keeps the child when it is shallow, the innermost state when it is deep', () => {
    const resumed = (history) => sendAll(started(player(history)), 'FILM', 'NEXT', 'PAUSE', 'RESUME');

    assert.deepEqual([resumed('shallow'), resumed('deep')], ['play.film.begin', 'play.film.end']);
  });

  it('starts from the beginning at first', () => {
    assert.equal(sendAll(started({ ...player('shallow'), initial: 'paused' }), 'RESUME'), 'play.song');
  });
});

describe('queues', () => {
  it('merge copies of changes into the context', () => {
    const actions = { set: ({ event }) => ({ b: event.value }), nothing: () => {} };
    const definition = { context: { a: 1, b: 2 }, states: { s: { on: { SET: { actions: ['set', 'nothing'] } } } } };
    const machine = started(definition, { actions });
    const value = { deep: [1] };
    machine.send({ type: 'SET', value });
    value.deep.push(2);
    machine.context.a = 99;

    assert.deepEqual(machine.context, { a: 1, b: { deep: [1] } });
  });

  it('handle raised events before those that actions send, and what has no event first', () => {
    const log = [];
    let machine;
    const note = (name) => ({ actions: name });
    const actions = {
      first: ({ raise }) => {
        log.push(machine.send('SENT'));
        machine.send('LAST');
        raise('RAISED');
        raise({ type: 'MORE' });
      },
      always: () => void log.push('always'),
      type: ({ event }) => void log.push(event.type),
    };
    const a = { on: { GO: { target: 'b', actions: 'first' } } };
    const b = { always: { target: 'c', actions: 'always' } };
    const c = { on: { RAISED: note('type'), MORE: note('type'), SENT: note('type'), LAST: note('type') } };
    machine = started({ states: { a, b, c } }, { actions });

    assert.equal(machine.send('GO'), true);
    assert.deepEqual(log, [false, 'always', 'RAISED', 'MORE', 'SENT', 'LAST']);
  });

  it('keep an event as it was when an action sent or raised it', () => {
    const seen = [];
    let machine;
    const actions = {
      send: ({ raise }) => {
        const event = { type: 'SENT', by: 1 };
        machine.send(event);
        raise(event);
        event.by = 2;
      },
      note: ({ event }) => void seen.push(event.by),
    };
    machine = started({ states: { a: { on: { GO: { actions: 'send' }, SENT: { actions: 'note' } } } } }, { actions });
    machine.send('GO');

    assert.deepEqual(seen, [1, 1]);
  });

  it('give up when they come to no rest', () => {
    const states = { a: { on: { GO: 'b' } }, b: { always: 'c' }, c: { always: 'b' } };
    const seen = [];
    const machine = started({ states }, { maxSteps: 7 });
    machine.onChange(({ state }) => seen.push(state));

    assert.throws(() => machine.send('GO'), { name: 'MachineError', message: 'No rest after 7 steps' });
    assert.equal(seen.length, 8);
  });

  it('allow a hundred steps by default', () => {
    const actions = { add: ({ context }) => ({ count: context.count + 1 }) };
    const guards = { isLess: ({ context }) => context.count < context.limit };
    const states = { a: { always: { guard: 'isLess', actions: 'add' } } };
    const counted = (limit) => started({ context: { count: 0, limit }, states }, { actions, guards }).context.count;

    assert.equal(counted(99), 99);
    assert.throws(() => counted(100), { message: 'No rest after 100 steps' });
  });

  it('are dropped when an action throws', () => {
    const log = [];
    let machine;
    const actions = {
      fail: ({ raise }) => {
        machine.send('SENT');
        raise('RAISED');
        throw new RangeError('no');
      },
      note: ({ event }) => void log.push(event.type),
    };
    const note = { actions: 'note' };
    machine = started({ states: { a: { on: { FAIL: { actions: 'fail' }, SENT: note, RAISED: note, FINE: note } } } }, { actions });

    assert.throws(() => machine.send('FAIL'), { name: 'RangeError' });
    assert.equal(machine.send('FINE'), true);
    assert.deepEqual(log, ['FINE']);
  });

  it('tell listeners until they are removed, each with a copy of the event', () => {
    const machine = started({ states: { a: { on: { GO: 'b' } }, b: { on: { GO: 'a' } } } });
    const seen = [];
    machine.onChange(({ event }) => event.list.push(2));
    const stop = machine.onChange((change) => seen.push(change));
    machine.send({ type: 'GO', list: [1] });
    stop();
    machine.send({ type: 'GO', list: [1] });

    assert.deepEqual(seen, [{ event: { type: 'GO', list: [1] }, state: 'b' }]);
  });
});

describe('snapshots', () => {
  it('hold everything as plain data', () => {
    const machine = started({ ...player('shallow'), context: { n: [1] } });
    sendAll(machine, 'FILM', 'PAUSE');

    assert.deepEqual(machine.snapshot(), {
      status: 'running',
      state: 'paused',
      context: { n: [1] },
      history: [['play.back', 'play.film']],
    });
  });

  it('bring back history, context and state without running actions', () => {
    const definition = { ...player('deep'), context: { n: 0 }, entry: 'count' };
    const options = { actions: { count: ({ context }) => ({ n: context.n + 1 }) } };
    const machine = started(definition, options);
    sendAll(machine, 'FILM', 'NEXT', 'PAUSE');
    const other = new Machine(createChart(definition), options).restore(machine.snapshot());

    assert.deepEqual([other.status, other.state, other.context], ['running', 'paused', { n: 1 }]);
    assert.equal(sendAll(other, 'RESUME'), 'play.film.end');
  });

  it('share nothing with the machine', () => {
    const machine = started({ context: { n: [1] }, states: { a: {} } });
    const snapshot = machine.snapshot();
    machine.restore(snapshot);
    snapshot.context.n.push(2);

    assert.deepEqual(machine.context, { n: [1] });
  });

  it('with unknown states change nothing', () => {
    const machine = started({ states: { a: {}, b: {} } });
    const good = machine.snapshot();
    const bad = [
      { ...good, state: 'x' },
      { ...good, state: 'b', history: [['a', 'x']] },
      { ...good, state: 'b', history: [['x', 'a']] },
    ];

    for (const snapshot of bad) assert.throws(() => machine.restore(snapshot), { message: 'No state x' });
    assert.deepEqual(machine.snapshot(), good);
  });

  it('may be taken before the start', () => {
    const chart = createChart({ states: { a: {} } });
    const snapshot = new Machine(chart).snapshot();
    const machine = new Machine(chart).start().restore(snapshot);

    assert.deepEqual([machine.status, machine.state], ['idle', null]);
  });
});

describe('feed: order', () => {
  it('waits for each event and stops at the end', async () => {
    const log = [];
    const actions = { note: ({ event }) => void log.push(event.type) };
    const a = { on: { ONE: { actions: 'note' }, TWO: { actions: 'note' }, END: 'z' } };
    const machine = started({ states: { a, z: { final: true } } }, { actions });
    const slow = Promise.resolve().then(() => 'ONE');
    const late = { then: (give) => give(log.push('late')) };

    assert.equal(await feed(machine, [slow, 'TWO', 'WHAT', 'END', late]), 3);
    assert.deepEqual([log, machine.status], [['ONE', 'TWO'], 'done']);
  });
});
