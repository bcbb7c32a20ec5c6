import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createParser, parse } from '../src/index.js';

describe('parse', () => {
  it('splits rows and fields', () => {
    assert.deepEqual(parse('a,b\n1,2\n'), [['a', 'b'], ['1', '2']]);
  });

  it('does not need a line break after the last row', () => {
    assert.deepEqual(parse('a,b\n1,2'), [['a', 'b'], ['1', '2']]);
  });

  it('keeps a delimiter inside quotes', () => {
    assert.deepEqual(parse('"a,b",c'), [['a,b', 'c']]);
  });

  it('reads a doubled quote as one quote', () => {
    assert.deepEqual(parse('"say ""hi""",x'), [['say "hi"', 'x']]);
  });

  it('keeps a line break inside quotes', () => {
    assert.deepEqual(parse('"one\ntwo",x\ny,z'), [['one\ntwo', 'x'], ['y', 'z']]);
  });

  it('accepts Windows line ends', () => {
    assert.deepEqual(parse('a,b\r\nc,d\r\n'), [['a', 'b'], ['c', 'd']]);
  });

  it('takes another delimiter', () => {
    assert.deepEqual(parse('a;b,c', { delimiter: ';' }), [['a', 'b,c']]);
  });

  it('leaves out empty lines', () => {
    assert.deepEqual(parse('a\n\nb\n'), [['a'], ['b']]);
  });

  it('leaves out comment lines when a comment prefix is given', () => {
    assert.deepEqual(parse('# note, with comma\na,b\n', { comment: '#' }), [['a', 'b']]);
  });

  it('keeps blanks around fields unless asked to trim', () => {
    assert.deepEqual(parse(' a , b '), [[' a ', ' b ']]);
    assert.deepEqual(parse(' a , b ', { trim: true }), [['a', 'b']]);
  });

  it('reports a quoted field that is never closed', () => {
    assert.throws(() => parse('a,"b'), { name: 'CsvError', code: 'open-quote' });
  });
});

describe('createParser', () => {
  it('returns rows as soon as they are complete', () => {
    const parser = createParser();

    assert.deepEqual(parser.push('a,b\nc'), [['a', 'b']]);
    assert.deepEqual(parser.push(',d\n'), [['c', 'd']]);
    assert.deepEqual(parser.end(), []);
  });
});
