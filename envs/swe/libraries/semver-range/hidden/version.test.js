'use strict';

const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const { compare, diff, format, increment, parse, sort } = require('../src/index.js');

describe('parse: edges', () => {
  it('reads a prerelease and build data together', () => {
    const version = parse('1.2.3-alpha-x.0+sha.5');

    assert.deepEqual(version, {
      major: 1,
      minor: 2,
      patch: 3,
      prerelease: ['alpha-x', 0],
      build: ['sha', '5'],
    });
  });

  it('refuses leading zeros', () => {
    assert.equal(parse('01.2.3'), null);
    assert.equal(parse('1.2.3-01'), null);
    assert.notEqual(parse('1.2.3-0a'), null);
  });

  it('leaves out blanks around a version', () => {
    assert.equal(parse(' 1.2.3 ')?.patch, 3);
  });

  it('writes a version again', () => {
    assert.equal(format(parse('1.2.3-rc.1+x.2')), '1.2.3-rc.1+x.2');
    assert.equal(format({ major: 1, minor: 0, patch: 0 }), '1.0.0');
  });
});

describe('compare: prereleases', () => {
  it('follows the order of the specification', () => {
    const order = [
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
    ];

    for (let i = 1; i < order.length; i += 1) {
      assert.equal(compare(order[i - 1], order[i]), -1);
      assert.equal(compare(order[i], order[i - 1]), 1);
    }
  });

  it('puts numbers below words', () => {
    assert.equal(compare('1.0.0-1', '1.0.0-a'), -1);
    assert.equal(compare('1.0.0-a', '1.0.0-1'), 1);
  });

  it('puts the longer of two equal prereleases above', () => {
    assert.equal(compare('1.0.0-a.1', '1.0.0-a'), 1);
    assert.equal(compare('1.0.0-a', '1.0.0-a.1'), -1);
  });

  it('does not change the list it sorts', () => {
    const versions = ['2.0.0', '1.0.0'];
    sort(versions);

    assert.deepEqual(versions, ['2.0.0', '1.0.0']);
  });

  it('names the first part that differs', () => {
    assert.equal(diff('1.2.3', '2.0.0'), 'major');
    assert.equal(diff('1.2.3', '1.2.4-rc.1'), 'patch');
    assert.equal(diff('1.2.3-a', '1.2.3-b'), 'prerelease');
    assert.equal(diff('1.2.3+a', '1.2.3+b'), null);
  });

  it('says what is not a version', () => {
    assert.throws(() => diff('1.0.0', 'nope'), { message: 'Not a version: nope' });
  });
});

describe('increment: prereleases', () => {
  it('finishes a prerelease of the same part', () => {
    assert.equal(increment('2.0.0-rc.1', 'major'), '2.0.0');
    assert.equal(increment('1.3.0-rc.1', 'minor'), '1.3.0');
    assert.equal(increment('1.2.4-rc.1', 'patch'), '1.2.4');
  });

  it('raises a part that a prerelease does not finish', () => {
    assert.equal(increment('1.3.0-rc.1', 'major'), '2.0.0');
    assert.equal(increment('1.2.4-rc.1', 'major'), '2.0.0');
    assert.equal(increment('1.2.4-rc.1', 'minor'), '1.3.0');
  });

  it('counts a prerelease up', () => {
    assert.equal(increment('1.2.4-beta.0', 'prerelease', 'beta'), '1.2.4-beta.1');
    assert.equal(increment('1.2.4-beta.9', 'prerelease'), '1.2.4-beta.10');
  });

  it('starts from zero with another tag', () => {
    assert.equal(increment('1.2.4-alpha.3', 'prerelease', 'beta'), '1.2.4-beta.0');
  });

  it('adds a number where there is none', () => {
    assert.equal(increment('1.0.0-rc', 'prerelease'), '1.0.0-rc.0');
    assert.equal(increment('1.0.0', 'prerelease'), '1.0.1-0');
  });

  it('counts up the last number', () => {
    assert.equal(increment('1.0.0-1.x.5.y', 'prerelease'), '1.0.0-1.x.6.y');
  });

  it('drops build data', () => {
    assert.equal(increment('1.0.0+abc', 'patch'), '1.0.1');
  });
});
