import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compile, evaluate } from '../src/index.js';

describe('evaluate', () => {
  it('multiplies before it adds', () => {
    assert.equal(evaluate('1 + 2 * 3'), 7);
    assert.equal(evaluate('(1 + 2) * 3'), 9);
  });

  it('reads variables', () => {
    assert.equal(evaluate('price * count', { price: 3, count: 4 }), 12);
  });

  it('joins text', () => {
    assert.equal(evaluate("'n: ' + 5"), 'n: 5');
  });

  it('compares', () => {
    assert.equal(evaluate('1 < 2 and 2 >= 2'), true);
    assert.equal(evaluate('1 == 2 or 1 > 2'), false);
  });

  it('chooses', () => {
    assert.equal(evaluate("x > 1 ? 'big' : 'small'", { x: 5 }), 'big');
    assert.equal(evaluate("x > 1 ? 'big' : 'small'", { x: 1 }), 'small');
  });

  it('reaches into objects and lists', () => {
    assert.equal(evaluate('user.tags[1]', { user: { tags: ['a', 'b'] } }), 'b');
  });

  it('calls built-in functions', () => {
    assert.equal(evaluate('max(1, 7, 3) + len([1, 2])'), 9);
  });

  it('names values with let', () => {
    assert.equal(evaluate('let x = 2; let y = x + 1; x * y'), 6);
  });

  it('maps a list with a lambda', () => {
    assert.deepEqual(evaluate('map([1, 2], x => x * 10)'), [10, 20]);
  });

  it('reports a name it does not know', () => {
    assert.throws(() => evaluate('1 + x'), { name: 'ExpressionError', position: 4 });
  });

  it('reports a division by zero', () => {
    assert.throws(() => evaluate('1 / 0'), { name: 'ExpressionError' });
  });
});

describe('names', () => {
  it('of a let are not seen beside it', () => {
    assert.equal(evaluate('(let x = 2; x * 10) + x', { x: 1 }), 21);
  });

  it('of a function are not seen outside of it', () => {
    assert.deepEqual(evaluate('let x = 9; [map([1, 2], x => x * 10), x]'), [[10, 20], 9]);
  });
});

describe('compile', () => {
  it('can be called again', () => {
    const double = compile('x * 2');

    assert.deepEqual([double({ x: 1 }), double({ x: 4 })], [2, 8]);
  });
});
