import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createParser, parse } from '../src/index.js';

describe('parse: edge cases', () => {
  it('reads an empty quoted field as a row of its own', () => {
    assert.deepEqual(parse('a\n""\nb'), [['a'], [''], ['b']]);
  });

  it('reads an empty quoted field at the very end of the text', () => {
    assert.deepEqual(parse('a\n""'), [['a'], ['']]);
  });

  it('accepts a lone carriage return as a line end', () => {
    assert.deepEqual(parse('a,b\rc,d\r'), [['a', 'b'], ['c', 'd']]);
  });

  it('leaves out a byte order mark', () => {
    assert.deepEqual(parse('\ufeffid,name\n'), [['id', 'name']]);
  });

  it('does not trim inside quotes when asked to trim', () => {
    assert.deepEqual(parse('" a ", b ', { trim: true }), [[' a ', 'b']]);
  });

  it('reads quotes after blanks in front of a field', () => {
    assert.deepEqual(parse('x, "a,b" ,y'), [['x', 'a,b', 'y']]);
  });

  it('keeps the comment prefix in a later field and in quotes', () => {
    assert.deepEqual(parse('a,#b\n"#c",d\n', { comment: '#' }), [['a', '#b'], ['#c', 'd']]);
  });

  it('ignores quotes inside a comment', () => {
    assert.deepEqual(parse('#"open\na,b\n', { comment: '#' }), [['a', 'b']]);
  });

  it('reports text after a closing quote with its line', () => {
    assert.throws(() => parse('a\n"b"c\n'), { code: 'after-quote', line: 2 });
  });

  it('reports the line on which an unclosed quote was opened', () => {
    assert.throws(() => parse('a\nb,"c\nd\ne'), { code: 'open-quote', line: 2 });
  });

  it('counts lines inside quotes', () => {
    assert.throws(() => parse('"a\nb\nc"\n"d"e'), { code: 'after-quote', line: 4 });
  });

  it('names the line in the message of an error', () => {
    assert.throws(() => parse('"a'), { message: 'A quoted field is never closed (line 1)' });
  });
});

describe('createParser: chunks', () => {
  it('joins a doubled quote that is cut in the middle', () => {
    const parser = createParser();
    parser.push('"a"');
    parser.push('"b"');

    assert.deepEqual(parser.end(), [['a"b']]);
  });

  it('joins a Windows line end that is cut in the middle', () => {
    const parser = createParser({ skipEmpty: false });
    const rows = [...parser.push('a\r'), ...parser.push('\nb\r\n'), ...parser.end()];

    assert.deepEqual(rows, [['a'], ['b']]);
  });
});
