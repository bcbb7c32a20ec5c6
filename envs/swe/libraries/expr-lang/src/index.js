export { ExpressionError } from './errors.js';
export { compile, evaluate, namesOf, run } from './evaluate.js';
export { parse } from './parse.js';
export { print, simplify } from './print.js';
export { tokenize } from './tokenize.js';
