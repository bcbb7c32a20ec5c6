'use strict';

const { toVersion } = require('./version.js');

function compareValues(a, b) {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function compareIdentifiers(a, b) {
  const aIsNumber = typeof a === 'number';
  const bIsNumber = typeof b === 'number';
  if (aIsNumber && !bIsNumber) return -1;
  if (bIsNumber && !aIsNumber) return 1;
  return compareValues(a, b);
}

function comparePrereleases(a, b) {
  if (a.length === 0 && b.length > 0) return 1;
  if (b.length === 0 && a.length > 0) return -1;
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    const order = compareIdentifiers(a[i], b[i]);
    if (order !== 0) return order;
  }
  return compareValues(a.length, b.length);
}

function compareCore(a, b) {
  return (
    compareValues(a.major, b.major) ||
    compareValues(a.minor, b.minor) ||
    compareValues(a.patch, b.patch)
  );
}

/** -1, 0 or 1: the precedence of two versions. */
function compare(first, second) {
  const a = toVersion(first);
  const b = toVersion(second);
  return compareCore(a, b) || comparePrereleases(a.prerelease, b.prerelease);
}

/** A sorted copy, the lowest version first. */
function sort(versions) {
  return [...versions].sort(compare);
}

/** The most important part in which two versions differ. */
function diff(first, second) {
  const a = toVersion(first);
  const b = toVersion(second);
  for (const part of ['major', 'minor', 'patch']) {
    if (a[part] !== b[part]) return part;
  }
  return comparePrereleases(a.prerelease, b.prerelease) === 0 ? null : 'prerelease';
}

module.exports = { compare, compareCore, diff, sort };
