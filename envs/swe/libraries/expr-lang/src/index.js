export { ExpressionError } from './errors.js';
export { compile, evaluate, run } from './evaluate.js';
export { parse } from './parse.js';
export { tokenize } from './tokenize.js';
