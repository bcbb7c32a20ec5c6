import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse, stringify } from '../src/index.js';

function fault(text) {
  try {
    parse(text);
  } catch (error) {
    return error.message;
  }
  return null;
}

describe('parse: values', () => {
  it('reads quotes, backslashes and code points in text', () => {
    assert.equal(parse('a = "\\"\\\\\\r\\u0041\\u00e9#="').a, '"\\\r\u0041\u00e9#=');
  });

  it('reads empty text and an empty list', () => {
    assert.deepEqual(parse('a = ""\nb = \'\'\nc = []\nd = [ ]'), { a: '', b: '', c: [], d: [] });
  });

  it('reads a list over several lines with comments and a last comma', () => {
    const text = 'a = [ # numbers\n  1, # one\n\n  2\n  ,\n]\nb = true';

    assert.deepEqual(parse(text), { a: [1, 2], b: true });
  });

  it('needs no blanks and takes any', () => {
    assert.deepEqual(parse('a=1\n\t b . c\t=\t"x"  \n [ s . t ] \nd=2#x'), {
      a: 1,
      b: { c: 'x' },
      s: { t: { d: 2 } },
    });
  });

  it('reads lines with Windows ends', () => {
    assert.deepEqual(parse('# c\r\na = 1\r\n[s]\r\nb = "x"\r\nc = [\r\n1,\r\n2\r\n]\r\n'), {
      a: 1,
      s: { b: 'x', c: [1, 2] },
    });
  });
});

describe('parse: sections', () => {
  it('goes on with a section that is opened again', () => {
    assert.deepEqual(parse('[a]\nx = 1\n[b]\n[a]\ny = 2'), { a: { x: 1, y: 2 }, b: {} });
  });

  it('refuses a section in place of a value', () => {
    assert.equal(fault('a = 1\n[a]'), 'a is no section in line 2');
    assert.equal(fault('s.a = [1]\n\ns.a.b.c = 2'), 's.a is no section in line 3');
  });

  it('refuses a key that is set twice in a section, also as a section', () => {
    assert.equal(fault('[s]\na.b = 1\na.b = 2'), 'a.b is set twice in line 3');
    assert.equal(fault('[s.a]\n[s]\na = 1'), 'a is set twice in line 3');
  });
});

describe('parse: faults', () => {
  it('says what was expected', () => {
    assert.equal(fault('a'), 'Expected = in line 1');
    assert.equal(fault('\n= 1'), 'Expected a key in line 2');
    assert.equal(fault('a. = 1'), 'Expected a key in line 1');
    assert.equal(fault('[a\nb = 1'), 'Expected ] in line 1');
    assert.equal(fault('a = # none'), 'Expected a value in line 1');
    assert.equal(fault('a = [1 2]'), 'Expected , or ] in line 1');
    assert.equal(fault('a = [,]'), 'Expected a value in line 1');
  });

  it('refuses what stands behind a value or a section', () => {
    assert.equal(fault('a = 1 b = 2'), 'Unexpected b in line 1');
    assert.equal(fault('x = 1\n[a] b'), 'Unexpected b in line 2');
  });

  it('finds text and lists that are never closed', () => {
    assert.equal(fault('a = 1\nb = "x\nc = "y"'), 'Text is never closed in line 2');
    assert.equal(fault("a = 'x"), 'Text is never closed in line 1');
    assert.equal(fault('a = "x\\"'), 'Text is never closed in line 1');
    assert.equal(fault('a = [1,\n2,\n'), 'Expected a value in line 3');
  });
});

describe('stringify: form', () => {
  it('writes sections by their full names, with blank lines between', () => {
    const text = stringify({ b: { c: { d: 1 }, e: [true, 'x'] }, f: { g: {} }, h: {} });

    assert.equal(text, '[b]\ne = [true, "x"]\n\n[b.c]\nd = 1\n\n[f.g]\n\n[h]\n');
  });

  it('writes nothing for an empty configuration', () => {
    assert.equal(stringify({}), '');
  });
});
