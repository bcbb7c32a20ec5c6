import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { History, merge, mergeRegions } from '../src/index.js';

/** A text with one letter a line. */
function lines(letters) {
  return [...letters].map((letter) => `${letter}\n`).join('');
}

describe('merge', () => {
  it('takes the changes of both sides', () => {
    assert.deepEqual(merge(lines('abcde'), lines('aXcde'), lines('abcdY')), {
      text: lines('aXcdY'),
      conflicts: 0,
    });
  });

  it('marks a conflict', () => {
    assert.deepEqual(merge(lines('abc'), lines('aXc'), lines('aYc')), {
      text: 'a\n<<<<<<< ours\nX\n=======\nY\n>>>>>>> theirs\nc\n',
      conflicts: 1,
    });
  });

  it('takes a change that both sides made once', () => {
    assert.deepEqual(merge(lines('abc'), lines('aXc'), lines('aXc')), { text: lines('aXc'), conflicts: 0 });
  });

  it('prefers a side when told so', () => {
    const { text } = merge(lines('abc'), lines('aXc'), lines('aYc'), { prefer: 'theirs' });

    assert.equal(text, lines('aYc'));
  });
});

describe('mergeRegions', () => {
  it('tells who changed what', () => {
    const kinds = mergeRegions(lines('abcde'), lines('Xbcde'), lines('abYde')).map(({ kind }) => kind);

    assert.deepEqual(kinds, ['ours', 'same', 'theirs', 'same']);
  });
});

describe('History', () => {
  it('takes back an edit', () => {
    const history = new History(lines('abc'));
    history.edit(lines('aXc'));
    history.undo();

    assert.equal(history.text, lines('abc'));
  });

  it('does again what was taken back', () => {
    const history = new History('a\n');
    history.edit('b\n');
    history.undo();
    history.redo();

    assert.equal(history.text, 'b\n');
  });

  it('takes back several edits', () => {
    const history = new History('a\n');
    history.edit('b\n');
    history.edit('b\nc\n');

    assert.equal(history.undo(5), 2);
    assert.equal(history.text, 'a\n');
  });
});
