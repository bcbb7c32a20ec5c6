import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate, parse, print, simplify, tokenize } from '../src/index.js';

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
  it('tells a range from a fraction', () => {
    assert.deepEqual(tokenize('1..2').map((token) => token.value), [1, '..', 2, null]);
    assert.deepEqual(tokenize('1.5').map((token) => token.value), [1.5, null]);
  });

  it('takes the longest symbol', () => {
    assert.deepEqual(tokenize('a=>b').map((token) => token.value), ['a', '=>', 'b', null]);
  });

  it('tells keywords from names', () => {
    assert.deepEqual(tokenize('in inner').map((token) => token.type), ['keyword', 'name', 'end']);
  });
});

describe('print: parentheses', () => {
  it('keeps the order of operators of one kind', () => {
    assert.equal(print(parse('1 - (2 - 3)')), '1 - (2 - 3)');
    assert.equal(print(parse('(1 - 2) - 3')), '1 - 2 - 3');
    assert.equal(print(parse('(2 ^ 3) ^ 2')), '(2 ^ 3) ^ 2');
    assert.equal(print(parse('2 ^ (3 ^ 2)')), '2 ^ 3 ^ 2');
  });

  it('keeps a negated operand together', () => {
    assert.equal(print(parse('(-2) ^ 2')), '(-2) ^ 2');
    assert.equal(print(parse('-(2 ^ 2)')), '-2 ^ 2');
    assert.equal(print(parse('not (a and b)')), 'not (a and b)');
    assert.equal(print(parse('-(-a)')), '-(-a)');
  });

  it('keeps a choice inside an operator together', () => {
    assert.equal(print(parse('(a ? b : c) + 1')), '(a ? b : c) + 1');
    assert.equal(print(parse('(a ? b : c) ? d : e')), '(a ? b : c) ? d : e');
  });

  it('keeps a let inside an argument together', () => {
    assert.equal(print(parse('f((let a = 1; a))')), 'f((let a = 1; a))');
    assert.equal(print(parse('let a = 1; a')), 'let a = 1; a');
  });

  it('keeps a lambda that is called together', () => {
    assert.equal(print(parse('(x => x + 1)(2)')), '(x => x + 1)(2)');
  });

  it('writes text with escapes', () => {
    assert.equal(print(parse(`"it's\\n"`)), "'it\\'s\\n'");
  });

  it('writes ranges without blanks', () => {
    assert.equal(print(parse('1 .. n+1')), '1..n + 1');
    assert.equal(print(parse('(1..2) == a')), '1..2 == a');
  });

  it('writes a key that is not a name in brackets', () => {
    assert.equal(print(parse("a['b c']['d']")), "a['b c'].d");
  });
});

describe('simplify: parts', () => {
  const simplified = (text) => print(simplify(parse(text)));

  it('works inside lists, calls, lets and lambdas', () => {
    assert.equal(simplified('[1 + 1, f(2 * 2)]'), '[2, f(4)]');
    assert.equal(simplified('let a = 1 + 1; x => 2 - 3'), 'let a = 2; x => -1');
  });

  it('drops operands that cannot matter', () => {
    assert.equal(simplified('true and x'), 'x');
    assert.equal(simplified('false and x'), 'false');
    assert.equal(simplified('null or x'), 'x');
    assert.equal(simplified('1 or x'), '1');
  });

  it('keeps an operand that may matter', () => {
    assert.equal(simplified('x and true'), 'x and true');
    assert.equal(simplified('1 + x'), '1 + x');
  });

  it('takes the other branch when the test is false', () => {
    assert.equal(simplified('1 > 2 ? a : 1 + 1'), '2');
    assert.equal(simplified('a ? 1 + 1 : 2 + 2'), 'a ? 2 : 4');
  });

  it('works out negations', () => {
    assert.equal(simplified('not (1 == 1)'), 'false');
    assert.equal(simplified('-(1 + 2)'), '-3');
    assert.equal(simplified("-'a'"), "-'a'");
    assert.equal(simplified('not x'), 'not x');
  });

  it('leaves what would fail', () => {
    assert.equal(simplified('1 / 0'), '1 / 0');
  });

  it('keeps a negative result in front of a power together', () => {
    const text = simplified('(1 - 3) ^ n');

    assert.equal(text, '(-2) ^ n');
    assert.equal(evaluate(text, { n: 2 }), 4);
  });
});
