import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { castField, collect, readRows, stringify, stringifyRecords, toRecords } from '../src/index.js';

describe('toRecords: options', () => {
  it('takes a header that is not in the rows', () => {
    assert.deepEqual(toRecords([['1', '2']], { header: ['a', 'b'] }), [{ a: '1', b: '2' }]);
  });

  it('gives no records for no rows', () => {
    assert.deepEqual(toRecords([]), []);
  });

  it('fills missing fields when not strict', () => {
    assert.deepEqual(toRecords([['a', 'b'], ['1']], { strict: false }), [{ a: '1', b: '' }]);
  });

  it('casts a missing field to null when not strict', () => {
    const records = toRecords([['a', 'b'], ['1']], { strict: false, cast: true });

    assert.deepEqual(records, [{ a: 1, b: null }]);
  });

  it('reports the line of a row that is too long', () => {
    assert.throws(() => toRecords([['a'], ['1'], ['2', '3']]), {
      line: 3,
      message: 'Expected 1 fields but found 2 (line 3)',
    });
  });

  it('counts lines from 1 when the header is given', () => {
    assert.throws(() => toRecords([['1', '2']], { header: ['a'] }), { line: 1 });
  });

  it('numbers a column name that comes three times', () => {
    assert.deepEqual(toRecords([['x', 'x', 'x'], ['1', '2', '3']]), [{ x: '1', x_2: '2', x_3: '3' }]);
  });
});

describe('castField: values', () => {
  it('keeps a number with leading zeros as text', () => {
    assert.equal(castField('007'), '007');
    assert.equal(castField('-01'), '-01');
  });

  it('reads zero and fractions below one as numbers', () => {
    assert.equal(castField('0'), 0);
    assert.equal(castField('0.25'), 0.25);
    assert.equal(castField('.5'), 0.5);
  });

  it('reads false', () => {
    assert.equal(castField('false'), false);
  });
});

describe('stringify: options', () => {
  it('writes a row of one empty field so that it is read again', () => {
    assert.equal(stringify([['']]), '""\n');
  });

  it('writes a date in ISO form', () => {
    assert.equal(stringify([[new Date(0)]]), '1970-01-01T00:00:00.000Z\n');
  });

  it('quotes a carriage return', () => {
    assert.equal(stringify([['a\rb', 'c']]), '"a\rb",c\n');
  });

  it('takes another delimiter, quote and line end', () => {
    const options = { delimiter: ';', quote: "'", eol: '\r\n' };

    assert.equal(stringify([['a;b', "it's", 'c,d']], options), "'a;b';'it''s';c,d\r\n");
  });

  it('gathers the columns of all records in order of appearance', () => {
    assert.equal(stringifyRecords([{ a: 1 }, { b: 2, a: 3 }]), 'a,b\n1,\n3,2\n');
  });

  it('passes its options on for records', () => {
    assert.equal(stringifyRecords([{ a: 1, b: 2 }], { delimiter: '\t' }), 'a\tb\n1\t2\n');
  });

  it('writes nothing for no records', () => {
    assert.equal(stringifyRecords([]), '');
  });
});

describe('collect and readRows', () => {
  it('waits for a mapping that is asynchronous', async () => {
    const rows = await collect(['a\nb\n'], { map: async ([name]) => name.toUpperCase() });

    assert.deepEqual(rows, ['A', 'B']);
  });

  it('gives the mapping the index of the row', async () => {
    assert.deepEqual(await collect(['a\nb\n'], { map: (_row, index) => index }), [0, 1]);
  });

  it('reads nothing when the limit is zero', async () => {
    assert.deepEqual(await collect(['a\n'], { limit: 0 }), []);
  });

  it('reads chunks that come later', async () => {
    async function* chunks() {
      yield 'a;';
      yield 'b\nc;d';
    }

    assert.deepEqual(await collect(chunks(), { delimiter: ';' }), [['a', 'b'], ['c', 'd']]);
  });

  it('leaves out a byte order mark of the first chunk only', async () => {
    const chunks = ['', '\ufeffa\n', '\ufeffb\n'];

    assert.deepEqual(await collect(chunks), [['a'], ['\ufeffb']]);
  });
});
