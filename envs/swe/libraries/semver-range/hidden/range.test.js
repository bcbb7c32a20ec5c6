'use strict';

const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const { intersects, maxSatisfying, minSatisfying, satisfies } = require('../src/index.js');

function matching(range, versions) {
  return versions.filter((version) => satisfies(version, range));
}

describe('satisfies: comparators', () => {
  it('takes the limits in or leaves them out', () => {
    const versions = ['1.0.0', '1.0.1', '2.0.0'];

    assert.deepEqual(matching('>=1.0.1', versions), ['1.0.1', '2.0.0']);
    assert.deepEqual(matching('>1.0.1', versions), ['2.0.0']);
    assert.deepEqual(matching('<=1.0.1', versions), ['1.0.0', '1.0.1']);
    assert.deepEqual(matching('<1.0.1', versions), ['1.0.0']);
    assert.deepEqual(matching('=1.0.1', versions), ['1.0.1']);
    assert.deepEqual(matching('1.0.1', versions), ['1.0.1']);
  });

  it('takes a comparator with a partial version', () => {
    const versions = ['0.9.0', '1.0.0', '1.9.9', '2.0.0', '2.0.1', '3.0.0'];

    assert.deepEqual(matching('>1', versions), ['2.0.0', '2.0.1', '3.0.0']);
    assert.deepEqual(matching('>=2', versions), ['2.0.0', '2.0.1', '3.0.0']);
    assert.deepEqual(matching('<2', versions), ['0.9.0', '1.0.0', '1.9.9']);
    assert.deepEqual(matching('<=2.0', versions), ['0.9.0', '1.0.0', '1.9.9', '2.0.0', '2.0.1']);
  });

  it('allows blanks after an operator', () => {
    assert.equal(satisfies('1.5.0', '>= 1.2.0  < 2.0.0'), true);
    assert.equal(satisfies('2.0.0', '>= 1.2.0 < 2.0.0'), false);
  });

  it('matches everything with a star or an empty range', () => {
    assert.equal(satisfies('0.0.0', '*'), true);
    assert.equal(satisfies('9.9.9', ''), true);
  });

  it('matches nothing above everything', () => {
    assert.equal(satisfies('9.9.9', '>*'), false);
    assert.equal(satisfies('0.0.0', '<=*'), true);
  });
});

describe('satisfies: carets and tildes', () => {
  it('holds the minor number below 1.0.0', () => {
    const versions = ['0.2.2', '0.2.3', '0.2.9', '0.3.0', '1.0.0'];

    assert.deepEqual(matching('^0.2.3', versions), ['0.2.3', '0.2.9']);
  });

  it('holds the patch below 0.1.0', () => {
    assert.deepEqual(matching('^0.0.3', ['0.0.2', '0.0.3', '0.0.4', '0.1.0']), ['0.0.3']);
  });

  it('takes carets of partial versions', () => {
    const versions = ['0.0.1', '0.0.9', '0.1.0', '1.0.0', '1.9.9', '2.0.0'];

    assert.deepEqual(matching('^1', versions), ['1.0.0', '1.9.9']);
    assert.deepEqual(matching('^0.0', versions), ['0.0.1', '0.0.9']);
    assert.deepEqual(matching('^0', versions), ['0.0.1', '0.0.9', '0.1.0']);
    assert.deepEqual(matching('^0.0.0', ['0.0.0', '0.0.1']), ['0.0.0']);
  });

  it('takes tildes of partial versions', () => {
    const versions = ['1.1.9', '1.2.0', '1.2.9', '1.3.0', '2.0.0'];

    assert.deepEqual(matching('~1.2', versions), ['1.2.0', '1.2.9']);
    assert.deepEqual(matching('~1', versions), ['1.1.9', '1.2.0', '1.2.9', '1.3.0']);
    assert.deepEqual(matching('~> 1.2.5', versions), ['1.2.9']);
  });

  it('takes open parts at any place', () => {
    const versions = ['1.2.0', '1.2.7', '1.3.0'];

    assert.deepEqual(matching('1.2.*', versions), ['1.2.0', '1.2.7']);
    assert.deepEqual(matching('1.X', versions), versions);
    assert.deepEqual(matching('v1', versions), versions);
  });
});

describe('satisfies: hyphens and alternatives', () => {
  it('takes both ends of a hyphen range in', () => {
    const versions = ['1.1.9', '1.2.0', '2.0.0', '2.0.1'];

    assert.deepEqual(matching('1.2.0 - 2.0.0', versions), ['1.2.0', '2.0.0']);
  });

  it('takes everything that starts with a partial upper end', () => {
    const versions = ['1.0.0', '2.0.0', '2.3.9', '2.4.0', '3.0.0'];

    assert.deepEqual(matching('1.0.0 - 2.3', versions), ['1.0.0', '2.0.0', '2.3.9']);
    assert.deepEqual(matching('1 - 2', versions), ['1.0.0', '2.0.0', '2.3.9', '2.4.0']);
  });

  it('needs only one alternative', () => {
    const versions = ['1.0.0', '2.0.0', '3.0.0'];

    assert.deepEqual(matching('1.0.0||>=3', versions), ['1.0.0', '3.0.0']);
  });
});

describe('satisfies: prereleases', () => {
  it('matches a prerelease of the version a comparator names', () => {
    const versions = ['1.2.3-alpha', '1.2.3-beta.2', '1.2.3', '1.2.4-beta.2'];

    assert.deepEqual(matching('>=1.2.3-beta.1', versions), ['1.2.3-beta.2', '1.2.3']);
    assert.deepEqual(matching('^1.2.3-beta.1', versions), ['1.2.3-beta.2', '1.2.3']);
  });

  it('takes all prereleases in when asked', () => {
    assert.equal(satisfies('1.3.0-beta', '^1.2.3', { includePrerelease: true }), true);
    assert.equal(maxSatisfying(['1.0.0', '1.1.0-rc'], '1.x', { includePrerelease: true }), '1.1.0-rc');
  });

  it('matches an exact prerelease', () => {
    assert.equal(satisfies('1.0.0-rc.1', '1.0.0-rc.1'), true);
    assert.equal(satisfies('1.0.0-rc.1', '1.0.0'), false);
  });
});

describe('choice: edges', () => {
  it('gives null when nothing matches', () => {
    assert.equal(maxSatisfying(['1.0.0'], '>2'), null);
    assert.equal(minSatisfying([], '*'), null);
  });

  it('chooses whatever the order of the list', () => {
    const versions = ['1.5.0', '1.10.0', '1.9.0', '1.1.0'];

    assert.equal(maxSatisfying(versions, '^1.0.0'), '1.10.0');
    assert.equal(minSatisfying(versions, '^1.0.0'), '1.1.0');
  });
});

describe('intersects: edges', () => {
  it('meets in one version', () => {
    assert.equal(intersects('>=1.0.0', '<=1.0.0'), true);
    assert.equal(intersects('>=1.0.0', '<1.0.0'), false);
    assert.equal(intersects('>1.0.0', '<=1.0.0'), false);
    assert.equal(intersects('1.0.0', '1.0.0'), true);
  });

  it('is always true without a limit on one side', () => {
    assert.equal(intersects('>=5.0.0', '>1.0.0'), true);
    assert.equal(intersects('<5.0.0', '<1.0.0'), true);
  });

  it('takes the tightest limits', () => {
    assert.equal(intersects('>=1.0.0 >=3.0.0', '<2.0.0'), false);
    assert.equal(intersects('<=4.0.0 <2.0.0', '>=2.0.0'), false);
    assert.equal(intersects('>1.0.0 >=1.0.0', '1.0.0'), false);
  });

  it('needs one pair of alternatives', () => {
    assert.equal(intersects('1.0.0 || 4.x', '^4.1.0'), true);
    assert.equal(intersects('1.0.0 || 2.0.0', '3.0.0 || 4.0.0'), false);
  });

  it('says what is not a range', () => {
    assert.throws(() => intersects('1.0.0', 'abc'), { name: 'TypeError', message: 'Not a range: abc' });
  });
});
