import { quote } from './assemble.js';
import { Fault } from './errors.js';

const ARITHMETIC = {
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  mod: (a, b) => a - b * Math.floor(a / b),
};

const FOR_BOTH = {
  add: (a, b) => a + b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
};

/** The result of an operation on two values; undefined when it is not such an operation. */
export function binary(name, a, b) {
  if (name === 'eq') return a === b;
  if (name === 'ne') return a !== b;
  if (Object.hasOwn(FOR_BOTH, name)) {
    if (typeof a !== typeof b || !isNumberOrText(a)) throw typeFault(name, a, b);
    return FOR_BOTH[name](a, b);
  }
  if (!Object.hasOwn(ARITHMETIC, name)) return undefined;
  if (typeof a !== 'number' || typeof b !== 'number') throw typeFault(name, a, b);
  if (b === 0 && (name === 'div' || name === 'mod')) throw new Fault('division', 'Division by zero');
  return ARITHMETIC[name](a, b);
}

/** Whether a jump takes a value for true: all but false, null, 0 and an empty text. */
export function isTruthy(value) {
  return value !== false && value !== null && value !== 0 && value !== '';
}

/** `number`, `text`, `boolean` or `nothing`. */
export function typeOf(value) {
  if (value === null) return 'nothing';
  return typeof value === 'string' ? 'text' : typeof value;
}

/** A value as it is written in source. */
export function formatValue(value) {
  return typeof value === 'string' ? quote(value) : String(value);
}

function isNumberOrText(value) {
  return typeof value === 'number' || typeof value === 'string';
}

function typeFault(name, a, b) {
  return new Fault('type', `Cannot ${name} ${typeOf(a)} and ${typeOf(b)}`);
}
