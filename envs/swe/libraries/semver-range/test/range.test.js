'use strict';

const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const { intersects, maxSatisfying, minSatisfying, satisfies } = require('../src/index.js');

describe('satisfies', () => {
  it('matches comparators', () => {
    assert.equal(satisfies('1.5.0', '>=1.2.0 <2.0.0'), true);
    assert.equal(satisfies('2.0.0', '>=1.2.0 <2.0.0'), false);
  });

  it('matches a caret range', () => {
    assert.equal(satisfies('1.9.0', '^1.2.3'), true);
    assert.equal(satisfies('2.0.0', '^1.2.3'), false);
  });

  it('matches a tilde range', () => {
    assert.equal(satisfies('1.2.9', '~1.2.3'), true);
    assert.equal(satisfies('1.3.0', '~1.2.3'), false);
  });

  it('matches parts that are left open', () => {
    assert.equal(satisfies('1.7.2', '1.x'), true);
    assert.equal(satisfies('2.0.0', '1.x'), false);
  });

  it('matches any of several alternatives', () => {
    assert.equal(satisfies('3.1.0', '^1.0.0 || ^3.0.0'), true);
  });

  it('leaves out prereleases', () => {
    assert.equal(satisfies('1.3.0-beta', '^1.2.3'), false);
  });

  it('refuses an unreadable range', () => {
    assert.throws(() => satisfies('1.0.0', 'latest'), TypeError);
  });
});

describe('choice', () => {
  it('finds the highest version in a range', () => {
    assert.equal(maxSatisfying(['1.0.0', '1.4.0', '2.0.0'], '^1.0.0'), '1.4.0');
  });

  it('finds the lowest version in a range', () => {
    assert.equal(minSatisfying(['1.0.0', '1.4.0', '2.0.0'], '>1.0.0'), '1.4.0');
  });

  it('tells whether two ranges have a version in common', () => {
    assert.equal(intersects('^1.2.0', '>=1.5.0'), true);
    assert.equal(intersects('^1.2.0', '^2.0.0'), false);
  });
});
