import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assemble, binary, Fault, Machine, run } from '../src/index.js';

function resultOf(source, options) {
  return run(assemble(source), options).result;
}

/** The stack at the end of a source of one line. */
function stackOf(source) {
  const machine = new Machine(assemble(source.replaceAll(', ', '\n')));
  machine.run();
  return machine.stack;
}

function kindOf(source, options) {
  try {
    resultOf(source.replaceAll(', ', '\n'), options);
  } catch (error) {
    return error.kind;
  }
  return null;
}

describe('values', () => {
  it('are calculated with', () => {
    const results = ['add', 'sub', 'mul', 'div', 'mod'].map((name) => binary(name, 7, 2));

    assert.deepEqual(results, [9, 5, 14, 3.5, 1]);
    assert.deepEqual([binary('mod', -7, 3), binary('mod', 7, -3)], [2, -2]);
    assert.deepEqual([binary('fly', 1, 2), binary('toString', 1, 2)], [undefined, undefined]);
  });

  it('are compared', () => {
    const names = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'];

    assert.deepEqual(names.map((name) => binary(name, 1, 2)), [false, true, true, true, false, false]);
    assert.deepEqual(names.map((name) => binary(name, 'b', 'b')), [true, false, false, true, false, true]);
    assert.deepEqual([binary('eq', 1, '1'), binary('eq', null, null)], [false, true]);
  });

  it('of wrong types are refused', () => {
    assert.throws(() => binary('lt', 1, 'a'), { kind: 'type', message: 'Cannot lt number and text' });
    assert.throws(() => binary('lt', true, false), { message: 'Cannot lt boolean and boolean' });
    assert.throws(() => binary('add', 'a', 1), { message: 'Cannot add text and number' });
    assert.throws(() => binary('add', 1, 'a'), { message: 'Cannot add number and text' });
    assert.throws(() => binary('mul', null, 1), { message: 'Cannot mul nothing and number' });
    assert.throws(() => binary('mul', 1, 'a'), { message: 'Cannot mul number and text' });
    assert.throws(() => binary('add', null, null), { message: 'Cannot add nothing and nothing' });
  });

  it('are not divided by zero', () => {
    assert.throws(() => binary('div', 1, 0), { kind: 'division', value: 'division', message: 'Division by zero' });
    assert.throws(() => binary('mod', 1, 0), { kind: 'division' });
    assert.equal(binary('mul', 1, 0), 0);
  });
});

describe('instructions', () => {
  it('move values on the stack', () => {
    assert.deepEqual(stackOf('push 1, push 2, swap'), [2, 1]);
    assert.deepEqual(stackOf('push 1, push 2, over'), [1, 2, 1]);
    assert.deepEqual(stackOf('push 1, push 2, dup'), [1, 2, 2]);
    assert.deepEqual(stackOf('push 1, push 2, pop'), [1]);
  });

  it('negate', () => {
    assert.deepEqual(stackOf('push 5, neg, push 0, not, push "x", not'), [-5, true, false]);
    assert.equal(kindOf('push "a", neg'), 'type');
  });

  it('load null from where nothing was stored', () => {
    assert.deepEqual(stackOf('load 2, push 5, store 2, load 2'), [null, 5]);
  });

  it('want enough on the stack', () => {
    const sources = ['pop', 'dup', 'push 1, over', 'push 1, add', 'store 0', 'print', 'push 1, swap'];

    assert.deepEqual(sources.map((source) => kindOf(source)), sources.map(() => 'underflow'));
  });
});

describe('calls', () => {
  it('give arguments in order and keep the rest of the stack', () => {
    assert.deepEqual(stackOf('push 9, push 7, push 2, call f 2, halt, f: load 1, load 0, sub, ret'), [9, -5]);
  });

  it('hide the stack and the locals of the caller', () => {
    assert.equal(kindOf('push 9, call f 0, halt, f: pop'), 'underflow');
    assert.equal(kindOf('push 9, call f 0, halt, f: dup'), 'underflow');
    assert.deepEqual(stackOf('push 9, store 0, call f 0, halt, f: load 0, ret'), [null]);
  });

  it('may not go too deep', () => {
    const source = 'f: call f 0';

    assert.throws(() => resultOf(source), { kind: 'depth', message: 'More than 100 calls' });
    assert.equal(kindOf('call f 0, halt, f: push 1, ret', { maxDepth: 1 }), null);
    assert.equal(kindOf('call f 0, halt, f: push 1, ret', { maxDepth: 0 }), 'depth');
  });

  it('halt with one value when there is nobody to return to', () => {
    assert.deepEqual(stackOf('push 1, push 2, ret, push 3'), [2]);
  });
});

describe('handlers', () => {
  it('restore the stack and the depth of calls', () => {
    const machine = new Machine(assemble('push 9\ntry oops\npush 1\ncall f 0\nhalt\nf: push 3\npush "x"\nthrow\noops: halt'));
    machine.run();

    assert.deepEqual(machine.stack, [9, 'x']);
    assert.equal(machine.depth, 0);
  });

  it('are used from the inside out, each once', () => {
    assert.equal(resultOf('try outer\ntry inner\npush 1\nthrow\ninner: push 10\nadd\nthrow\nouter: push 100\nadd'), 111);
  });

  it('do not handle what comes after their end', () => {
    assert.throws(() => resultOf('try oops\nendtry\npush 4\nthrow\noops: halt'), {
      kind: 'thrown',
      value: 4,
      message: 'Not caught: 4',
      line: 4,
    });
  });

  it('of a function are closed by its return', () => {
    assert.equal(kindOf('call f 0, throw, halt, f: try oops, push 1, ret, oops: push 2, ret'), 'thrown');
    assert.equal(resultOf('try oops\ncall f 0\nthrow\nf: push 1\nret\noops: push 5\nadd'), 6);
  });

  it('are not ended by another function, or when there are none', () => {
    assert.throws(() => resultOf('endtry'), { kind: 'handler', message: 'There is no handler to end' });
    assert.equal(resultOf('try oops\ncall f 0\nhalt\nf: endtry\npush 1\nret\noops: halt'), 'handler');
  });

  it('do not catch the end of steps', () => {
    const machine = new Machine(assemble('try oops\nagain: jump again\noops: halt'), { maxSteps: 5 });

    assert.throws(() => machine.run(), { kind: 'steps', message: 'More than 5 steps', address: 2 });
    assert.deepEqual([machine.steps, machine.halted], [5, true]);
  });
});

describe('Machine', () => {
  it('allows ten thousand steps by default', () => {
    const source = 'push 3333\nstore 0\nagain: load 0\npush 1\nsub\ndup\nstore 0\njumpif again';

    assert.equal(kindOf(source), 'steps');
    assert.equal(kindOf(source.replace('3333', '1666')), null);
  });

  it('halts at the end of the code', () => {
    const machine = new Machine(assemble('push 1'));

    assert.deepEqual([machine.step(), machine.step(), machine.halted, machine.step()], [true, false, true, false]);
    assert.equal(machine.steps, 1);
  });

  it('gives copies of its stack and output', () => {
    const machine = new Machine(assemble('push 1\npush 2\nprint'));
    machine.run();
    machine.stack.push(6);
    machine.output.push('9');

    assert.deepEqual([machine.stack, machine.output], [[1], ['2']]);
  });

  it('does not change the arguments it was given', () => {
    const args = [1];
    const program = assemble('main: push 5\nstore 0\nload 0');

    assert.equal(run(program, { entry: 'main', args }).result, 5);
    assert.deepEqual(args, [1]);
  });

  it('counts steps and halts after a fault', () => {
    const machine = new Machine(assemble('push 1\npop\npop'));

    assert.throws(() => machine.run(), { kind: 'underflow', address: 3, line: 3 });
    assert.deepEqual([machine.steps, machine.halted], [3, true]);
    assert.throws(() => run({ code: [2], constants: [], labels: {}, lines: {} }), { address: 0, line: null });
    assert.equal(run(assemble('push 1\npop')).steps, 2);
  });
});
