import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate } from '../src/index.js';

describe('evaluate: numbers', () => {
  it('subtracts and divides from the left', () => {
    assert.equal(evaluate('10 - 4 - 3'), 3);
    assert.equal(evaluate('24 / 4 / 2'), 3);
  });

  it('raises to a power from the right', () => {
    assert.equal(evaluate('2 ^ 3 ^ 2'), 512);
  });

  it('raises before it negates', () => {
    assert.equal(evaluate('-2 ^ 2'), -4);
    assert.equal(evaluate('2 ^ -1'), 0.5);
  });

  it('negates twice', () => {
    assert.equal(evaluate('- -3'), 3);
    assert.equal(evaluate('2 - -3 * 2'), 8);
  });

  it('has a remainder that is not negative', () => {
    assert.equal(evaluate('-7 % 3'), 2);
    assert.equal(evaluate('7 % 3'), 1);
  });

  it('reads numbers in all forms', () => {
    assert.deepEqual(evaluate('[.5, 1., 2e3, 1E-2]'), [0.5, 1, 2000, 0.01]);
  });

  it('refuses to calculate with text', () => {
    assert.throws(() => evaluate("2 * 'a'"), {
      message: 'Expected a number but found a string at position 2',
    });
    assert.throws(() => evaluate('1 + null'), {
      message: 'Expected a number but found nothing at position 2',
    });
    assert.throws(() => evaluate('-[1]'), { message: /a list/ });
  });

  it('says where a division by zero is', () => {
    assert.throws(() => evaluate('4 + 1 % 0'), { message: 'Division by zero at position 6' });
  });
});

describe('evaluate: text and lists', () => {
  it('reads escapes', () => {
    assert.equal(evaluate("'a\\n\\t\\'\\\\'"), "a\n\t'\\");
  });

  it('takes both kinds of quotes', () => {
    assert.equal(evaluate(`"it's" + '"'`), 'it\'s"');
  });

  it('joins nothing as empty text', () => {
    assert.equal(evaluate("null + 'a' + x", { x: undefined }), 'a');
  });

  it('joins lists', () => {
    assert.deepEqual(evaluate('[1] + [2, 3]'), [1, 2, 3]);
  });

  it('counts a negative index from the end', () => {
    assert.equal(evaluate('[1, 2, 3][-1]'), 3);
    assert.equal(evaluate("'abc'[-3]"), 'a');
  });

  it('gives null for what is not there', () => {
    assert.equal(evaluate('[1][5]'), null);
    assert.equal(evaluate('a.b.c', { a: {} }), null);
    assert.equal(evaluate('a.toString', { a: {} }), null);
  });
});

describe('evaluate: logic', () => {
  it('gives one of the operands of and and or', () => {
    assert.equal(evaluate("null or 'x'"), 'x');
    assert.equal(evaluate('0 and 1'), 0);
    assert.equal(evaluate('2 and 3'), 3);
    assert.equal(evaluate('2 or 3'), 2);
  });

  it('does not look at the second operand when the first decides', () => {
    assert.equal(evaluate('false and unknown'), false);
    assert.equal(evaluate('true or unknown'), true);
  });

  it('binds and tighter than or', () => {
    assert.equal(evaluate('true or false and false'), true);
  });

  it('takes an empty list as false', () => {
    assert.equal(evaluate("[] ? 'some' : 'none'"), 'none');
    assert.equal(evaluate('not []'), true);
    assert.equal(evaluate('not [0]'), false);
  });

  it('compares lists by their items', () => {
    assert.equal(evaluate('[1, [2]] == [1, [2]]'), true);
    assert.equal(evaluate('[1, 2] == [1]'), false);
    assert.equal(evaluate('[1, 2] != [1, 3]'), true);
  });

  it('compares limits', () => {
    assert.deepEqual(evaluate('[2 < 2, 2 <= 2, 2 > 2, 2 >= 2]'), [false, true, false, true]);
  });

  it('nests choices to the right', () => {
    const text = "x > 2 ? 'a' : x > 1 ? 'b' : 'c'";

    assert.deepEqual([3, 2, 1].map((x) => evaluate(text, { x })), ['a', 'b', 'c']);
  });
});

describe('evaluate: names and calls', () => {
  it('prefers a let to a variable, and a variable to a built-in', () => {
    assert.equal(evaluate('let x = 1; x', { x: 2 }), 1);
    assert.equal(evaluate('sum', { sum: 5 }), 5);
  });

  it('sees the outer name again behind an inner let', () => {
    assert.deepEqual(evaluate('let x = 1; [x, (let x = 2; x), x]'), [1, 2, 1]);
  });

  it('gives the parameter of a function to its body alone', () => {
    assert.deepEqual(evaluate('let k = 5; [filter([1, 7], k => k > 3), k]'), [[7], 5]);
  });

  it('does not see a let inside its own value', () => {
    assert.equal(evaluate('let x = x + 1; x', { x: 1 }), 2);
  });

  it('takes functions of the caller', () => {
    assert.equal(evaluate('twice(4)', {}, { twice: (x) => x * 2 }), 8);
  });

  it('filters a list and takes functions as arguments', () => {
    assert.deepEqual(evaluate('filter([1, 2, 3, 4], x => x > 2)'), [3, 4]);
    assert.deepEqual(evaluate('map([-1, 2], abs)'), [1, 2]);
  });

  it('rounds to whole numbers unless told otherwise', () => {
    assert.equal(evaluate('round(2.5)'), 3);
    assert.equal(evaluate('round(2.345, 1)'), 2.3);
    assert.equal(evaluate('round(1234, -2)'), 1200);
  });

  it('takes numbers and lists in sums and limits', () => {
    assert.deepEqual(evaluate('[sum([1, 2], 3), min([4, 2], 9), max([4, 2]), sum()]'), [6, 2, 4, 0]);
  });

  it('has functions for text', () => {
    assert.deepEqual(evaluate("[lower('AB'), upper('ab'), contains('abc', 'd'), len('four')]"), [
      'ab',
      'AB',
      false,
      4,
    ]);
  });

  it('lets a lambda see the names around it', () => {
    assert.deepEqual(evaluate('let k = 3; map([1, 2], x => x * k)'), [3, 6]);
  });

  it('reports a call of what is not a function', () => {
    assert.throws(() => evaluate('x(1)', { x: 2 }), { message: 'Not a function at position 1' });
  });

  it('says where a call failed', () => {
    assert.throws(() => evaluate('1 + len(null)'), { name: 'ExpressionError', position: 7 });
  });

  it('keeps the position of an inner fault', () => {
    assert.throws(() => evaluate('map([1], x => x / 0)'), { position: 16 });
  });
});
