'use strict';

const { compare, compareCore } = require('./compare.js');
const { toComparators } = require('./range.js');
const { toVersion } = require('./version.js');

function holds({ operator, version: limit }, version) {
  const order = compare(version, limit);
  switch (operator) {
    case '>=':
      return order >= 0;
    case '>':
      return order > 0;
    case '<=':
      return order <= 0;
    case '<':
      return order < 0;
    default:
      return order === 0;
  }
}

function namesPrerelease(comparators, version) {
  return comparators.some(({ version: limit, operator }) => {
    if (limit.prerelease.length === 0) return false;
    if (operator === '<' && limit.prerelease.length === 1 && limit.prerelease[0] === 0) return false;
    return compareCore(limit, version) === 0;
  });
}

/** Whether a version is in a range. */
function satisfies(value, range, options = {}) {
  const { includePrerelease = false } = options;
  const version = toVersion(value);
  return toComparators(range).some((comparators) => {
    if (!comparators.every((comparator) => holds(comparator, version))) return false;
    if (version.prerelease.length === 0 || includePrerelease) return true;
    return namesPrerelease(comparators, version);
  });
}

function best(versions, range, options, isBetter) {
  let found = null;
  for (const version of versions) {
    if (!satisfies(version, range, options)) continue;
    if (found === null || isBetter(compare(version, found))) found = version;
  }
  return found;
}

/** The highest version in a range, or null. */
function maxSatisfying(versions, range, options) {
  return best(versions, range, options, (order) => order > 0);
}

/** The lowest version in a range, or null. */
function minSatisfying(versions, range, options) {
  return best(versions, range, options, (order) => order < 0);
}

/** The tightest limits of a list of comparators. */
function limitsOf(comparators) {
  let low = null;
  let high = null;
  for (const { operator, version } of comparators) {
    const inclusive = operator === '=' || operator.endsWith('=');
    if (operator === '=' || operator.startsWith('>')) {
      low = tighter(low, { version, inclusive }, 1);
    }
    if (operator === '=' || operator.startsWith('<')) {
      high = tighter(high, { version, inclusive }, -1);
    }
  }
  return { low, high };
}

function tighter(limit, other, direction) {
  if (limit === null) return other;
  const order = compare(other.version, limit.version) * direction;
  if (order === 0) return other.inclusive ? limit : other;
  return order > 0 ? other : limit;
}

/** Whether some version can be in both ranges. */
function intersects(first, second) {
  return toComparators(first).some((a) =>
    toComparators(second).some((b) => {
      const { low, high } = limitsOf([...a, ...b]);
      if (low === null || high === null) return true;
      const order = compare(low.version, high.version);
      return order < 0 || (order === 0 && low.inclusive && high.inclusive);
    }),
  );
}

module.exports = { intersects, maxSatisfying, minSatisfying, satisfies };
