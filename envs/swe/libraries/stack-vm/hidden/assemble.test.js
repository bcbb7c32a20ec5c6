import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assemble, encode, quote, run, tokenize } from '../src/index.js';

describe('tokenize', () => {
  it('keeps quotes, spaces and signs of a text together', () => {
    assert.deepEqual(tokenize('  push "a ; \\" b" ;c'), ['push', '"a ; \\" b"']);
  });

  it('refuses a text without an end', () => {
    assert.throws(() => tokenize('push "abc', 7), { name: 'AssemblyError', line: 7, message: 'Line 7: a text does not end' });
    assert.throws(() => tokenize('"'), { line: 1 });
    assert.throws(() => assemble('push 1\npush "abc'), { name: 'AssemblyError', line: 2 });
  });
});

describe('assemble: values', () => {
  it('reads values of all kinds', () => {
    const { constants } = assemble('push -1.5\npush 0\npush "a\\n\\"\\\\"\npush true\npush false\npush null');

    assert.deepEqual(constants, [-1.5, 0, 'a\n"\\', true, false, null]);
  });
});

describe('assemble: labels', () => {
  it('refuses unknown labels', () => {
    assert.throws(() => assemble('push 1\njump away'), { line: 2, message: 'Line 2: no label away' });
  });

  it('refuses names that are defined twice', () => {
    assert.throws(() => assemble('a:\na:'), { message: 'Line 2: a is defined twice' });
  });

  it('refuses what is not a name', () => {
    assert.throws(() => assemble('1a:'), { message: 'Line 1: 1a is not a name' });
    assert.throws(() => assemble('a-b:'), { message: 'Line 1: a-b is not a name' });
    assert.deepEqual(assemble('_A1:').labels, { _A1: 0 });
  });
});

describe('assemble: operands', () => {
  it('refuses unknown instructions', () => {
    assert.throws(() => assemble('halt\n\nPUSH 1'), { line: 3, message: 'Line 3: no instruction PUSH' });
    assert.throws(() => assemble('toString'), { message: 'Line 1: no instruction toString' });
  });

  it('refuses a wrong number of operands', () => {
    assert.throws(() => assemble('push'), { message: 'Line 1: push takes 1 operands, not 0' });
    assert.throws(() => assemble('pop 1'), { message: 'Line 1: pop takes 0 operands, not 1' });
  });

  it('wants counts that are whole and not negative', () => {
    assert.throws(() => assemble('load -1'), { message: 'Line 1: -1 is not a count' });
    assert.throws(() => assemble('load 1.5'), { message: 'Line 1: 1.5 is not a count' });
    assert.throws(() => assemble('load "1"'), { message: 'Line 1: "1" is not a count' });
    assert.deepEqual(assemble('load 0').code, [6, 0]);
  });
});

describe('assemble: words', () => {
  it('refuses words that are no values', () => {
    assert.throws(() => assemble('halt\npush x'), { name: 'AssemblyError', line: 2, message: 'Line 2: x is not a value' });
    assert.throws(() => assemble('push 1.'), { message: 'Line 1: 1. is not a value' });
  });
});

describe('programs', () => {
  it('hold texts that can be written and read again', () => {
    const text = 'a"b\\n\n"';

    assert.equal(quote(text), '"a\\"b\\\\n\\n\\""');
    assert.equal(run(assemble(`push ${quote(text)}`)).result, text);
  });

  it('take a copy of the labels they are given', () => {
    const labels = { a: 0 };
    const program = encode([{ name: 'push', operands: [5] }], labels);
    labels.a = 9;

    assert.deepEqual(program, { code: [1, 0], constants: [5], labels: { a: 0 }, lines: {} });
  });
});
