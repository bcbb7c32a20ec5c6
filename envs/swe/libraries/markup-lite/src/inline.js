const ESCAPABLE = '\\`*_~[](){}#+-.!|<>';

const MARKS = [
  { mark: '**', type: 'strong' },
  { mark: '__', type: 'strong' },
  { mark: '~~', type: 'deleted' },
  { mark: '*', type: 'emphasis' },
  { mark: '_', type: 'emphasis' },
];

function isSpace(character) {
  return character === undefined || /\s/.test(character);
}

function isWord(character) {
  return character !== undefined && /[A-Za-z0-9]/.test(character);
}

/** The text without its backslashes in front of signs. */
function unescapeText(text) {
  return text.replace(/\\(.)/g, (pair, sign) => (ESCAPABLE.includes(sign) ? sign : pair));
}

/** A code span at a position: as many backquotes close it as open it. */
function readCode(text, start) {
  const fence = '`'.repeat(runLength(text, start));
  let end = text.indexOf(fence, start + fence.length);
  while (end !== -1 && text[end + fence.length] === '`') {
    end = text.indexOf(fence, end + runLength(text, end));
  }
  if (end === -1) return null;
  const inner = text.slice(start + fence.length, end);
  const isPadded = inner.startsWith(' ') && inner.endsWith(' ') && inner.trim() !== '';
  const value = isPadded ? inner.slice(1, -1) : inner;
  return { node: { type: 'code', value }, end: end + fence.length };
}

/** Where the next thing that is not to be looked into ends: an escaped sign or a code span. */
function skipOver(text, position) {
  if (text[position] === '\\') return position + 2;
  if (text[position] === '`') return readCode(text, position)?.end ?? position + 1;
  return position + 1;
}

/** The closing bracket that belongs to an opening one, or -1. */
function closingBracket(text, start) {
  let depth = 0;
  for (let position = start; position < text.length; position = skipOver(text, position)) {
    if (text[position] === '[') depth += 1;
    if (text[position] === ']') depth -= 1;
    if (depth === 0) return position;
  }
  return -1;
}

const TARGET = /^\(\s*(\S*?)(?:\s+"([^"]*)")?\s*\)/;

function readLink(text, start, context) {
  const isImage = text[start] === '!';
  const open = isImage ? start + 1 : start;
  if (text[open] !== '[' || (context.inLink && !isImage)) return null;
  const close = closingBracket(text, open);
  if (close === -1) return null;
  const label = text.slice(open + 1, close);
  const target = TARGET.exec(text.slice(close + 1));
  if (target === null) return null;
  const [whole, address, title = null] = target;
  const url = unescapeText(address);
  const end = close + 1 + whole.length;
  if (isImage) return { node: { type: 'image', url, title, alt: unescapeText(label) }, end };
  const children = parseInline(label, { inLink: true });
  return { node: { type: 'link', url, title, children }, end };
}

function readAutolink(text, start, context) {
  const match = /^<((?:https?|mailto):[^\s<>]+)>/.exec(text.slice(start));
  if (match === null || context.inLink) return null;
  const [whole, url] = match;
  const value = url.startsWith('mailto:') ? url.slice(7) : url;
  const node = { type: 'link', url, title: null, children: [{ type: 'text', value }] };
  return { node, end: start + whole.length };
}

function readMarked(text, start, context) {
  for (const { mark, type } of MARKS) {
    if (!text.startsWith(mark, start) || !opens(text, start, mark)) continue;
    const end = closingMark(text, start + mark.length, mark);
    if (end === -1) continue;
    const children = parseInline(text.slice(start + mark.length, end), context);
    return { node: { type, children }, end: end + mark.length };
  }
  return null;
}

function opens(text, start, mark) {
  const isInWord = mark[0] === '_' && isWord(text[start - 1]);
  const isHalf = mark.length === 1 && text[start + 1] === mark;
  return !isInWord && !isHalf && !isSpace(text[start + mark.length]);
}

/** Where a mark closes what it has opened: not after a blank, not within a longer mark. */
function closingMark(text, start, mark) {
  let position = skipOver(text, start);
  while (position < text.length) {
    const run = mark[0] === text[position] ? runLength(text, position) : 0;
    if (run === mark.length || (run > mark.length && run !== 2)) {
      const end = position + run - mark.length;
      const isInWord = mark[0] === '_' && isWord(text[position + run]);
      if (!isSpace(text[position - 1]) && !isInWord) return end;
    }
    position = run > 0 ? position + run : skipOver(text, position);
  }
  return -1;
}

function runLength(text, start) {
  let end = start;
  while (text[end] === text[start]) end += 1;
  return end - start;
}

function readBreak(text, start) {
  const match = /^(?: {2,}|\\)\n/.exec(text.slice(start));
  return match === null ? null : { node: { type: 'break' }, end: start + match[0].length };
}

function readEscape(text, start) {
  const sign = text[start + 1];
  if (sign === undefined || !ESCAPABLE.includes(sign)) return null;
  return { node: { type: 'text', value: sign }, end: start + 2 };
}

function readAt(text, position, context) {
  switch (text[position]) {
    case '\\':
      return readEscape(text, position) ?? readBreak(text, position);
    case ' ':
      return readBreak(text, position);
    case '`':
      return readCode(text, position);
    case '!':
    case '[':
      return readLink(text, position, context);
    case '<':
      return readAutolink(text, position, context);
    case '*':
    case '_':
    case '~':
      return readMarked(text, position, context);
    default:
      return null;
  }
}

/** The nodes of a paragraph's text. In a link there are no other links. */
export function parseInline(text, { inLink = false } = {}) {
  const nodes = [];
  const addText = (value) => {
    const last = nodes.at(-1);
    if (last?.type === 'text') last.value += value;
    else nodes.push({ type: 'text', value });
  };
  let position = 0;
  while (position < text.length) {
    const found = readAt(text, position, { inLink });
    if (found === null) {
      const run = text[position] === '`' ? runLength(text, position) : 1;
      addText(text.slice(position, position + run));
      position += run;
      continue;
    }
    if (found.node.type === 'text') addText(found.node.value);
    else nodes.push(found.node);
    position = found.end;
  }
  return nodes;
}
