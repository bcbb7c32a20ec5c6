import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tokenize } from '../src/index.js';

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
