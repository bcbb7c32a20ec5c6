import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse, tokenize } from '../src/index.js';

function fault(text) {
  try {
    parse(text);
  } catch (error) {
    return error.message;
  }
  return null;
}

describe('parse: faults', () => {
  it('reports what is missing or too much', () => {
    assert.equal(fault('1 +'), 'Unexpected end at position 3');
    assert.equal(fault('(1'), 'Unexpected end at position 2');
    assert.equal(fault('1 2'), 'Unexpected 2 at position 2');
    assert.equal(fault('f(1,)'), 'Unexpected ) at position 4');
    assert.equal(fault('[1 2]'), 'Unexpected 2 at position 3');
  });

  it('reports a let without its parts', () => {
    assert.equal(fault('let 1 = 2; 3'), 'Unexpected 1 at position 4');
    assert.equal(fault('let a 2; 3'), 'Unexpected 2 at position 6');
    assert.equal(fault('let a = 2'), 'Unexpected end at position 9');
  });

  it('reports a choice without its second branch', () => {
    assert.equal(fault('a ? b'), 'Unexpected end at position 5');
  });

  it('reports text that is never closed', () => {
    assert.equal(fault("1 + 'abc"), 'Text is never closed at position 4');
  });

  it('reports an escape it does not know', () => {
    assert.equal(fault("'a\\q'"), 'Unknown escape at position 2');
  });

  it('reports a member without a name', () => {
    assert.equal(fault('a.1'), 'Unexpected 0.1 at position 1');
    assert.equal(fault('a.[0]'), 'Unexpected [ at position 2');
  });

  it('does not take text for an operator', () => {
    assert.equal(fault("1 '+' 2"), 'Unexpected + at position 2');
    assert.equal(fault("'let' 1"), 'Unexpected 1 at position 6');
  });
});

describe('tokenize: edges', () => {
  it('takes the longest symbol', () => {
    assert.deepEqual(tokenize('a=>b').map((token) => token.value), ['a', '=>', 'b', null]);
  });

  it('tells keywords from names', () => {
    assert.deepEqual(tokenize('or order').map((token) => token.type), ['keyword', 'name', 'end']);
  });
});
