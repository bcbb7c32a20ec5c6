'use strict';

const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const { compare, diff, increment, parse, sort } = require('../src/index.js');

describe('parse', () => {
  it('reads the three numbers', () => {
    assert.deepEqual(parse('1.2.3'), { major: 1, minor: 2, patch: 3, prerelease: [], build: [] });
  });

  it('reads a prerelease', () => {
    assert.deepEqual(parse('v1.0.0-beta.2')?.prerelease, ['beta', 2]);
  });

  it('gives null for what is not a version', () => {
    assert.equal(parse('1.2'), null);
    assert.equal(parse('one'), null);
  });
});

describe('compare', () => {
  it('compares numbers as numbers', () => {
    assert.equal(compare('1.10.0', '1.9.0'), 1);
    assert.equal(compare('1.2.3', '1.2.3'), 0);
  });

  it('puts a prerelease below its release', () => {
    assert.equal(compare('1.0.0-rc.1', '1.0.0'), -1);
  });

  it('refuses what is not a version', () => {
    assert.throws(() => compare('x', '1.0.0'), TypeError);
  });

  it('sorts versions', () => {
    assert.deepEqual(sort(['2.0.0', '1.0.0', '1.5.0']), ['1.0.0', '1.5.0', '2.0.0']);
  });

  it('names the part that differs', () => {
    assert.equal(diff('1.2.3', '1.3.0'), 'minor');
    assert.equal(diff('1.2.3', '1.2.3'), null);
  });
});

describe('increment', () => {
  it('raises each part', () => {
    assert.equal(increment('1.2.3', 'major'), '2.0.0');
    assert.equal(increment('1.2.3', 'minor'), '1.3.0');
    assert.equal(increment('1.2.3', 'patch'), '1.2.4');
  });

  it('starts a prerelease of the next patch', () => {
    assert.equal(increment('1.2.3', 'prerelease', 'beta'), '1.2.4-beta.0');
  });
});
