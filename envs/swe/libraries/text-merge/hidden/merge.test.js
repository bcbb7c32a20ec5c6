import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { History, merge, mergeRegions } from '../src/index.js';

/** A text with one letter a line. */
function lines(letters) {
  return [...letters].map((letter) => `${letter}\n`).join('');
}

/** `kind:base:ours:theirs` of each region. */
function short(regions) {
  const letters = (list) => list.map((line) => line.trim()).join('');
  return regions.map(({ kind, base, ours, theirs }) =>
    [kind, letters(base), letters(ours), letters(theirs)].join(':'),
  );
}

describe('mergeRegions: kinds', () => {
  it('joins changes that only touch', () => {
    const regions = mergeRegions(lines('abcd'), lines('Xbcd'), lines('aYcd'));

    assert.deepEqual(short(regions), ['conflict:ab:Xb:aY', 'same:cd:cd:cd']);
  });

  it('goes on with a group as far as its longest change', () => {
    const regions = mergeRegions(lines('abcdefg'), lines('Xg'), lines('aYcZefg'));

    assert.deepEqual(short(regions), ['conflict:abcdef:X:aYcZef', 'same:g:g:g']);
  });

  it('gives nothing for empty texts and one region for equal ones', () => {
    assert.deepEqual(mergeRegions('', '', ''), []);
    assert.deepEqual(short(mergeRegions('a\nb\n', 'a\nb\n', 'a\nb\n')), ['same:ab:ab:ab']);
  });
});

describe('merge: text', () => {
  it('takes insertions, removals and changes of both sides', () => {
    assert.deepEqual(merge(lines('abcdefgh'), lines('1abdefgh'), lines('abcdeXg')), {
      text: lines('1abdeXg'),
      conflicts: 0,
    });
  });

  it('shows the base, under names', () => {
    const { text } = merge(lines('abc'), lines('aXc'), lines('ac'), {
      names: ['mine', 'yours'],
      showBase: true,
    });

    assert.equal(text, 'a\n<<<<<<< mine\nX\n||||||| base\nb\n=======\n>>>>>>> yours\nc\n');
  });

  it('ends lines without an end inside a conflict', () => {
    const { text } = merge('a', 'b', 'c\n', { showBase: true });

    assert.equal(text, '<<<<<<< ours\nb\n||||||| base\na\n=======\nc\n>>>>>>> theirs\n');
  });

  it('marks and counts each conflict', () => {
    assert.deepEqual(merge(lines('abc'), lines('XbY'), lines('1b2')), {
      text: '<<<<<<< ours\nX\n=======\n1\n>>>>>>> theirs\nb\n<<<<<<< ours\nY\n=======\n2\n>>>>>>> theirs\n',
      conflicts: 2,
    });
  });

  it('joins both sides of a conflict when told so', () => {
    assert.deepEqual(merge('a\nb', 'a\nX', 'a\nY', { prefer: 'union' }), { text: 'a\nX\nY\n', conflicts: 0 });
  });

  it('prefers a side in conflicts only', () => {
    const sides = [lines('abcde'), lines('aXcde'), lines('aYcdZ')];

    assert.deepEqual(merge(...sides, { prefer: 'ours' }), { text: lines('aXcdZ'), conflicts: 0 });
    assert.deepEqual(merge(...sides, { prefer: 'theirs' }), { text: lines('aYcdZ'), conflicts: 0 });
  });
});

describe('History: steps', () => {
  it('takes an edit that changes nothing for none', () => {
    const history = new History('a\n');

    assert.equal(history.edit('a\n'), false);
    assert.equal(history.edit('b\n'), true);
    assert.deepEqual(history.labels(), ['edit']);
  });

  it('forgets what was undone with a new edit', () => {
    const history = new History();
    history.edit('a\n');
    history.undo();
    assert.equal(history.text, '');
    history.edit('b\n');

    assert.equal(history.redo(), 0);
    assert.equal(history.text, 'b\n');
  });

  it('keeps what was undone when an edit changes nothing', () => {
    const history = new History('a\n');
    history.edit('b\n');
    history.undo();
    history.edit('a\n');

    assert.equal(history.redo(), 1);
  });

  it('goes back and forth over several steps', () => {
    const history = new History('a\nb\nc\n');
    const texts = ['a\nX\nc\n', 'a\nX\nc\nd', '0\na\nX\nd'];
    for (const text of texts) history.edit(text);

    assert.equal(history.undo(2), 2);
    assert.equal(history.text, texts[0]);
    assert.equal(history.redo(9), 2);
    assert.equal(history.text, texts[2]);
    assert.equal(history.undo(), 1);
    assert.equal(history.undo(), 1);
    assert.equal(history.redo(), 1);
    assert.equal(history.text, texts[1]);
    assert.equal(history.undo(9), 2);
    assert.equal(history.text, 'a\nb\nc\n');
  });

  it('drops the oldest step beyond the limit', () => {
    const history = new History('0', { limit: 2 });
    for (const text of ['1', '2', '3']) history.edit(text, text);

    assert.deepEqual(history.labels(), ['3', '2']);
    assert.equal(history.undo(3), 2);
    assert.equal(history.text, '1');
  });
});
