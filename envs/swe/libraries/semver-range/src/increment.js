'use strict';

const { format, toVersion } = require('./version.js');

function nextPrerelease(prerelease, tag) {
  if (tag !== undefined && prerelease[0] !== tag) return [tag, 0];
  const index = prerelease.findLastIndex((part) => typeof part === 'number');
  if (index === -1) return [...prerelease, 0];
  return prerelease.map((part, i) => (i === index ? part + 1 : part));
}

/** The next version; finishing a prerelease counts as its own increment. */
function increment(value, part, tag) {
  const { major, minor, patch, prerelease } = toVersion(value);
  const pending = prerelease.length > 0;
  switch (part) {
    case 'major': {
      const finished = pending && minor === 0 && patch === 0;
      return format({ major: finished ? major : major + 1, minor: 0, patch: 0 });
    }
    case 'minor': {
      const finished = pending && patch === 0;
      return format({ major, minor: finished ? minor : minor + 1, patch: 0 });
    }
    case 'patch':
      return format({ major, minor, patch: pending ? patch : patch + 1 });
    case 'prerelease': {
      const next = nextPrerelease(prerelease, tag);
      return format({ major, minor, patch: pending ? patch : patch + 1, prerelease: next });
    }
    default:
      throw new TypeError(`Not a part of a version: ${part}`);
  }
}

module.exports = { increment };
