import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assemble, isTruthy, Machine, run, typeOf } from '../src/index.js';

function resultOf(source, options) {
  return run(assemble(source), options).result;
}

describe('run', () => {
  it('repeats by jumps', () => {
    const source = 'push 3\nstore 0\nagain:\nload 0\nprint\nload 0\npush 1\nsub\ndup\nstore 0\njumpif again';

    assert.deepEqual(run(assemble(source)).output, ['3', '2', '1']);
  });

  it('calls a function with arguments', () => {
    assert.equal(resultOf('push 7\npush 2\ncall minus 2\nhalt\nminus:\nload 0\nload 1\nsub\nret'), 5);
  });

  it('goes on at a handler', () => {
    assert.equal(resultOf('try oops\npush 1\npush 0\ndiv\nendtry\nhalt\noops:\nhalt'), 'division');
  });

  it('tells where a fault happened', () => {
    assert.throws(() => resultOf('push 1\npush "a"\nadd'), { name: 'Fault', kind: 'type', address: 4, line: 3 });
  });

  it('starts at an entry with arguments', () => {
    assert.equal(resultOf('halt\nmain:\nload 0\npush 1\nadd\nret', { entry: 'main', args: [4] }), 5);
  });

  it('finds out where a jump on a condition leads', () => {
    const taken = (jump, value) => resultOf(`push ${value}\n${jump} yes\npush "no"\nhalt\nyes: push "yes"`);

    assert.deepEqual([taken('jumpif', 1), taken('jumpif', 0)], ['yes', 'no']);
    assert.deepEqual([taken('jumpunless', 'null'), taken('jumpunless', 'true')], ['yes', 'no']);
  });

  it('gives the output and the number of steps', () => {
    assert.deepEqual(run(assemble('push "a"\nprint\npush 1')), { result: 1, output: ['"a"'], steps: 3 });
  });
});

describe('Machine', () => {
  it('gives output that may be changed by whoever reads it', () => {
    const machine = new Machine(assemble('push 1\nprint'));
    machine.run();
    machine.output.push('2');

    assert.deepEqual(machine.output, ['1']);
  });

  it('gives a stack that may be changed by whoever reads it', () => {
    const machine = new Machine(assemble('push 1\npush 2'));
    machine.run();
    machine.stack.pop();

    assert.deepEqual(machine.stack, [1, 2]);
  });

  it('leaves the arguments of the caller as they are', () => {
    const args = [3, 4];
    run(assemble('main:\npush 0\nstore 1\nload 0'), { entry: 'main', args });

    assert.deepEqual(args, [3, 4]);
  });

  it('runs step by step', () => {
    const machine = new Machine(assemble('push 1\npush 2\nhalt'));
    machine.step();

    assert.deepEqual(machine.stack, [1]);
    assert.equal(machine.address, 2);
    assert.equal(machine.halted, false);
  });

  it('tells how deep in calls it is', () => {
    const machine = new Machine(assemble('call f 0\nhalt\nf: push 1\nret'));
    const depths = [0, 1, 2].map(() => {
      machine.step();
      return machine.depth;
    });

    assert.deepEqual(depths, [1, 1, 0]);
  });
});

describe('values', () => {
  it('are true or false for jumps', () => {
    assert.deepEqual([false, null, 0, '', true, -1, '0'].map(isTruthy), [false, false, false, false, true, true, true]);
  });

  it('have types', () => {
    assert.deepEqual([1, 'a', false, null].map(typeOf), ['number', 'text', 'boolean', 'nothing']);
  });
});
