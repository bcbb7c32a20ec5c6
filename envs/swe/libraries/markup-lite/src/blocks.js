import { parseInline } from './inline.js';
import { readTable } from './table.js';

/** Text that cannot be read: no text at all, or blocks nested too deeply. */
export class MarkupError extends Error {
  constructor(message) {
    super(message);
    this.name = 'MarkupError';
  }
}

const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;
const RULE = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})[ \t]*([^`\s]*)/;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])( +|$)(.*)$/;
const QUOTE = /^ {0,3}> ?(.*)$/;

function isBlank(line) {
  return line.trim() === '';
}

function indentOf(line) {
  return line.length - line.trimStart().length;
}

/** Reads a document into a tree `{ type: 'document', children }`. */
export function parse(text, { maxDepth = 20 } = {}) {
  if (typeof text !== 'string') throw new MarkupError('Markup must be text');
  const lines = text.replace(/\r\n?/g, '\n').replace(/\t/g, '    ').split('\n');
  return { type: 'document', children: readBlocks(lines, maxDepth) };
}

function closesFence(line, fence) {
  const text = line.trim();
  return indentOf(line) < 4 && text.length >= fence.length && text === fence[0].repeat(text.length);
}

const readers = [readFence, readHeading, readRule, readQuote, readList, readTable];

/** A reader gives `{ node, next }`, `next` being the first line after the block, or null. */
function readBlocks(lines, depthLeft) {
  if (depthLeft < 0) throw new MarkupError('Blocks are nested too deeply');
  const blocks = [];
  let at = 0;
  while (at < lines.length) {
    if (isBlank(lines[at])) {
      at += 1;
      continue;
    }
    const found = readBlock(lines, at, depthLeft) ?? readParagraph(lines, at);
    blocks.push(found.node);
    at = found.next;
  }
  return blocks;
}

function readBlock(lines, at, depthLeft) {
  for (const read of readers) {
    const found = read(lines, at, depthLeft);
    if (found !== null) return found;
  }
  return null;
}

function readHeading(lines, at) {
  const match = HEADING.exec(lines[at]);
  if (match === null) return null;
  const [, signs, title = ''] = match;
  const text = /^#+$/.test(title) ? '' : title;
  const node = { type: 'heading', level: signs.length, children: parseInline(text) };
  return { node, next: at + 1 };
}

function readRule(lines, at) {
  return RULE.test(lines[at]) ? { node: { type: 'rule' }, next: at + 1 } : null;
}

function readFence(lines, at) {
  const match = FENCE.exec(lines[at]);
  if (match === null) return null;
  const [, fence, language] = match;
  const indent = indentOf(lines[at]);
  const code = [];
  let next = at + 1;
  while (next < lines.length && !closesFence(lines[next], fence)) {
    code.push(lines[next].slice(Math.min(indent, indentOf(lines[next]))));
    next += 1;
  }
  const node = { type: 'codeBlock', language: language === '' ? null : language, value: code.join('\n') };
  return { node, next: next + 1 };
}

function readQuote(lines, at, depthLeft) {
  const inner = [];
  let next = at;
  while (next < lines.length && QUOTE.test(lines[next])) {
    inner.push(QUOTE.exec(lines[next])[1]);
    next += 1;
  }
  if (inner.length === 0) return null;
  return { node: { type: 'quote', children: readBlocks(inner, depthLeft - 1) }, next };
}

/** The marker of a list item; items of one list have the same `kind`. */
function readMarker(line) {
  const match = RULE.test(line) ? null : ITEM.exec(line);
  if (match === null) return null;
  const [, before, marker, gap, text] = match;
  const isWide = gap.length > 4 || text === '';
  const indent = before.length + marker.length + (isWide ? 1 : gap.length);
  const start = marker.length > 1 ? parseInt(marker, 10) : null;
  return { kind: marker.at(-1), start, indent, text };
}

function readList(lines, at, depthLeft) {
  const first = readMarker(lines[at]);
  if (first === null) return null;
  const items = [];
  let isTight = true;
  let next = at;
  while (next < lines.length) {
    const marker = readMarker(lines[next]);
    if (marker === null || marker.kind !== first.kind) break;
    const item = readItem(lines, next, marker);
    if (items.length > 0 && isBlank(lines[next - 1])) isTight = false;
    if (item.hasGap) isTight = false;
    items.push(itemNode(item.lines, depthLeft));
    next = item.next;
  }
  const node = { type: 'list', ordered: first.start !== null, start: first.start, tight: isTight, items };
  return { node, next };
}

/** The lines of an item without their indent: those that are indented, and blank ones between. */
function readItem(lines, at, { indent, text }) {
  const inner = [text];
  let next = at + 1;
  while (next < lines.length && (isBlank(lines[next]) || indentOf(lines[next]) >= indent)) {
    inner.push(lines[next].slice(indent));
    next += 1;
  }
  while (inner.length > 1 && isBlank(inner.at(-1))) inner.pop();
  return { lines: inner, next, hasGap: inner.some((line, index) => isBlank(line) && index > 0) };
}

function itemNode(lines, depthLeft) {
  const [first, ...others] = lines;
  const task = /^\[([ xX])\] +/.exec(first);
  const text = task === null ? first : first.slice(task[0].length);
  return { checked: task === null ? null : task[1] !== ' ', children: readBlocks([text, ...others], depthLeft - 1) };
}

/** Lines up to a blank one or another block. */
function readParagraph(lines, at) {
  let next = at + 1;
  while (next < lines.length && !isBlank(lines[next]) && !interrupts(lines[next])) next += 1;
  const text = lines.slice(at, next).map((line) => line.trimStart()).join('\n');
  return { node: { type: 'paragraph', children: parseInline(text.trimEnd()) }, next };
}

function interrupts(line) {
  const marker = readMarker(line);
  const startsList = marker !== null && marker.text !== '' && (marker.start ?? 1) === 1;
  return startsList || [FENCE, HEADING, RULE, QUOTE].some((pattern) => pattern.test(line));
}
