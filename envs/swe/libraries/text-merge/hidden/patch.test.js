import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyPatch, formatPatch, makeHunks, parsePatch, reverse } from '../src/index.js';

/** A text with one letter a line. */
function lines(letters) {
  return [...letters].map((letter) => `${letter}\n`).join('');
}

/** Hunks as `-a+b`, without line ends. */
function short(hunks) {
  return hunks.map((hunk) => hunk.lines.map((line) => line.trimEnd()).join(''));
}

describe('makeHunks: context', () => {
  it('shows three lines unless told otherwise', () => {
    assert.deepEqual(short(makeHunks(lines('abcdefghi'), lines('abcdXfghi'))), [' b c d-e+X f g h']);
  });

  it('joins changes whose contexts touch', () => {
    assert.deepEqual(short(makeHunks(lines('abcd'), lines('XbcY'), { context: 1 })), ['-a+X b c-d+Y']);
    assert.deepEqual(short(makeHunks(lines('abcde'), lines('XbcdY'), { context: 1 })), ['-a+X b', ' d-e+Y']);
  });
});

describe('formatPatch: form', () => {
  it('gives an empty side the line before', () => {
    assert.equal(formatPatch(makeHunks('', 'a\nb\n')), '--- a\n+++ b\n@@ -0,0 +1,2 @@\n+a\n+b\n');
    assert.match(formatPatch(makeHunks('a\n', '')), /@@ -1,1 \+0,0 @@/);
    assert.match(formatPatch(makeHunks(lines('ab'), lines('aXb'), { context: 0 })), /@@ -1,0 \+2,1 @@/);
  });
});

describe('parsePatch: form', () => {
  it('reads lines without an end', () => {
    const hunks = makeHunks('a\nb', 'a\nb\nc');

    assert.deepEqual(parsePatch(formatPatch(hunks)), hunks);
  });

  it('takes a count that is left out for one', () => {
    assert.deepEqual(parsePatch('@@ -3 +4 @@\n-a\n+b\n'), [{ oldStart: 2, newStart: 3, lines: ['-a\n', '+b\n'] }]);
  });

  it('reads the starts of empty sides', () => {
    const hunks = [
      ...makeHunks('', 'a\n'),
      ...makeHunks(lines('ab'), lines('b'), { context: 0 }),
      ...makeHunks(lines('abc'), lines('abXc'), { context: 0 }),
    ];

    assert.deepEqual(parsePatch(formatPatch(hunks)), hunks);
  });

  it('names the hunk that ends too early', () => {
    const patch = '@@ -1 +1 @@\n-a\n+b\n@@ -5,2 +5,2 @@\n c\n@@ -9 +9 @@\n';

    assert.throws(() => parsePatch(patch), {
      name: 'PatchError',
      message: 'Hunk 2: it ends too early',
      hunk: 2,
    });
  });
});

describe('reverse: order', () => {
  it('puts removals before additions again', () => {
    const hunks = makeHunks(lines('abcd'), lines('aXYd'), { context: 1 });

    assert.deepEqual(reverse(hunks), [
      { oldStart: 0, newStart: 0, lines: [' a\n', '-X\n', '-Y\n', '+b\n', '+c\n', ' d\n'] },
    ]);
  });

  it('keeps additions of one change before the next context', () => {
    const hunks = makeHunks(lines('abcd'), lines('XbY'), { context: 1 });

    assert.deepEqual(short(reverse(hunks)), ['-X+a b-Y+c+d']);
  });
});

describe('applyPatch: places', () => {
  it('expects later hunks where the earlier ones have moved them', () => {
    const hunks = makeHunks(lines('0abcdefgh'), lines('0aXYcdefZh'), { context: 1 });

    assert.deepEqual(applyPatch(lines('1230abcdefgh'), hunks).placed, [
      { line: 5, offset: 3, fuzz: 0 },
      { line: 11, offset: 0, fuzz: 0 },
    ]);
  });

  it('never goes back before the hunk before', () => {
    const hunks = [
      { oldStart: 3, newStart: 3, lines: ['-d\n', '+a\n'] },
      { oldStart: 4, newStart: 4, lines: ['-a\n'] },
    ];

    assert.throws(() => applyPatch(lines('abcde'), hunks), { message: 'Hunk 2: it does not fit' });
  });

  it('adds behind the end and to an empty text', () => {
    assert.equal(applyPatch('', makeHunks('', 'a\nb\n')).text, 'a\nb\n');
    assert.equal(applyPatch('a\n', makeHunks('a\n', 'a\nb\n', { context: 0 })).text, 'a\nb\n');
  });

  it('comes down from a place behind the end', () => {
    const hunks = [{ oldStart: 9, newStart: 9, lines: [' a\n', '+b\n'] }];

    assert.deepEqual(applyPatch('a\nc\n', hunks), {
      text: 'a\nb\nc\n',
      placed: [{ line: 1, offset: -9, fuzz: 0 }],
    });
  });
});

describe('applyPatch: fuzz', () => {
  const hunks = makeHunks(lines('abcdefg'), lines('abcXefg'));
  const placed = (letters, fuzz) => applyPatch(lines(letters), hunks, { fuzz }).placed[0];

  it('uses no more fuzz than it needs', () => {
    assert.deepEqual(placed('abcdefg', 2), { line: 1, offset: 0, fuzz: 0 });
    assert.deepEqual(placed('1bcdefg', 2), { line: 2, offset: 0, fuzz: 1 });
    assert.deepEqual(placed('12cde67', 2), { line: 3, offset: 0, fuzz: 2 });
  });

  it('has no fuzz unless told so', () => {
    assert.throws(() => applyPatch(lines('abcdef7'), hunks), { hunk: 1 });
    assert.throws(() => applyPatch(lines('12cdefg'), hunks, { fuzz: 1 }), { hunk: 1 });
  });

  it('never leaves out a line that changes', () => {
    assert.throws(() => applyPatch(lines('abc4efg'), hunks, { fuzz: 9 }), { hunk: 1 });
    assert.equal(applyPatch(lines('d'), hunks, { fuzz: 3 }).text, lines('X'));
    const last = makeHunks(lines('abcd'), lines('abcX'));
    assert.equal(applyPatch(lines('1bcd'), last, { fuzz: 1 }).text, lines('1bcX'));
  });
});
