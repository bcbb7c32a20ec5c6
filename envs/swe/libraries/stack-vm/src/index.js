export { assemble, quote, tokenize } from './assemble.js';
export { AssemblyError, Fault } from './errors.js';
export { Machine, run } from './machine.js';
export { decodeAt, encode, operandsOf, sizeOf } from './program.js';
export { binary, formatValue, isTruthy, typeOf } from './values.js';
