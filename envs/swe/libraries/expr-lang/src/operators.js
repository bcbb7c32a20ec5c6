function add(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (typeof a === 'string' || typeof b === 'string') return `${a ?? ''}${b ?? ''}`;
  return toNumber(a) + toNumber(b);
}

function toNumber(value) {
  if (typeof value !== 'number') throw new TypeError(`Expected a number but found ${describe(value)}`);
  return value;
}

function describe(value) {
  if (Array.isArray(value)) return 'a list';
  return value === null || value === undefined ? 'nothing' : `a ${typeof value}`;
}

function divide(a, b) {
  if (toNumber(b) === 0) throw new TypeError('Division by zero');
  return toNumber(a) / b;
}

/** Never negative for a positive divisor. */
function modulo(a, b) {
  if (toNumber(b) === 0) throw new TypeError('Division by zero');
  return ((toNumber(a) % b) + b) % b;
}

function equals(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => equals(item, b[index]));
  }
  return (a ?? null) === (b ?? null);
}

/** The operators that use both of their operands. */
export const operators = {
  '+': add,
  '-': (a, b) => toNumber(a) - toNumber(b),
  '*': (a, b) => toNumber(a) * toNumber(b),
  '/': divide,
  '%': modulo,
  '^': (a, b) => toNumber(a) ** toNumber(b),
  '==': equals,
  '!=': (a, b) => !equals(a, b),
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

export function negate(value) {
  return -toNumber(value);
}
