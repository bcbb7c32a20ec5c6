'use strict';

const NUMBER = '(0|[1-9]\\d*)';
const IDENTIFIERS = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const VERSION = new RegExp(
  `^v?${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-(${IDENTIFIERS}))?(?:\\+(${IDENTIFIERS}))?$`,
);

function readIdentifier(text) {
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** The parts of a version, or null when the text is not one. */
function parse(text) {
  const match = VERSION.exec(text.trim());
  if (match === null) return null;
  const [, major, minor, patch, prerelease, build] = match;
  const identifiers = prerelease === undefined ? [] : prerelease.split('.');
  if (identifiers.some((part) => /^0\d+$/.test(part))) return null;
  return {
    major: Number(major),
    minor: Number(minor),
    patch: Number(patch),
    prerelease: identifiers.map(readIdentifier),
    build: build === undefined ? [] : build.split('.'),
  };
}

function format({ major, minor, patch, prerelease = [], build = [] }) {
  let text = `${major}.${minor}.${patch}`;
  if (prerelease.length > 0) text += `-${prerelease.join('.')}`;
  if (build.length > 0) text += `+${build.join('.')}`;
  return text;
}

/** The version of a text or an object. */
function toVersion(value) {
  const version = typeof value === 'string' ? parse(value) : value;
  if (!version) throw new TypeError(`Not a version: ${value}`);
  return version;
}

module.exports = { format, parse, toVersion };
