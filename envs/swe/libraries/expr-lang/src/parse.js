import { ExpressionError } from './errors.js';
import { tokenize } from './tokenize.js';

/** How tightly each binary operator binds. */
const PRECEDENCE = {
  or: 1,
  and: 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
  '^': 8,
};
const UNARY_PRECEDENCE = 7;
const CONSTANTS = { true: true, false: false, null: null };

/** The syntax tree of an expression. */
export function parse(text) {
  const tokens = tokenize(text);
  let index = 0;

  const peek = () => tokens[index];
  const isAt = (value) => peek().value === value && peek().type !== 'string' && peek().type !== 'end';

  function next() {
    const token = tokens[index];
    if (token.type !== 'end') index += 1;
    return token;
  }

  function accept(value) {
    if (!isAt(value)) return false;
    next();
    return true;
  }

  function unexpected(token) {
    const what = token.type === 'end' ? 'end' : token.value;
    return new ExpressionError(`Unexpected ${what}`, token.position);
  }

  function expect(value) {
    if (!accept(value)) throw unexpected(peek());
  }

  function expectName() {
    const token = next();
    if (token.type !== 'name') throw unexpected(token);
    return token.value;
  }

  function parseSequence() {
    if (!accept('let')) return parseTernary();
    const name = expectName();
    expect('=');
    const value = parseTernary();
    expect(';');
    return { type: 'let', name, value, body: parseSequence() };
  }

  function parseTernary() {
    const test = parseBinary(0);
    if (!accept('?')) return test;
    const yes = parseTernary();
    expect(':');
    return { type: 'if', test, yes, no: parseTernary() };
  }

  function parseBinary(loosest) {
    let left = parseUnary();
    while (true) {
      const token = peek();
      const precedence = token.type === 'string' ? undefined : PRECEDENCE[token.value];
      if (precedence === undefined || precedence <= loosest) return left;
      next();
      const right = parseBinary(token.value === '^' ? precedence - 1 : precedence);
      left = { type: 'binary', operator: token.value, left, right, position: token.position };
    }
  }

  function parseUnary() {
    const token = peek();
    if (isAt('-') || isAt('not')) {
      next();
      return { type: 'unary', operator: token.value, operand: parseBinary(UNARY_PRECEDENCE) };
    }
    return parsePostfix(parsePrimary());
  }

  function parsePostfix(base) {
    let node = base;
    while (true) {
      const { position } = peek();
      if (accept('(')) {
        node = { type: 'call', callee: node, args: parseList(')'), position };
      } else if (accept('.')) {
        node = { type: 'member', object: node, key: { type: 'value', value: expectName() } };
      } else if (accept('[')) {
        node = { type: 'member', object: node, key: parseTernary() };
        expect(']');
      } else {
        return node;
      }
    }
  }

  function parseList(close) {
    const items = [];
    while (!accept(close)) {
      if (items.length > 0) expect(',');
      items.push(parseTernary());
    }
    return items;
  }

  function parsePrimary() {
    const token = next();
    if (token.type === 'number' || token.type === 'string') return { type: 'value', value: token.value };
    if (token.type === 'name') {
      if (accept('=>')) return { type: 'lambda', parameter: token.value, body: parseTernary() };
      return { type: 'name', name: token.value, position: token.position };
    }
    if (token.type === 'keyword' && Object.hasOwn(CONSTANTS, token.value)) {
      return { type: 'value', value: CONSTANTS[token.value] };
    }
    if (token.type === 'symbol' && token.value === '(') {
      const node = parseSequence();
      expect(')');
      return node;
    }
    if (token.type === 'symbol' && token.value === '[') return { type: 'list', items: parseList(']') };
    throw unexpected(token);
  }

  const tree = parseSequence();
  if (peek().type !== 'end') throw unexpected(peek());
  return tree;
}
