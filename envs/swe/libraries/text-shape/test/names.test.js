import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { camelCase, slugify, snakeCase, titleCase, uniqueSlug } from '../src/index.js';

describe('slugify', () => {
  it('ends at a whole word when a length is given', () => {
    assert.equal(slugify('one two three', { maxLength: 8 }), 'one-two');
  });

  it('adds a number to a slug that is taken', () => {
    assert.equal(uniqueSlug('My Post', ['my-post']), 'my-post-2');
  });
});

describe('letter case', () => {
  it('writes camel case', () => {
    assert.equal(camelCase('user account id'), 'userAccountId');
  });

  it('writes snake case', () => {
    assert.equal(snakeCase('userAccountId'), 'user_account_id');
  });

  it('writes titles', () => {
    assert.equal(titleCase('the lord of the rings'), 'The Lord of the Rings');
  });
});
