import { AssemblyError } from './errors.js';
import { encode, operandsOf, sizeOf } from './program.js';

const WORDS = new Map([['true', true], ['false', false], ['null', null]]);
const NAME = /^[a-z_]\w*$/i;

/** Turns source text into a program: first addresses of labels, then code. */
export function assemble(source) {
  const labels = new Map();
  const parsed = [];
  let address = 0;

  source.split('\n').forEach((text, index) => {
    const line = index + 1;
    let tokens = tokenize(text, line);
    while (tokens.length > 0 && tokens[0].endsWith(':')) {
      define(labels, tokens[0].slice(0, -1), address, line);
      tokens = tokens.slice(1);
    }
    if (tokens.length === 0) return;
    const [name, ...texts] = tokens;
    checkCount(name, texts.length, line);
    parsed.push({ name, texts, line });
    address += sizeOf(name);
  });

  const instructions = parsed.map(({ name, texts, line }) => {
    const kinds = operandsOf(name);
    const operands = texts.map((text, index) => readOperand(kinds[index], text, labels, line));
    return { name, operands, line };
  });
  return encode(instructions, Object.fromEntries(labels));
}

/** The words of a line, without its comment; a text in quotes is one word. */
export function tokenize(text, line = 1) {
  const tokens = [];
  let rest = text.trim();
  while (rest !== '' && !rest.startsWith(';')) {
    const match = /^("(?:[^"\\]|\\.)*"|[^\s;"]+)\s*/.exec(rest);
    if (match === null) throw new AssemblyError('a text does not end', line);
    tokens.push(match[1]);
    rest = rest.slice(match[0].length);
  }
  return tokens;
}

/** A text in quotes as it is written in source. */
export function quote(text) {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `"${escaped}"`;
}

function unquote(token) {
  return token.slice(1, -1).replace(/\\(.)/g, (_all, letter) => (letter === 'n' ? '\n' : letter));
}

function define(labels, name, address, line) {
  if (!NAME.test(name)) throw new AssemblyError(`${name} is not a name`, line);
  if (labels.has(name)) throw new AssemblyError(`${name} is defined twice`, line);
  labels.set(name, address);
}

function checkCount(name, count, line) {
  const kinds = operandsOf(name);
  if (kinds === undefined) throw new AssemblyError(`no instruction ${name}`, line);
  if (count !== kinds.length) throw new AssemblyError(`${name} takes ${kinds.length} operands, not ${count}`, line);
}

function readOperand(kind, text, labels, line) {
  if (kind === 'label') {
    if (!labels.has(text)) throw new AssemblyError(`no label ${text}`, line);
    return labels.get(text);
  }
  const value = readValue(text, line);
  if (kind === 'number' && !(Number.isInteger(value) && value >= 0)) {
    throw new AssemblyError(`${text} is not a count`, line);
  }
  return value;
}

function readValue(text, line) {
  if (text.startsWith('"')) return unquote(text);
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (WORDS.has(text)) return WORDS.get(text);
  throw new AssemblyError(`${text} is not a value`, line);
}
