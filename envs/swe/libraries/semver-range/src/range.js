'use strict';

const { parse } = require('./version.js');

const PARTIAL = /^v?(\d+|[xX*])(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(?:-[0-9A-Za-z.-]+)?(?:\+\S+)?$/;

function release(major, minor, patch, prerelease = []) {
  return { major, minor, patch, prerelease, build: [] };
}

/** A version some parts of which may be missing: `1`, `1.x`, `1.2.*`. */
function readPartial(text) {
  if (text === '' || text === '*') return { parts: [], version: release(0, 0, 0) };
  const whole = parse(text);
  if (whole) return { parts: [whole.major, whole.minor, whole.patch], version: whole };
  const match = PARTIAL.exec(text);
  if (match === null) throw new TypeError(`Not a range: ${text}`);

  const parts = [];
  for (const part of match.slice(1, 4)) {
    if (part === undefined || !/^\d+$/.test(part)) break;
    parts.push(Number(part));
  }
  const [major = 0, minor = 0, patch = 0] = parts;
  return { parts, version: release(major, minor, patch) };
}

/** The first version above all that start with the given parts. */
function after(parts) {
  const [major, minor, patch] = parts;
  if (parts.length === 1) return release(major + 1, 0, 0);
  if (parts.length === 2) return release(major, minor + 1, 0);
  return release(major, minor, patch + 1);
}

function atLeast(version) {
  return { operator: '>=', version };
}

function below(version) {
  return { operator: '<', version: { ...version, prerelease: [0] } };
}

function caret({ parts, version }) {
  if (parts.length === 0) return [atLeast(version)];
  const significant = parts.findIndex((part) => part > 0);
  const kept = significant === -1 ? parts.length : significant + 1;
  return [atLeast(version), below(after(parts.slice(0, kept)))];
}

function tilde({ parts, version }) {
  if (parts.length === 0) return [atLeast(version)];
  return [atLeast(version), below(after(parts.slice(0, 2)))];
}

function equal({ parts, version }) {
  if (parts.length === 3) return [{ operator: '=', version }];
  if (parts.length === 0) return [atLeast(version)];
  return [atLeast(version), below(after(parts))];
}

function bound(operator, { parts, version }) {
  const whole = parts.length === 3;
  switch (operator) {
    case '>=':
      return [atLeast(version)];
    case '<':
      return [whole ? { operator: '<', version } : below(version)];
    case '>':
      if (whole) return [{ operator: '>', version }];
      return parts.length === 0 ? [below(release(0, 0, 0))] : [atLeast(after(parts))];
    default:
      if (whole) return [{ operator: '<=', version }];
      return parts.length === 0 ? [atLeast(version)] : [below(after(parts))];
  }
}

function readComparator(text) {
  const [, operator, rest] = /^(\^|~>?|>=|<=|>|<|=)?\s*(.*)$/.exec(text);
  const partial = readPartial(rest);
  if (operator === '^') return caret(partial);
  if (operator === '~' || operator === '~>') return tilde(partial);
  if (operator === undefined || operator === '=') return equal(partial);
  return bound(operator, partial);
}

function readHyphen(from, to) {
  const low = readPartial(from);
  const high = readPartial(to);
  return [atLeast(low.version), ...bound('<=', high)];
}

function readAlternative(text) {
  const hyphen = /^(\S+)\s+-\s+(\S+)$/.exec(text);
  if (hyphen) return readHyphen(hyphen[1], hyphen[2]);
  const joined = text.replace(/(\^|~>?|>=|<=|>|<|=)\s+/g, '$1');
  return joined.split(/\s+/).flatMap(readComparator);
}

/** The alternatives of a range, each a list of comparators that must all hold. */
function toComparators(range) {
  return range.split('||').map((alternative) => readAlternative(alternative.trim()));
}

module.exports = { toComparators };
