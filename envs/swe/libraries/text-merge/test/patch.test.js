import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyPatch, formatPatch, makeHunks, parsePatch, reverse } from '../src/index.js';

/** A text with one letter a line. */
function lines(letters) {
  return [...letters].map((letter) => `${letter}\n`).join('');
}

describe('makeHunks', () => {
  it('shows lines around a change', () => {
    const hunks = makeHunks(lines('abcdefgh'), lines('abcdXfgh'), { context: 2 });

    assert.deepEqual(hunks, [
      { oldStart: 2, newStart: 2, lines: [' c\n', ' d\n', '-e\n', '+X\n', ' f\n', ' g\n'] },
    ]);
  });
});

describe('formatPatch', () => {
  it('writes a unified diff', () => {
    const patch = formatPatch(makeHunks(lines('abc'), lines('aXYc')));

    assert.equal(patch, '--- a\n+++ b\n@@ -1,3 +1,4 @@\n a\n-b\n+X\n+Y\n c\n');
  });
});

describe('parsePatch', () => {
  it('reads what was written', () => {
    const hunks = makeHunks(lines('abcdefghijkl'), lines('aXcdefghijYl'));

    assert.deepEqual(parsePatch(formatPatch(hunks)), hunks);
  });

  it('refuses a hunk that ends too early', () => {
    assert.throws(() => parsePatch('@@ -1,2 +1,2 @@\n a\n'), { name: 'PatchError', hunk: 1 });
  });
});

describe('applyPatch', () => {
  it('gives the new text', () => {
    const hunks = makeHunks(lines('abcdef'), lines('abXdeYf'));

    assert.equal(applyPatch(lines('abcdef'), hunks).text, lines('abXdeYf'));
  });

  it('finds lines that have moved', () => {
    const hunks = makeHunks(lines('abc'), lines('aXc'));

    assert.deepEqual(applyPatch(lines('12abc'), hunks), {
      text: lines('12aXc'),
      placed: [{ line: 3, offset: 2, fuzz: 0 }],
    });
  });

  it('leaves out context that has changed when fuzz allows it', () => {
    const hunks = makeHunks(lines('abcde'), lines('abXde'));

    assert.equal(applyPatch(lines('1bcd5'), hunks, { fuzz: 1 }).text, lines('1bXd5'));
  });

  it('refuses a hunk that fits nowhere', () => {
    const hunks = makeHunks(lines('abc'), lines('aXc'));

    assert.throws(() => applyPatch(lines('xyz'), hunks), { name: 'PatchError', hunk: 1 });
  });
});

describe('reverse', () => {
  it('leads back to the old text', () => {
    const hunks = makeHunks(lines('abcd'), lines('aXYd'));

    assert.equal(applyPatch(lines('aXYd'), reverse(hunks)).text, lines('abcd'));
  });
});
