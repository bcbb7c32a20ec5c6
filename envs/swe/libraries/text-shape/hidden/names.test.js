import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { camelCase, slugify, snakeCase, titleCase, uniqueSlug, words } from '../src/index.js';

describe('slugify: edges', () => {
  it('writes out an ampersand', () => {
    assert.equal(slugify('Salt & Pepper'), 'salt-and-pepper');
  });

  it('fills the length exactly', () => {
    assert.equal(slugify('one two three', { maxLength: 7 }), 'one-two');
    assert.equal(slugify('one two three', { maxLength: 6 }), 'one');
  });
});

describe('uniqueSlug', () => {
  it('finds the first free number', () => {
    assert.equal(uniqueSlug('A', ['a', 'a-2', 'a-3']), 'a-4');
  });

  it('uses its separator for the number', () => {
    assert.equal(uniqueSlug('A b', ['a_b'], { separator: '_' }), 'a_b_2');
  });
});

describe('letter case: edges', () => {
  it('splits identifiers into words', () => {
    assert.deepEqual(words('parseHTTPResponse2Text'), ['parse', 'HTTP', 'Response2', 'Text']);
  });

  it('writes camel case from capitals', () => {
    assert.equal(camelCase('HTTP_SERVER_ID'), 'httpServerId');
  });

  it('writes nothing for an empty text', () => {
    assert.equal(camelCase(''), '');
    assert.equal(snakeCase(''), '');
    assert.equal(titleCase(''), '');
  });

  it('gives a small word a capital at the edges of a title', () => {
    assert.equal(titleCase('of mice and men to'), 'Of Mice and Men To');
  });

  it('lowers the rest of a word in a title', () => {
    assert.equal(titleCase('HELLO AND GOODBYE'), 'Hello and Goodbye');
  });
});
