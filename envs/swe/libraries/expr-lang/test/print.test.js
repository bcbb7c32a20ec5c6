import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse, print, simplify, tokenize } from '../src/index.js';

describe('print', () => {
  it('writes only the parentheses that are needed', () => {
    assert.equal(print(parse('((1 + 2)) * (3)')), '(1 + 2) * 3');
  });

  it('writes calls, members and lists', () => {
    assert.equal(print(parse('f( a.b,[1,2] )[0]')), 'f(a.b, [1, 2])[0]');
  });
});

describe('simplify', () => {
  it('works out what is constant', () => {
    assert.equal(print(simplify(parse('x * (2 + 3)'))), 'x * 5');
  });

  it('takes the branch that is certain', () => {
    assert.equal(print(simplify(parse('true ? a : b'))), 'a');
  });
});

describe('tokenize', () => {
  it('gives types, values and positions', () => {
    assert.deepEqual(tokenize('a <= 2'), [
      { type: 'name', value: 'a', position: 0 },
      { type: 'symbol', value: '<=', position: 2 },
      { type: 'number', value: 2, position: 5 },
      { type: 'end', value: null, position: 6 },
    ]);
  });

  it('reports a character it does not know', () => {
    assert.throws(() => tokenize('a # b'), { name: 'ExpressionError', position: 2 });
  });
});
