import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { castField, collect, parse, stringify, stringifyRecords, toRecords } from '../src/index.js';

describe('toRecords', () => {
  it('names fields by the first row', () => {
    assert.deepEqual(toRecords([['id', 'name'], ['1', 'Ada']]), [{ id: '1', name: 'Ada' }]);
  });

  it('casts numbers, booleans and empty fields when asked', () => {
    const rows = [['n', 'ok', 'none'], ['1.5', 'true', '']];

    assert.deepEqual(toRecords(rows, { cast: true }), [{ n: 1.5, ok: true, none: null }]);
  });

  it('refuses a row of another length', () => {
    assert.throws(() => toRecords([['a', 'b'], ['1']]), { code: 'row-length' });
  });

  it('numbers repeated column names', () => {
    assert.deepEqual(toRecords([['x', 'x'], ['1', '2']]), [{ x: '1', x_2: '2' }]);
  });
});

describe('castField', () => {
  it('reads signs and exponents', () => {
    assert.equal(castField('-2.5e3'), -2500);
  });

  it('leaves text alone', () => {
    assert.equal(castField('12 apples'), '12 apples');
  });
});

describe('stringify', () => {
  it('writes one line a row', () => {
    assert.equal(stringify([['a', 'b'], [1, 2]]), 'a,b\n1,2\n');
  });

  it('quotes a field with a delimiter, a quote or a line break', () => {
    assert.equal(stringify([['a,b', 'say "hi"', 'x\ny']]), '"a,b","say ""hi""","x\ny"\n');
  });

  it('writes records under a header', () => {
    assert.equal(stringifyRecords([{ a: 1, b: 2 }, { a: 3, b: 4 }]), 'a,b\n1,2\n3,4\n');
  });

  it('gives back what it was given after parsing', () => {
    const rows = [['plain', 'with "quotes"'], ['', 'two\nlines']];

    assert.deepEqual(parse(stringify(rows)), rows);
  });
});

describe('collect', () => {
  it('gathers the rows of all chunks', async () => {
    assert.deepEqual(await collect(['a,b\n1', ',2\n']), [['a', 'b'], ['1', '2']]);
  });

  it('stops at the limit', async () => {
    assert.deepEqual(await collect(['a\nb\nc\n'], { limit: 2 }), [['a'], ['b']]);
  });
});
