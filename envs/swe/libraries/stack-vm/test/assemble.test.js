import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assemble, decodeAt, encode, formatValue, operandsOf, quote, sizeOf } from '../src/index.js';

describe('assemble', () => {
  it('makes code and constants', () => {
    const program = assemble('push 2\npush 2\nadd\nhalt');

    assert.deepEqual(program.code, [1, 0, 1, 0, 8, 0]);
    assert.deepEqual(program.constants, [2]);
  });

  it('knows labels before they are defined', () => {
    const program = assemble('jump end\npush 1\nend:\nhalt');

    assert.deepEqual(program.labels, { end: 4 });
    assert.deepEqual(program.code.slice(0, 2), [21, 4]);
  });

  it('keeps values of different kinds apart', () => {
    assert.deepEqual(assemble('push 1\npush "1"\npush 1').code, [1, 0, 1, 1, 1, 0]);
  });

  it('tells the line of a fault', () => {
    assert.throws(() => assemble('push 1\nfly'), { name: 'AssemblyError', line: 2, message: 'Line 2: no instruction fly' });
  });
});

describe('programs', () => {
  it('keep their labels when those that were given change', () => {
    const labels = { start: 0 };
    const program = encode([{ name: 'halt', operands: [] }], labels);
    labels.start = 7;

    assert.deepEqual(program.labels, { start: 0 });
  });

  it('are decoded at an address', () => {
    assert.deepEqual(decodeAt(assemble('push 1\nload 4'), 2), { name: 'load', operands: [4] });
  });

  it('have instructions of known sizes', () => {
    assert.deepEqual(['pop', 'push', 'call'].map(sizeOf), [1, 2, 3]);
  });

  it('know the kinds of operands', () => {
    assert.deepEqual(operandsOf('call'), ['label', 'number']);
    assert.equal(operandsOf('fly'), undefined);
  });

  it('are encoded without lines and labels too', () => {
    assert.deepEqual(encode([{ name: 'push', operands: [5] }]), { code: [1, 0], constants: [5], labels: {}, lines: {} });
  });
});

describe('values as source', () => {
  it('put quotes around texts only', () => {
    assert.deepEqual(['a', 1.5, null, true].map(formatValue), ['"a"', '1.5', 'null', 'true']);
  });

  it('escape signs that texts cannot hold', () => {
    assert.equal(quote('a"b\\c'), '"a\\"b\\\\c"');
  });
});
