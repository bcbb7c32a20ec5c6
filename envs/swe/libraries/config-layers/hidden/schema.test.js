import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { validate } from '../src/index.js';

function messages(value, rule, options) {
  return validate({ a: value }, { a: rule }, options).problems.map(({ message }) => message);
}

function coerced(value, type) {
  return validate({ a: value }, { a: { type } }).config.a;
}

describe('validate: types', () => {
  it('reads booleans out of words in any case', () => {
    const words = ['yes', 'ON', 'true', 'No', 'off', 'false'];

    assert.deepEqual(words.map((word) => coerced(word, 'boolean')), [true, true, true, false, false, false]);
  });

  it('splits text into a list at commas', () => {
    assert.deepEqual(coerced(' a, b ,c', 'list'), ['a', 'b', 'c']);
  });

  it('makes text of numbers and booleans but not of lists', () => {
    assert.deepEqual([coerced(8, 'string'), coerced(true, 'string')], ['8', 'true']);
    assert.deepEqual(messages([1], { type: 'string' }), ['is no string']);
  });

  it('wants whole numbers of integers only', () => {
    assert.deepEqual(messages('1.5', { type: 'integer' }), ['is no integer']);
    assert.deepEqual(messages('1.5', { type: 'number' }), []);
    assert.deepEqual(messages(Infinity, { type: 'number' }), ['is no number']);
  });
});

describe('validate: limits', () => {
  it('takes limits in', () => {
    const rule = { type: 'number', min: 1, max: 3 };

    assert.deepEqual([0.9, 1, 3, 3.1].map((value) => messages(value, rule)[0]), [
      'is below 1',
      undefined,
      undefined,
      'is above 3',
    ]);
  });

  it('limits the length of text and lists', () => {
    assert.deepEqual(messages('ab', { type: 'string', max: 1 }), ['is above 1']);
    assert.deepEqual(messages([9, 9], { type: 'list', min: 2, max: 2 }), []);
    assert.deepEqual(messages([], { type: 'list', min: 1 }), ['is below 1']);
  });
});

describe('validate: result', () => {
  it('checks defaults too, and keeps a value of false', () => {
    const schema = { a: { type: 'boolean', default: true }, b: { type: 'integer', default: 'x' } };

    assert.deepEqual(validate({ a: false }, schema), {
      config: { a: false, b: 'x' },
      problems: [{ path: 'b', message: 'is no integer' }],
    });
  });

  it('adds nothing for a value that may be missing', () => {
    assert.deepEqual(validate({}, { a: { type: 'string' } }), { config: {}, problems: [] });
  });

  it('keeps unknown values, and says nothing when they are allowed', () => {
    const config = { a: 1, s: { x: [1] } };
    const schema = { a: { type: 'integer' } };

    assert.deepEqual(validate(config, schema), { config, problems: [{ path: 's.x', message: 'is unknown' }] });
    assert.deepEqual(validate(config, schema, { allowUnknown: true }), { config, problems: [] });
  });

  it('shares no list with the configuration or the schema', () => {
    const config = { a: [1], u: [1] };
    const schema = { a: { type: 'list' }, b: { type: 'list', default: [2] } };
    const checked = validate(config, schema, { coerce: false, allowUnknown: true }).config;
    checked.a.push(9);
    checked.b.push(9);
    checked.u.push(9);

    assert.deepEqual(config, { a: [1], u: [1] });
    assert.deepEqual(schema.b.default, [2]);
  });
});
