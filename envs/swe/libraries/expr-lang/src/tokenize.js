import { ExpressionError } from './errors.js';

const SYMBOLS = ['=>', '==', '!=', '<=', '>=', ...'<>+-*/%^()[],.?:;='];
const KEYWORDS = ['true', 'false', 'null', 'and', 'or', 'not', 'let'];
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy;
const NAME = /[A-Za-z_]\w*/y;
const ESCAPES = { n: '\n', t: '\t', '\\': '\\', "'": "'", '"': '"' };

function matchAt(pattern, text, position) {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0];
}

function readString(text, start) {
  const quote = text[start];
  let value = '';
  let position = start + 1;
  while (position < text.length) {
    const char = text[position];
    if (char === quote) return { value, end: position + 1 };
    if (char === '\\') {
      const escaped = ESCAPES[text[position + 1]];
      if (escaped === undefined) throw new ExpressionError('Unknown escape', position);
      value += escaped;
      position += 2;
    } else {
      value += char;
      position += 1;
    }
  }
  throw new ExpressionError('Text is never closed', start);
}

/** The tokens of an expression, the last of type `end`. */
export function tokenize(text) {
  const tokens = [];
  let position = 0;

  function push(type, value, end) {
    tokens.push({ type, value, position });
    position = end;
  }

  while (position < text.length) {
    const char = text[position];
    if (/\s/.test(char)) {
      position += 1;
      continue;
    }
    if (char === '"' || char === "'") {
      const { value, end } = readString(text, position);
      push('string', value, end);
      continue;
    }
    const number = matchAt(NUMBER, text, position);
    if (number !== undefined) {
      push('number', Number(number), position + number.length);
      continue;
    }
    const name = matchAt(NAME, text, position);
    if (name !== undefined) {
      push(KEYWORDS.includes(name) ? 'keyword' : 'name', name, position + name.length);
      continue;
    }
    const symbol = SYMBOLS.find((candidate) => text.startsWith(candidate, position));
    if (symbol === undefined) throw new ExpressionError(`Unexpected ${char}`, position);
    push('symbol', symbol, position + symbol.length);
  }
  push('end', null, position);
  return tokens;
}
