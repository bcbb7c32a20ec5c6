import { negate, operators } from './operators.js';
import { PRECEDENCE, UNARY_PRECEDENCE } from './parse.js';

const TIGHTEST = 11;

function precedenceOf(node) {
  if (node.type === 'binary') return PRECEDENCE[node.operator];
  if (node.type === 'unary') return UNARY_PRECEDENCE;
  if (node.type === 'value' && typeof node.value === 'number' && node.value < 0) return UNARY_PRECEDENCE;
  if (node.type === 'if' || node.type === 'lambda') return 0;
  return node.type === 'let' ? -1 : TIGHTEST;
}

function printValue(value) {
  if (typeof value !== 'string') return String(value);
  const escaped = value
    .replace(/[\\']/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\t/g, '\\t');
  return `'${escaped}'`;
}

function within(node, loosest) {
  const text = print(node);
  return precedenceOf(node) < loosest ? `(${text})` : text;
}

function printBinary({ operator, left, right }) {
  const precedence = PRECEDENCE[operator];
  const toRight = operator === '^';
  const before = within(left, toRight ? precedence + 1 : precedence);
  const after = within(right, toRight ? precedence : precedence + 1);
  return operator === '..' ? `${before}..${after}` : `${before} ${operator} ${after}`;
}

function printMember({ object, key }) {
  const base = within(object, TIGHTEST);
  const isName = key.type === 'value' && /^[A-Za-z_]\w*$/.test(String(key.value));
  return isName ? `${base}.${key.value}` : `${base}[${print(key)}]`;
}

/** The text of a tree, with as few parentheses as it needs. */
export function print(node) {
  switch (node.type) {
    case 'value':
      return printValue(node.value);
    case 'name':
      return node.name;
    case 'list':
      return `[${node.items.map((item) => within(item, 0)).join(', ')}]`;
    case 'if':
      return `${within(node.test, 1)} ? ${within(node.yes, 0)} : ${within(node.no, 0)}`;
    case 'let':
      return `let ${node.name} = ${within(node.value, 0)}; ${print(node.body)}`;
    case 'lambda':
      return `${node.parameter} => ${within(node.body, 0)}`;
    case 'unary':
      return `${node.operator === 'not' ? 'not ' : '-'}${within(node.operand, UNARY_PRECEDENCE + 1)}`;
    case 'binary':
      return printBinary(node);
    case 'member':
      return printMember(node);
    default:
      return `${within(node.callee, TIGHTEST)}(${node.args.map((arg) => within(arg, 0)).join(', ')})`;
  }
}

function isConstant(node) {
  return node.type === 'value';
}

function simplifyBinary(node) {
  const left = simplify(node.left);
  const right = simplify(node.right);
  const kept = { ...node, left, right };
  if (!isConstant(left)) return kept;
  if (node.operator === 'and') return left.value ? right : left;
  if (node.operator === 'or') return left.value ? left : right;
  if (!isConstant(right) || node.operator === '..') return kept;
  try {
    return { type: 'value', value: operators[node.operator](left.value, right.value) };
  } catch {
    return kept;
  }
}

/** The tree with its constant parts worked out; what would fail is left for evaluation. */
export function simplify(node) {
  switch (node.type) {
    case 'binary':
      return simplifyBinary(node);
    case 'unary': {
      const operand = simplify(node.operand);
      if (!isConstant(operand)) return { ...node, operand };
      if (node.operator === 'not') return { type: 'value', value: !operand.value };
      if (typeof operand.value !== 'number') return { ...node, operand };
      return { type: 'value', value: negate(operand.value) };
    }
    case 'if': {
      const test = simplify(node.test);
      if (isConstant(test)) return simplify(test.value ? node.yes : node.no);
      return { ...node, test, yes: simplify(node.yes), no: simplify(node.no) };
    }
    case 'let':
      return { ...node, value: simplify(node.value), body: simplify(node.body) };
    case 'list':
      return { ...node, items: node.items.map(simplify) };
    case 'lambda':
      return { ...node, body: simplify(node.body) };
    case 'call':
      return { ...node, args: node.args.map(simplify) };
    default:
      return node;
  }
}
