import { changesBetween, splitLines } from './diff.js';
import { PatchError } from './errors.js';

const HEADER = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
const NO_END = '\\ No newline at end of file\n';
const FLIPPED = { '-': '+', '+': '-', ' ': ' ' };

/** The lines of one side of a hunk: `-` the old ones, `+` the new ones. */
export function sideOf({ lines }, mark) {
  return lines.filter((line) => line[0] === ' ' || line[0] === mark).map((line) => line.slice(1));
}

function hunkOf(old, changes, context) {
  const [first] = changes;
  const oldStart = Math.max(0, first.oldStart - context);
  const lines = [];
  const push = (mark, items) => lines.push(...items.map((item) => mark + item));
  let position = oldStart;
  for (const change of changes) {
    push(' ', old.slice(position, change.oldStart));
    push('-', change.removed);
    push('+', change.added);
    position = change.oldStart + change.removed.length;
  }
  push(' ', old.slice(position, position + context));
  return { oldStart, newStart: first.newStart - (first.oldStart - oldStart), lines };
}

/** The hunks that lead from one text to another; those whose contexts touch are one. */
export function makeHunks(before, after, { context = 3 } = {}) {
  const old = splitLines(before);
  const groups = [];
  let end = -Infinity;
  for (const change of changesBetween(old, splitLines(after))) {
    if (change.oldStart - end <= 2 * context) groups.at(-1).push(change);
    else groups.push([change]);
    end = change.oldStart + change.removed.length;
  }
  return groups.map((changes) => hunkOf(old, changes, context));
}

/** The hunks that lead back. */
export function reverse(hunks) {
  return hunks.map(({ oldStart, newStart, lines }) => {
    const flipped = [];
    const added = [];
    for (const line of lines) {
      const other = FLIPPED[line[0]] + line.slice(1);
      if (other[0] === ' ') flipped.push(...added.splice(0), other);
      else if (other[0] === '+') added.push(other);
      else flipped.push(other);
    }
    return { oldStart: newStart, newStart: oldStart, lines: [...flipped, ...added] };
  });
}

/** Hunks as a unified diff; no text for no hunks. */
export function formatPatch(hunks, { from = 'a', to = 'b' } = {}) {
  if (hunks.length === 0) return '';
  const parts = hunks.map((hunk) => {
    const [old, current] = [sideOf(hunk, '-').length, sideOf(hunk, '+').length];
    const oldLine = hunk.oldStart + (old === 0 ? 0 : 1);
    const newLine = hunk.newStart + (current === 0 ? 0 : 1);
    const lines = hunk.lines.map((line) => (line.endsWith('\n') ? line : `${line}\n${NO_END}`));
    return `@@ -${oldLine},${old} +${newLine},${current} @@\n${lines.join('')}`;
  });
  return `--- ${from}\n+++ ${to}\n${parts.join('')}`;
}

function readHunk(header, lines, number) {
  const [, oldStart, oldCount = '1', newStart, newCount = '1'] = header;
  const hunk = {
    oldStart: Number(oldStart) - (oldCount === '0' ? 0 : 1),
    newStart: Number(newStart) - (newCount === '0' ? 0 : 1),
    lines: [],
  };
  const isOpen = () =>
    sideOf(hunk, '-').length < Number(oldCount) || sideOf(hunk, '+').length < Number(newCount);
  while (isOpen()) {
    const line = lines.shift() ?? '';
    if (!Object.hasOwn(FLIPPED, line[0] ?? '')) throw new PatchError('it ends too early', number);
    const isLast = lines[0] === NO_END;
    hunk.lines.push(isLast ? line.slice(0, -1) : line);
    if (isLast) lines.shift();
  }
  return hunk;
}

/** The hunks of a unified diff; lines before and between them are skipped. */
export function parsePatch(text) {
  const lines = splitLines(text);
  const hunks = [];
  while (lines.length > 0) {
    const header = HEADER.exec(lines.shift());
    if (header !== null) hunks.push(readHunk(header, lines, hunks.length + 1));
  }
  return hunks;
}
